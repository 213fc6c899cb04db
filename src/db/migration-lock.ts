import type { Log } from "../log.ts";
import type { Sql } from "./client.ts";

/** Two keys that name the lock: "reno" in ASCII, and what it guards: schema and catalogue. */
const lock = { space: 0x72656e6f, key: 1 };

/** Takes the lock until this transaction ends, if it is free now. It works through a transaction pooler and ends with a killed process. */
export async function tryMigrationLock(sql: Sql): Promise<boolean> {
  const [taken] = await sql`select pg_try_advisory_xact_lock(${lock.space}::int, ${lock.key}::int) as locked`;
  return taken?.["locked"] === true;
}

/** A backend in the middle of a long statement would outlive a killed process, and keep the lock. Not on Windows. */
export const stopWithThisProcess = (sql: Sql) => sql`
  select set_config('client_connection_check_interval', '1000', true) where version() !~* 'windows|mingw|visual c'`;

/** Waits a little at every call and says once who is in the way. Throws what `late` makes of it when `waitMs` are over. */
export function lockWait(
  database: Sql,
  log: Log,
  { waitMs, late }: { waitMs: number; late: (message: string) => Error },
) {
  let started: number | undefined;
  return async () => {
    if (started === undefined)
      log.info({ holder: await lockHolder(database) }, "waiting for another process that is migrating");
    started ??= performance.now();
    if (performance.now() - started > waitMs) {
      const holder = await lockHolder(database);
      const who = holder
        ? `${holder["applicationName"]} (process ${holder["pid"]}, since ${holder["xactStart"]})`
        : "a table in use";
      throw late(`Waited ${waitMs} ms to migrate; in the way was ${who}`);
    }
    await Bun.sleep(Math.min(100, waitMs));
  };
}

async function lockHolder(database: Sql) {
  const [holder] = await database`
    select a.pid, a.application_name, a.client_addr, a.xact_start
    from pg_locks l join pg_stat_activity a on a.pid = l.pid
    where l.locktype = 'advisory' and l.granted and l.classid = ${lock.space}::int and l.objid = ${lock.key}::int
      and l.database = (select oid from pg_database where datname = current_database())`;
  return holder;
}
