import type { Database } from "./client.ts";

/**
 * A view of a pool on which every query ends within `queryTimeoutMs`, waiting for a connection included, whatever
 * happens to the server. Views with different deadlines share the connections; ending one ends the pool.
 */
export function withDeadline({ pool, bind, end }: Pool, queryTimeoutMs: number): Database {
  const sql = bind(async (query) => {
    const start = performance.now();
    const connection = await pool.acquire(queryTimeoutMs).catch(query.reject);
    if (!connection) return;
    await connection.run(query, Math.max(1, queryTimeoutMs - (performance.now() - start)));
    pool.release(connection);
  });
  return Object.assign(sql, { pool, queryTimeoutMs, bind, end });
}

type Pool = Pick<Database, "pool" | "bind" | "end">;
