import type { NewEvent } from "../chat/store.ts";
import type { Sql } from "../db/client.ts";
import { planStanding } from "../plan/standing.ts";
import type { Owner } from "../sessions/owner.ts";
import { type By, fallBack } from "../sessions/phases.ts";
import { getSession } from "../sessions/store.ts";
import { factsOf } from "./facts.ts";
import { withdrawApprovals } from "./store.ts";

/**
 * What every change of a renovation ends with: the phase goes back to where it has something to stand on, and an approval
 * whose facts no longer hold is withdrawn. Call with the session locked, after the change, and append the events.
 * @throws {Problem} conflict when there is no way back from the phase
 */
export async function settle(sql: Sql, owner: Owner, sessionId: string, by: By): Promise<NewEvent[]> {
  const moved = await fallBack(sql, owner, await getSession(sql, owner, sessionId), by);
  const { phase } = await getSession(sql, owner, sessionId);
  const standing = phase === "CHECKLIST" || phase === "INTAKE" ? undefined : await planStanding(sql, owner, sessionId);
  const facts = standing?.isComparable ? factsOf(standing) : undefined;
  const withdrawn = await withdrawApprovals(sql, owner, sessionId, (pending) => !Bun.deepEquals(pending.facts, facts));
  return [...moved, ...withdrawn];
}
