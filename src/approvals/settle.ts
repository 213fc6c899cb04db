import type { NewEvent } from "../chat/store.ts";
import type { Sql } from "../db/client.ts";
import type { Owner } from "../sessions/owner.ts";
import { type By, fallBack } from "../sessions/phases.ts";
import { getSession } from "../sessions/store.ts";
import { stillHolds } from "./facts.ts";
import { decidedIn } from "./places.ts";
import { withdrawApprovals } from "./store.ts";

/**
 * What every change of a renovation ends with: the phase goes back to where it has something to stand on, and an approval
 * whose facts no longer hold is withdrawn. Call with the session locked, after the change, and append the events.
 * @throws {Problem} conflict when there is no way back from the phase
 */
export async function settle(sql: Sql, owner: Owner, sessionId: string, by: By): Promise<NewEvent[]> {
  const moved = await fallBack(sql, owner, await getSession(sql, owner, sessionId), by);
  const { phase } = await getSession(sql, owner, sessionId);
  const withdrawn = await withdrawApprovals(sql, owner, sessionId, async (asked) => {
    return !decidedIn[asked.kind].includes(phase) || !(await stillHolds(sql, owner, sessionId, asked));
  });
  return [...moved, ...withdrawn];
}
