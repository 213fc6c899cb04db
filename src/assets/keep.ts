import type { Sql } from "../db/client.ts";
import { Problem } from "../problem.ts";
import { getRoom } from "../rooms/store.ts";
import type { Owner } from "../sessions/owner.ts";
import { maxAssets, toMebibytes } from "./limits.ts";
import type { Asset, AssetKind, ContentType } from "./schema.ts";
import type { AssetStorage } from "./storage.ts";
import { countUploads, insertAsset, lockUsage, usedBytes } from "./store.ts";

export type NewAsset = {
  kind: AssetKind;
  roomId: string | null;
  name: string | null;
  caption: string | null;
  contentType: ContentType;
  bytes: Uint8Array;
  /** Null for what is no picture. */
  widthPx: number | null;
  heightPx: number | null;
};

/** An asset whose bytes are stored, and whose row is not. */
export type KeptAsset = {
  id: string;
  /**
   * Inserts it. Call with the session locked, in a transaction whose deadline fits the bytes; tell of it by the event
   * `asset.changed`.
   * @throws {Problem} not-found for the room; conflict where the session has too many; quota-exceeded
   */
  insert: (sql: Sql) => Promise<Asset>;
  /** Takes the bytes away when the transaction failed. Never throws. */
  discard: () => Promise<void>;
};

/**
 * Stores the bytes of a new asset. Call outside of any transaction, then either `insert` in one, or `discard`.
 * The bytes are kept as they are: a file from outside goes through `cleanFile` before.
 * @throws {Problem} storage-unavailable
 */
export async function keepAsset(
  storage: AssetStorage,
  owner: Owner,
  sessionId: string,
  { bytes, ...asset }: NewAsset,
): Promise<KeptAsset> {
  const id = Bun.randomUUIDv7();
  const placed = await storage.put(owner, { assetId: id, bytes, contentType: asset.contentType });
  const sha256 = new Bun.CryptoHasher("sha256").update(bytes).digest("hex");
  const { storageKey, keep, discard } = placed;
  const insert = async (sql: Sql) => {
    if (asset.roomId !== null) await getRoom(sql, owner, sessionId, asset.roomId);
    if (asset.kind !== "render") await requirePlace(sql, owner, sessionId);
    const inserted = await insertAsset(sql, owner, sessionId, {
      ...asset,
      id,
      byteSize: bytes.length,
      sha256,
      storageKey,
    });
    await keep(sql);
    // Last, because what others of the owner keep at this moment has to wait for it.
    await lockUsage(sql, owner);
    await requireQuota(sql, owner, { used: "with it", limit: storage.limits.ownerBytes });
    return inserted;
  };
  return { id, insert, discard };
}

/** @throws {Problem} conflict where the session has all the files that it may have */
export async function requirePlace(sql: Sql, owner: Owner, sessionId: string): Promise<void> {
  if ((await countUploads(sql, owner, sessionId)) < maxAssets) return;
  throw new Problem("conflict", `A renovation has at most ${maxAssets} files: delete one first`);
}

/** @throws {Problem} quota-exceeded; `used` says whether the new file is among what is counted */
export async function requireQuota(
  sql: Sql,
  owner: Owner,
  { used, limit }: { used: "with it" | "without it"; limit: number },
): Promise<void> {
  const bytes = await usedBytes(sql, owner);
  if (used === "with it" ? bytes <= limit : bytes < limit) return;
  throw new Problem("quota-exceeded", `All files together may take ${toMebibytes(limit)}: delete some first`);
}
