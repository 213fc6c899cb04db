import type { Sql } from "../db/client.ts";
import { badCursor, type PageQuery, toPage } from "../paging.ts";
import { notFound, Problem } from "../problem.ts";
import type { Owner } from "../sessions/owner.ts";
import { Asset, AssetId, type AssetKind } from "./schema.ts";

const columns = (sql: Sql) =>
  sql`id, kind, room_id, name, caption, content_type, byte_size, width_px, height_px, sha256, created_at`;

/** @throws {Problem} not-found */
export async function getAsset(sql: Sql, owner: Owner, sessionId: string, assetId: string): Promise<Asset> {
  const [row] = await sql`
    select ${columns(sql)} from assets
    where id = ${assetId} and session_id = ${sessionId} and owner_id = ${owner.id}`;
  if (!row) throw notFound("asset", assetId);
  return Asset.parse(row);
}

type AssetFilter = {
  roomId?: string | undefined;
  kind?: AssetKind | undefined;
  /** Only what people have added, or only what the service has made. */
  isUpload?: boolean | undefined;
};

const matching = (sql: Sql, owner: Owner, sessionId: string, { roomId, kind, isUpload }: AssetFilter) => sql`
  session_id = ${sessionId} and owner_id = ${owner.id}
  and (${roomId ?? null}::uuid is null or room_id = ${roomId ?? null}::uuid)
  and (${kind ?? null}::text is null or kind = ${kind ?? null}::text)
  and (${isUpload ?? null}::boolean is null or (kind <> 'render') = ${isUpload ?? null}::boolean)`;

/** All of the session, newest first. */
export async function listAssets(
  sql: Sql,
  owner: Owner,
  sessionId: string,
  filter: AssetFilter = {},
): Promise<Asset[]> {
  const rows = await sql`
    select ${columns(sql)} from assets where ${matching(sql, owner, sessionId, filter)} order by id desc`;
  return rows.map((row) => Asset.parse(row));
}

/** Newest first: ids are UUIDv7. @throws {Problem} invalid-input for a foreign cursor */
export async function pageAssets(
  sql: Sql,
  owner: Owner,
  sessionId: string,
  { limit, cursor, ...filter }: PageQuery & AssetFilter,
) {
  const before = cursor === undefined ? null : AssetId.safeParse(cursor).data;
  if (before === undefined) throw new Problem("invalid-input", undefined, badCursor);
  const rows = await sql`
    select ${columns(sql)} from assets
    where ${matching(sql, owner, sessionId, filter)} and (${before}::uuid is null or id < ${before}::uuid)
    order by id desc limit ${limit + 1}`;
  return toPage(
    rows.map((row) => Asset.parse(row)),
    limit,
    ({ id }) => id,
  );
}

/** How many files people have added to the session. */
export async function countUploads(sql: Sql, owner: Owner, sessionId: string): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*) from assets where session_id = ${sessionId} and owner_id = ${owner.id} and kind <> 'render'`;
  return row?.count ?? 0;
}

/** What all files of the owner take together. */
export async function usedBytes(sql: Sql, owner: Owner): Promise<number> {
  const [row] = await sql<{ bytes: number }[]>`
    select coalesce(sum(byte_size), 0)::bigint as bytes from assets where owner_id = ${owner.id}`;
  return row?.bytes ?? 0;
}

/** Makes the owner's transactions on assets wait for each other from here on, so that a sum stays true. */
export async function lockUsage(sql: Sql, owner: Owner): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`assets of ${owner.id}`}, 0))`;
}

type AssetRow = Omit<Asset, "createdAt"> & { storageKey: string | null };

/** Call with the session locked. */
export async function insertAsset(sql: Sql, owner: Owner, sessionId: string, asset: AssetRow): Promise<Asset> {
  const { id, roomId, kind, name, caption, contentType, byteSize, widthPx, heightPx, sha256, storageKey } = asset;
  const [row] = await sql`
    insert into assets (id, session_id, owner_id, room_id, kind, name, caption, content_type, byte_size, width_px,
      height_px, sha256, storage_key)
    values (${id}, ${sessionId}, ${owner.id}, ${roomId}, ${kind}, ${name}, ${caption}, ${contentType}, ${byteSize},
      ${widthPx}, ${heightPx}, ${sha256}, ${storageKey})
    returning ${columns(sql)}`;
  return Asset.parse(row);
}

/** Replaces what may change of an asset. Call with the session locked. @throws {Problem} not-found */
export async function updateAsset(
  sql: Sql,
  owner: Owner,
  { id, kind, roomId, name, caption }: Pick<Asset, "id" | "kind" | "roomId" | "name" | "caption">,
): Promise<Asset> {
  const [row] = await sql`
    update assets set kind = ${kind}, room_id = ${roomId}, name = ${name}, caption = ${caption}
    where id = ${id} and owner_id = ${owner.id} returning ${columns(sql)}`;
  if (!row) throw notFound("asset", id);
  return Asset.parse(row);
}

/** With its content, of which what is in the bucket is an orphan then. Call with the session locked. @throws {Problem} not-found */
export async function removeAsset(sql: Sql, owner: Owner, sessionId: string, id: string): Promise<void> {
  const { count } = await sql`
    with content as (delete from asset_contents where asset_id = ${id} and owner_id = ${owner.id})
    delete from assets where id = ${id} and session_id = ${sessionId} and owner_id = ${owner.id}`;
  if (count === 0) throw notFound("asset", id);
}
