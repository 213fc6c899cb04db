import type { DurableEvent } from "../chat/protocol.ts";
import type { Database } from "../db/client.ts";
import type { Log } from "../log.ts";
import { Problem, toProblem } from "../problem.ts";
import { ClaimLost } from "./claim.ts";
import { CancelledBefore, finishTurn, type Outcome, releaseTurn } from "./finish.ts";
import type { RunningTurn } from "./running-turn.ts";

const tryAgainAfterMs = 250;
/** A deadlock and the like pass; what is refused this often would be refused for ever. */
const maxRefusals = 3;

/** `gaveUp`: the database was away for as long as the lease held. */
type Settled =
  | { ending: Outcome | "released"; events: DurableEvent[] }
  | { ending: "lost"; gaveUp: boolean; events: DurableEvent[] };

/**
 * Stores how a turn ended, trying again through short database outages for as long as the lease holds. What the database
 * itself refuses makes the turn fail: first with its text, and where that is what is refused, without it.
 */
export async function settleTurn(
  turn: RunningTurn,
  outcome: Outcome | "released",
  { database, log }: { database: Database; log: Log },
): Promise<Settled> {
  const { claim } = turn.text;
  let ending = outcome;
  // A commit whose answer got lost may have happened.
  let isUnsure = false;
  let refusals = 0;
  const discardPicture = async () => {
    // What may be in use stays: if it is not, nothing names it and it is swept later.
    if (ending !== "released" && !isUnsure) await ending.picture?.discard();
  };
  for (;;) {
    try {
      if (ending === "released") return { ending, ...(await releaseTurn(database, claim, turn.text.text, turn.usage)) };
      return { ending, events: await finishTurn(database, claim, ending) };
    } catch (error) {
      const problem = toProblem(error);
      const isOutage = problem.kind === "database-unavailable";
      if (!isOutage) await discardPicture();
      if (error instanceof ClaimLost) return { ending: "lost", gaveUp: false, events: [] };
      if (error instanceof CancelledBefore) {
        ending = { status: "cancelled", text: turn.text.text, usage: turn.usage };
        continue;
      }
      log.warn({ error, turnId: claim.turnId }, "the turn's end could not be stored yet");
      if (isOutage) isUnsure = true;
      // A picture that is refused, for the storage quota say, would be refused again.
      else if (++refusals >= maxRefusals || (ending !== "released" && ending.picture))
        ending = refused(turn, refusals > maxRefusals ? "" : turn.text.text, problem);
      if (performance.now() > turn.heldUntil) return { ending: "lost", gaveUp: true, events: [] };
      await Bun.sleep(tryAgainAfterMs);
    }
  }
}

function refused({ usage }: RunningTurn, text: string, problem: Problem): Outcome {
  const told = problem.kind === "internal" ? new Problem("turn-failed") : problem;
  return { status: "failed", text, usage, problem: told.toJSON() };
}
