import type { Sql } from "../db/client.ts";
import type { AssetStorage } from "./storage.ts";

/** An upload commits within a minute of its put; what took longer than this lost its object to the sweep. */
const keepWithin = "10 minutes";
/** Longer, so that no object is swept that may still be kept. */
const sweptAfterMinutes = 15;

/** Whether an object may still become an asset's, by the database's clock. */
export const isKeptInTime = (sql: Sql) => sql`created_at > clock_timestamp() - ${keepWithin}::interval`;

/** One object that cannot be removed does not keep the others, but a bucket that is away is not asked for long. */
const maxFailures = 3;

/**
 * Removes the objects that no asset names: of deleted assets, and of uploads that never ended. What cannot be removed now
 * stays for the next time.
 * @throws {Problem} storage-unavailable for the last that could not be removed
 */
export async function sweepOrphans(sql: Sql, storage: AssetStorage): Promise<void> {
  if (storage.kind === "database") return;
  let failure: unknown;
  for (;;) {
    const orphans = await sql<{ storageKey: string; ownerId: string }[]>`
      select storage_key, owner_id from orphaned_objects
      where created_at < clock_timestamp() - ${`${sweptAfterMinutes} minutes`}::interval
        and not exists (select 1 from assets where assets.storage_key = orphaned_objects.storage_key)
      order by created_at limit 100`;
    let failures = 0;
    for (const { storageKey, ownerId } of orphans) {
      try {
        await storage.remove({ id: ownerId }, storageKey);
      } catch (error) {
        if (++failures === maxFailures) throw error;
        failure = error;
      }
    }
    if (failure) throw failure;
    if (orphans.length < 100) return;
  }
}

/** A hundred megabytes at most: a statement that ends within its deadline. */
const contentsAtOnce = 10;

/** Removes content in the database that no asset names any more, because the session or the room it was of is gone. */
export async function sweepContents(sql: Sql): Promise<void> {
  for (;;) {
    const { count } = await sql`
      delete from asset_contents where asset_id in (
        select asset_id from asset_contents where not exists (select from assets where id = asset_id)
        limit ${contentsAtOnce})`;
    if (count < contentsAtOnce) return;
  }
}
