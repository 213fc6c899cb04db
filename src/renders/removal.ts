import { withdrawApprovals } from "../approvals/store.ts";
import type { NewEvent } from "../chat/store.ts";
import type { Sql } from "../db/client.ts";
import type { Owner } from "../sessions/owner.ts";
import { endRenderTurns } from "../turns/store.ts";

/**
 * For a room that is about to be deleted, and its renders with it: what asks about them is withdrawn, and what is being
 * made of it stops. Call with the session locked, before the deletion, and append the events.
 */
export async function dropRenders(sql: Sql, owner: Owner, sessionId: string, roomId: string): Promise<NewEvent[]> {
  await endRenderTurns(sql, owner, roomId);
  return withdrawApprovals(sql, owner, sessionId, (asked) => asked.kind === "render" && asked.facts.roomId === roomId);
}
