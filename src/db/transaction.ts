import type { Database, Sql } from "./client.ts";
import type { Connection, DriverQuery } from "./connection.ts";
import { failureCode } from "./failures.ts";

type TransactionOptions = {
  /** How long one statement may take; 3 s unless said. Waiting for a lock always ends after 3 s. */
  statementTimeoutMs?: number;
  /**
   * Sends what `work` asks first along with the begin, without waiting for that. Those statements may only lock and read:
   * should the begin fail, they have run outside of a transaction.
   */
  eager?: boolean;
};

/**
 * Runs `work` in one transaction: committed when it resolves, rolled back when it throws or when any of its queries
 * failed. Nothing outlives a lost connection: the next query on `sql` rejects with `database-unavailable`.
 */
export async function transaction<T>(
  database: Database,
  work: (sql: Sql) => Promise<T>,
  { statementTimeoutMs = 3_000, eager = false }: TransactionOptions = {},
): Promise<T> {
  const { pool, queryTimeoutMs, bind } = database;
  // The server's own limit is meant to come first, and leaves the connection usable.
  const timeoutMs = statementTimeoutMs > 3_000 ? Math.max(queryTimeoutMs, statementTimeoutMs + 1_000) : queryTimeoutMs;
  const connection = await pool.acquire(queryTimeoutMs);
  try {
    return await run(connection, { bind, work, timeoutMs, statementTimeoutMs, eager });
  } finally {
    pool.release(connection);
  }
}

/** Runs reads that all see one moment: what is written meanwhile is in them whole or not at all. */
export const snapshot = <T>(database: Database, read: (sql: Sql) => Promise<T>): Promise<T> =>
  transaction(database, async (sql) => {
    await sql`set transaction isolation level repeatable read, read only`;
    return read(sql);
  });

/**
 * Runs the queries that `ask` makes at once on one connection, in one round trip where no pooler is in between. Only for
 * reads: they are no transaction, and each sees what was committed before it.
 */
export async function together<T>(database: Database, ask: (sql: Sql) => Promise<T>): Promise<T> {
  const { pool, queryTimeoutMs, bind } = database;
  const connection = await pool.acquire(queryTimeoutMs);
  let settled: Promise<unknown> = Promise.resolve();
  const sql = bind((query) => {
    const answered = () => connection.run(query, queryTimeoutMs);
    // Behind a pooler prepared statements get lost, and postgres.js mixes up several that are asked again at once.
    settled = connection.isDirect ? Promise.all([settled, answered()]) : settled.then(answered);
  });
  try {
    return await ask(sql);
  } finally {
    // A query that is still on its way belongs to this connection.
    await settled;
    pool.release(connection);
  }
}

type Run<T> = Pick<Database, "bind"> & {
  work: (sql: Sql) => Promise<T>;
  timeoutMs: number;
  statementTimeoutMs: number;
  eager: boolean;
};

async function run<T>(connection: Connection, options: Run<T>): Promise<T> {
  const { bind, work, timeoutMs, statementTimeoutMs, eager } = options;
  let settled: Promise<unknown> = Promise.resolve();
  let isOver = false;
  let firstFailure: unknown;
  // What is asked together is sent together, in its order: the server does one after the other.
  const send = (query: DriverQuery) => {
    settled = Promise.all([settled, connection.run(query, timeoutMs)]);
  };
  const note = (error: unknown) => {
    firstFailure ??= error;
  };
  const control = bind(send);
  const sql = bind((query) => {
    if (isOver) return query.reject(new Error("The transaction is over; was a query of it not awaited?"));
    // Nothing can come of it any more.
    if (firstFailure !== undefined) return query.reject(firstFailure);
    query.catch(note);
    send(query);
  });

  try {
    const begun = control.unsafe(begin(statementTimeoutMs)).execute();
    begun.catch(note);
    if (!eager) await begun;
    const result = await work(sql);
    isOver = true;
    await settled;
    if (firstFailure !== undefined) throw firstFailure;
    const { command } = await control.unsafe("commit");
    if (command !== "COMMIT") throw new Error("The transaction was rolled back by one of its own statements");
    return result;
  } catch (error) {
    isOver = true;
    // Without a rollback the connection must not be used again.
    await control.unsafe("rollback").catch(() => connection.discard(new Error("A rollback failed")));
    // "current transaction is aborted" only says that something failed before.
    throw failureCode(error) === "25P02" ? (firstFailure ?? error) : error;
  }
}

/** In one round trip. `local`, so that they end with the transaction, behind a pooler too. */
const begin = (statementTimeoutMs: number) =>
  `begin; set local statement_timeout = ${statementTimeoutMs}; set local lock_timeout = 3000;` +
  " set local idle_in_transaction_session_timeout = 3000";
