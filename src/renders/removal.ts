import type { Approval } from "../approvals/schema.ts";
import { withdrawApprovals } from "../approvals/store.ts";
import { leaveRoom } from "../assets/renders-of.ts";
import type { NewEvent } from "../chat/store.ts";
import type { Sql } from "../db/client.ts";
import type { Owner } from "../sessions/owner.ts";
import { endRenderTurns } from "../turns/store.ts";

/**
 * For a room that is about to be deleted, and its renders with their pictures: what asks about them is withdrawn, and what
 * is being made of it stops. Its photos stay in the session. Call with the session locked, before the deletion, and append
 * the events.
 */
export async function dropRenders(sql: Sql, owner: Owner, sessionId: string, roomId: string): Promise<NewEvent[]> {
  await endRenderTurns(sql, owner, roomId);
  const isAbout = (asked: Approval) => asked.kind === "render" && asked.facts.roomId === roomId;
  const withdrawn = await withdrawApprovals(sql, owner, sessionId, isAbout);
  const assetIds = await leaveRoom(sql, owner, sessionId, roomId);
  return assetIds.length > 0 ? [...withdrawn, { type: "asset.changed", assetIds }] : withdrawn;
}
