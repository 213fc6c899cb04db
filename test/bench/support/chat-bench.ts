import { connect } from "../../../src/db/client.ts";
import { startPostgres } from "../../support/postgres.ts";
import { talkTogether } from "./crowd.ts";
import { type Server, startServer } from "./server.ts";

const chatServer = [`${import.meta.dir}/chat-server.ts`];
const floorServer = [`${import.meta.dir}/floor-server.ts`];

/** A PostgreSQL that keeps what it commits, with its statements counted. */
export const startChatPostgres = () =>
  startPostgres({ fsync: true, settings: { shared_preload_libraries: "pg_stat_statements" } });
export type ChatPostgres = Awaited<ReturnType<typeof startChatPostgres>>;

/** The service with the fixed model; its pool and the agent's are ten connections together. */
export const startChatServer = (postgres: ChatPostgres, env: Record<string, string> = {}) =>
  startServer(chatServer, {
    DATABASE_URL: postgres.url(),
    DATABASE_POOL_SIZE: "6",
    TURN_CONCURRENCY: "64",
    ...env,
  });

/** See floor-server.ts. */
export const startFloorServer = (postgres: ChatPostgres, how: "same reads" | "bare") =>
  startServer(floorServer, { DATABASE_URL: postgres.url(), FLOOR: how });

/** Asks the database something on the side. */
export async function ask<T>(postgres: ChatPostgres, statement: string): Promise<T[]> {
  const sql = connect({ url: postgres.url() }, { applicationName: "bench", poolSize: 1, queryTimeoutMs: 30_000 });
  try {
    return [...(await sql.unsafe(statement))] as T[];
  } finally {
    await sql.end();
  }
}

/**
 * Brings servers to the state they are in for all but their first minute: the code is compiled, and the database knows
 * what its tables are like, as autovacuum sees to in a real one.
 */
export async function warmUp(postgres: ChatPostgres, servers: Server[], { texts, forMs }: WarmUp): Promise<void> {
  for (const text of texts) {
    for (const server of servers) await talkTogether([server], { clients: 32, text, forMs });
    await ask(postgres, "vacuum analyze");
  }
}
type WarmUp = { texts: string[]; forMs: number };
