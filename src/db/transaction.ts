import type { Database, Sql } from "./client.ts";
import type { Connection, DriverQuery } from "./connection.ts";
import { failureCode } from "./failures.ts";

type TransactionOptions = {
  /** How long one statement may take; 3 s unless said. Waiting for a lock always ends after 3 s. */
  statementTimeoutMs?: number;
};

/**
 * Runs `work` in one transaction: committed when it resolves, rolled back when it throws or when any of its queries
 * failed. Nothing outlives a lost connection: the next query on `sql` rejects with `database-unavailable`.
 */
export async function transaction<T>(
  database: Database,
  work: (sql: Sql) => Promise<T>,
  { statementTimeoutMs = 3_000 }: TransactionOptions = {},
): Promise<T> {
  const { pool, queryTimeoutMs, bind } = database;
  // The server's own limit is meant to come first, and leaves the connection usable.
  const timeoutMs = statementTimeoutMs > 3_000 ? Math.max(queryTimeoutMs, statementTimeoutMs + 1_000) : queryTimeoutMs;
  const connection = await pool.acquire(queryTimeoutMs);
  try {
    return await run(connection, { bind, work, timeoutMs, statementTimeoutMs });
  } finally {
    pool.release(connection);
  }
}

type Run<T> = Pick<Database, "bind"> & {
  work: (sql: Sql) => Promise<T>;
  timeoutMs: number;
  statementTimeoutMs: number;
};

async function run<T>(connection: Connection, { bind, work, timeoutMs, statementTimeoutMs }: Run<T>): Promise<T> {
  let tail = Promise.resolve();
  let isOver = false;
  let firstFailure: unknown;
  // One at a time: postgres.js would send what it has queued on a new connection, outside of the transaction.
  const inTurn = (query: DriverQuery) => {
    tail = tail.then(() => connection.run(query, timeoutMs));
  };
  const control = bind(inTurn);
  const sql = bind((query) => {
    if (isOver) return query.reject(new Error("The transaction is over; was a query of it not awaited?"));
    query.catch((error) => {
      firstFailure ??= error;
    });
    inTurn(query);
  });

  try {
    await control.unsafe(begin(statementTimeoutMs));
    const result = await work(sql);
    isOver = true;
    await tail;
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
