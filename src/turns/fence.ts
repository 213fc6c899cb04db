import type { Effect } from "../agent/agent.ts";
import { appendEvents } from "../chat/store.ts";
import type { DurableEvent } from "../chat/protocol.ts";
import type { Database, Sql } from "../db/client.ts";
import { type Claim, ClaimLost } from "./claim.ts";
import { turnTransaction } from "./transaction.ts";

/** Locks the session, then compares the token under that lock: only so is it a fence. @throws {ClaimLost} */
export async function lockClaim(sql: Sql, { owner, sessionId, turnId, token }: Claim) {
  const locked = sql`select id from sessions where id = ${sessionId} and owner_id = ${owner.id} for no key update`;
  // Sent together, but read only when the lock is held. A session that was deleted took its turn along.
  const claimed = sql<{ cancelRequested: boolean; now: string }[]>`
    select cancel_requested_at is not null as cancel_requested, clock_timestamp() as now from turns
    where id = ${turnId} and owner_id = ${owner.id} and claim_token = ${token}`;
  const [, [turn]] = await Promise.all([locked, claimed]);
  if (!turn) throw new ClaimLost();
  return turn;
}

/** Runs a write of the turn under its fence. @throws {ClaimLost} */
export function fenced<T>(database: Database, claim: Claim, write: (sql: Sql) => Promise<T>): Promise<T> {
  return turnTransaction(database, "checkpoint", async (sql) => {
    await lockClaim(sql, claim);
    return write(sql);
  });
}

/** Runs a tool call's effect at most once per turn and call; a repeated attempt gets the recorded result. */
export function applyEffect<T>(
  database: Database,
  claim: Claim,
  callId: string,
  work: (sql: Sql) => Promise<Effect<T>>,
): Promise<Effect<T> & { published: DurableEvent[] }> {
  const { owner, turnId, sessionId } = claim;
  return turnTransaction(database, "effect", async (sql) => {
    const recorded = async () => sql<{ result: T }[]>`
      select result from turn_effects where turn_id = ${turnId} and call_id = ${callId} and owner_id = ${owner.id}`;
    const [, [known]] = await Promise.all([lockClaim(sql, claim), recorded()]);
    if (known) return { result: known.result, events: [], published: [] };
    const { result, events } = await work(sql);
    const [published] = await Promise.all([
      appendEvents(sql, owner, sessionId, events),
      sql`
        insert into turn_effects (turn_id, call_id, owner_id, result)
        values (${turnId}, ${callId}, ${owner.id}, ${sql.json(result as never)})`,
    ]);
    return { result, events, published };
  });
}
