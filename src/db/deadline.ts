import type { Database } from "./client.ts";
import type { DriverQuery } from "./connection.ts";

/**
 * A view of a pool on which every query ends within `queryTimeoutMs`, waiting for a connection included, whatever
 * happens to the server. Where all connections are in use, reads may share one. Views with different deadlines share the
 * connections; ending one ends the pool. A read that is long by nature is made by `together`, alone.
 */
export function withDeadline({ pool, bind, end }: Pool, queryTimeoutMs: number): Database {
  const sql = bind(async (query) => {
    const start = performance.now();
    const acquired = isRead(query) ? pool.share(query.strings, queryTimeoutMs) : pool.acquire(queryTimeoutMs);
    const connection = await acquired.catch(query.reject);
    if (!connection) return;
    await connection.run(query, Math.max(1, queryTimeoutMs - (performance.now() - start)));
    pool.release(connection);
  });
  return Object.assign(sql, { pool, queryTimeoutMs, bind, end });
}

/** What asks only, and locks no row: outside of a transaction nobody selects for an update. */
const isRead = ({ tagged, strings: [start = ""] }: DriverQuery) => tagged && /^\s*select\b/i.test(start);

type Pool = Pick<Database, "pool" | "bind" | "end">;
