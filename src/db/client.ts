import postgres from "postgres";
import { type DriverOptions, type DriverQuery, openConnection } from "./connection.ts";
import { withDeadline } from "./deadline.ts";
import { unavailable } from "./failures.ts";
import { createPool, type Pool } from "./pool.ts";
import { type DatabaseTarget, type Server, toServer } from "./target.ts";
import { arrayTypes, driverTypes } from "./values.ts";

export { snapshot, together, transaction } from "./transaction.ts";
export { failureCode } from "./failures.ts";
export type { DatabaseTarget } from "./target.ts";
export { toJsonb } from "./values.ts";

/** What a query needs: a pool and a transaction both satisfy it. */
export type Sql = postgres.ISql;

/** A pool of connections. Every query on it ends within its deadline, whatever happens to the server. */
export type Database = Sql & {
  readonly pool: Pool;
  readonly queryTimeoutMs: number;
  /** The same queries, sent where `run` sends them. */
  readonly bind: (run: (query: DriverQuery) => void) => Sql;
  /** Lets running queries finish for at most `timeout` seconds, then drops them. */
  end: (options?: { timeout?: number }) => Promise<void>;
};

export type ConnectOptions = {
  applicationName: string;
  poolSize: number;
  /** From the call to the answer, waiting for a connection included. */
  queryTimeoutMs: number;
  /** False where a pooler cannot follow prepared statements (PgBouncer before 1.21 in transaction mode). */
  prepare?: boolean;
};

/**
 * A pool that connects when first asked. A query rejects with the problem `database-unavailable` for whatever is the
 * database's fault and with a `PostgresError` for what is the statement's.
 * @throws {TypeError} for a target that cannot be understood
 */
export function connect(target: DatabaseTarget, options: ConnectOptions): Database {
  const { poolSize: size, queryTimeoutMs } = options;
  const server = toServer(target);
  const driverOptions = toDriverOptions(server, options);
  const pool = createPool({ size, open: (signal) => openWithin(server, driverOptions, signal, queryTimeoutMs) });

  const bind = createBinding(driverOptions);
  const end = ({ timeout = 5 } = {}) => pool.end(timeout * 1_000);
  return withDeadline({ pool, bind, end }, queryTimeoutMs);
}

async function openWithin(server: Server, options: DriverOptions, ended: AbortSignal, timeoutMs: number) {
  const late = AbortSignal.timeout(timeoutMs);
  try {
    return await openConnection(server, options, AbortSignal.any([ended, late]));
  } catch (error) {
    if (late.aborted) throw unavailable(`The database accepted no connection within ${timeoutMs} ms`, error);
    throw unavailable("The database cannot be connected to", error);
  }
}

function toDriverOptions(server: Server, { applicationName, prepare = true }: ConnectOptions): DriverOptions {
  const { user, password, database, address } = server;
  return {
    // Said even where they are defaults: postgres.js would read what is left out from PG* variables.
    ...("path" in address ? { path: address.path } : address),
    user,
    pass: () => password,
    database,
    max: 1,
    ssl: false,
    prepare,
    debug: false,
    idle_timeout: 0,
    connect_timeout: 0,
    max_lifetime: 0,
    keep_alive: null,
    backoff: false,
    fetch_types: false,
    publications: "",
    // Only names, never the keys inside a JSON value: those belong to whoever wrote it.
    transform: { column: postgres.camel.column },
    types: driverTypes(),
    onnotice: () => {},
    // PgBouncer tracks exactly these parameters and refuses others.
    connection: { application_name: applicationName, TimeZone: "UTC", DateStyle: "ISO" },
  } as DriverOptions;
}

/**
 * One connection that hears NOTIFY, besides the pool. Its queries go through `sql`.
 * Rejects with `database-unavailable`; once open, `connection.onClose` tells that it was lost.
 */
export async function openListening(target: DatabaseTarget, options: ListeningOptions) {
  const server = toServer(target);
  const driverOptions = toDriverOptions(server, { ...options, poolSize: 1 });
  const { queryTimeoutMs, signal, onNotify } = options;
  const connection = await openWithin(
    server,
    { ...driverOptions, onnotify: onNotify } as DriverOptions,
    signal,
    queryTimeoutMs,
  );
  const sql = createBinding(driverOptions)((query) => void connection.run(query, queryTimeoutMs));
  return { connection, sql };
}

type ListeningOptions = Omit<ConnectOptions, "poolSize"> & {
  signal: AbortSignal;
  onNotify: (channel: string, payload: string) => void;
};

/** Makes `sql` functions that build queries as postgres.js does and send them elsewhere. */
function createBinding(options: DriverOptions): Database["bind"] {
  const builder = postgres(options);
  const { shared } = builder.options as unknown as { shared: { typeArrayMap: Record<number, number> } };
  Object.assign(shared.typeArrayMap, arrayTypes());
  return (run) => {
    const send = <T>(made: T): T =>
      made instanceof Promise ? Object.assign(made, { handler: run, canceller: null }) : made;
    const sql = ((...parts: Parameters<Sql>) => send(builder(...parts))) as Sql;
    const { json, array, typed, types } = builder;
    return Object.assign(sql, {
      json,
      array,
      typed,
      types,
      unsafe: ((...parts: Parameters<Sql["unsafe"]>) => send(builder.unsafe(...parts))) as Sql["unsafe"],
      notify: (channel: string, payload: string) => sql`select pg_notify(${channel}, ${payload})`,
    });
  };
}
