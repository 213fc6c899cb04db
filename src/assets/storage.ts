import type { Database, Sql } from "../db/client.ts";
import { notFound, Problem } from "../problem.ts";
import type { Owner } from "../sessions/owner.ts";
import type { Bucket } from "./bucket.ts";
import type { AssetLimits } from "./limits.ts";
import { isKeptInTime } from "./orphans.ts";
import type { ContentType } from "./schema.ts";

type NewContent = { assetId: string; bytes: Uint8Array; contentType: ContentType };

/** Content that will be an asset's once its row is committed. */
type PlacedContent = {
  /** Its key in the bucket; null where it is kept in the database. */
  storageKey: string | null;
  /** Makes it the asset's, in the transaction that has inserted the row. */
  keep: (sql: Sql) => Promise<void>;
  /** Takes it away when that transaction failed. Never throws: what it leaves is swept later. */
  discard: () => Promise<void>;
};

/** Both ends are counted from 0 and belong to it, as in RFC 9110, 14.1.2. */
export type ByteRange = { start: number; end: number };

/** Where the bytes of assets are kept: in PostgreSQL, or in a bucket. */
export type AssetStorage = {
  readonly kind: "database" | "s3";
  readonly limits: AssetLimits;
  /** Its deadline fits the largest file: what is put is kept in a transaction of it. */
  readonly database: Database;
  /** Call outside of any transaction: it may ask the bucket. @throws {Problem} storage-unavailable */
  put: (owner: Owner, content: NewContent) => Promise<PlacedContent>;
  /** All of it, or a range that lies within it. @throws {Problem} not-found, storage-unavailable */
  read: (owner: Owner, assetId: string, range?: ByteRange) => Promise<Uint8Array>;
  /** Removes an object that no asset names any more; nothing where content is in the database. @throws {Problem} storage-unavailable */
  remove: (owner: Owner, storageKey: string) => Promise<void>;
  /** Whether content can be written, read and removed now. @throws {Problem} storage-unavailable */
  check: (signal: AbortSignal) => Promise<void>;
};

type Parts = {
  database: Database;
  /** Where new content goes; without one into the database. */
  bucket: Bucket | undefined;
  limits: AssetLimits;
};

/** An asset knows where it lives, so the kind of storage may change: only new content goes to the new place. */
export function createAssetStorage({ database, bucket, limits }: Parts): AssetStorage {
  async function remove(target: Bucket, owner: Owner, key: string) {
    await target.remove(key);
    await database`delete from orphaned_objects where storage_key = ${key} and owner_id = ${owner.id}`;
  }

  async function putInBucket(target: Bucket, owner: Owner, { assetId, bytes, contentType }: NewContent) {
    const storageKey = target.keyOf(assetId, contentType);
    // First of all: should this process end here, the sweep finds the object by it.
    await database`insert into orphaned_objects (storage_key, owner_id) values (${storageKey}, ${owner.id})`;
    const discard = async () => {
      try {
        // Waits for a transaction whose end is not known, and touches nothing that it has kept.
        const { count } = await database`
          update orphaned_objects set created_at = created_at where storage_key = ${storageKey} and owner_id = ${owner.id}`;
        if (count > 0) await remove(target, owner, storageKey);
      } catch {
        // The sweep finds it by its key.
      }
    };
    // When this fails the object may still arrive: nothing is undone here, the sweep comes later than any request.
    await target.put(storageKey, bytes, contentType);
    const keep = async (sql: Sql) => {
      const { count } = await sql`
        delete from orphaned_objects
        where storage_key = ${storageKey} and owner_id = ${owner.id} and ${isKeptInTime(sql)}`;
      if (count === 0) throw new Problem("storage-unavailable", "Storing the file took too long");
    };
    return { storageKey, keep, discard };
  }

  const putInDatabase = (owner: Owner, { assetId, bytes }: NewContent): PlacedContent => ({
    storageKey: null,
    keep: async (sql) => {
      await sql`insert into asset_contents (asset_id, owner_id, bytes) values (${assetId}, ${owner.id}, ${bytes})`;
    },
    discard: async () => {},
  });

  return {
    kind: bucket ? "s3" : "database",
    limits,
    database,
    put: async (owner, content) => (bucket ? putInBucket(bucket, owner, content) : putInDatabase(owner, content)),
    async read(owner, assetId, range) {
      const [row] = await database<{ storageKey: string | null; byteSize: number; bytes: Uint8Array | null }[]>`
        select storage_key, byte_size, ${range ? part(database, range) : database`bytes`} as bytes
        from assets left join asset_contents on asset_id = id
        where id = ${assetId} and assets.owner_id = ${owner.id}`;
      if (!row) throw notFound("asset", assetId);
      if (row.bytes) return row.bytes;
      if (row.storageKey === null) throw new Error(`The content of asset ${assetId} is missing`);
      if (!bucket) throw new Problem("storage-unavailable", "This file is in a bucket that is no longer configured");
      return bucket.read(row.storageKey, range ?? { start: 0, end: row.byteSize - 1 }, row.byteSize);
    },
    async remove(owner, storageKey) {
      if (!bucket) throw new Problem("storage-unavailable", "This file is in a bucket that is no longer configured");
      await remove(bucket, owner, storageKey);
    },
    check: async (signal) => bucket?.check(signal),
  };
}

const part = (sql: Sql, { start, end }: ByteRange) =>
  sql`substring(bytes from ${start + 1}::int for ${end - start + 1}::int)`;
