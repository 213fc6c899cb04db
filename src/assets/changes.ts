import type { NewEvent } from "../chat/store.ts";
import type { Sql } from "../db/client.ts";
import { given } from "../given.ts";
import { Problem } from "../problem.ts";
import { getRoom } from "../rooms/store.ts";
import type { Owner } from "../sessions/owner.ts";
import { requireKind } from "./kinds.ts";
import type { Asset, AssetChange } from "./schema.ts";
import { findNeed, listMadeWith } from "./renders-of.ts";
import { removeAsset, updateAsset } from "./store.ts";

/**
 * Changes what is given. Call with the session locked.
 * @throws {Problem} not-found for the asset or the room; conflict for the kind of a picture that the service made;
 * invalid-input for a kind that the file cannot be
 */
export async function changeAsset(
  sql: Sql,
  owner: Owner,
  sessionId: string,
  { asset, change }: { asset: Asset; change: AssetChange },
): Promise<Asset> {
  if (asset.kind === "render" && change.kind !== undefined)
    throw new Problem("conflict", "A picture that the service made stays one: upload it to have it as a photo");
  const changed = { ...asset, ...given(change) };
  requireKind(changed.kind, asset.contentType);
  if (change.roomId) await getRoom(sql, owner, sessionId, change.roomId);
  return updateAsset(sql, owner, changed);
}

const needs = {
  approved: "It is the approved picture of its room: approve another one first",
  asked: "A decision about this picture is open: answer it first",
  base: "A picture is being made from it: wait for that one, or cancel its turn",
};

/**
 * Removes an asset; its object in the bucket, if it has one, is swept later. Call with the session locked, and append the
 * events.
 * @throws {Problem} not-found; conflict with the way out where a picture stands on it
 */
export async function deleteAsset(sql: Sql, owner: Owner, sessionId: string, id: string): Promise<NewEvent[]> {
  const need = await findNeed(sql, owner, sessionId, id);
  if (need) throw new Problem("conflict", needs[need]);
  const renders = await listMadeWith(sql, owner, sessionId, id);
  await removeAsset(sql, owner, sessionId, id);
  return [
    { type: "asset.changed", assetIds: [id] },
    ...renders.map((render) => ({ type: "render.changed" as const, ...render })),
  ];
}
