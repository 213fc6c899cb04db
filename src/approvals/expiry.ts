import { appendEvents } from "../chat/store.ts";
import type { DurableEvent } from "../chat/protocol.ts";
import { type Database, transaction } from "../db/client.ts";
import type { Owner } from "../sessions/owner.ts";
import { expireApprovals } from "./store.ts";

/** Sessions that one round of housekeeping looks after; the next round takes the rest. */
const sessionsAtOnce = 100;

/** Ends the approvals that nobody answered in time, and tells those who follow their sessions. */
export async function expireOverdue(
  database: Database,
  tell: (sessionId: string, events: DurableEvent[]) => void,
): Promise<void> {
  const overdue = await database<{ sessionId: string; ownerId: string }[]>`
    select distinct session_id, owner_id from approvals
    where status = 'pending' and expires_at <= clock_timestamp() limit ${sessionsAtOnce}`;
  for (const { sessionId, ownerId } of overdue) tell(sessionId, await expire(database, { id: ownerId }, sessionId));
}

function expire(database: Database, owner: Owner, sessionId: string): Promise<DurableEvent[]> {
  return transaction(database, async (sql) => {
    // A session that is gone by now took its approvals along.
    const [session] = await sql`
      select id from sessions where id = ${sessionId} and owner_id = ${owner.id} for no key update`;
    if (!session) return [];
    return appendEvents(sql, owner, sessionId, await expireApprovals(sql, owner, sessionId));
  });
}
