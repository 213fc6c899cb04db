import type { DurableEvent } from "../chat/protocol.ts";
import type { Database } from "../db/client.ts";
import type { Log } from "../log.ts";
import { Problem, toProblem } from "../problem.ts";
import { ClaimLost } from "./claim.ts";
import { CancelledBefore, finishTurn, type Outcome, releaseTurn } from "./finish.ts";
import type { RunningTurn } from "./running-turn.ts";

const tryAgainAfterMs = 250;

/** `gaveUp`: the database was away for as long as the lease held. */
type Settled =
  | { ending: Outcome | "released"; events: DurableEvent[] }
  | { ending: "lost"; gaveUp: boolean; events: DurableEvent[] };

/** Stores how a turn ended, trying again through short database outages for as long as the lease holds. */
export async function settleTurn(
  turn: RunningTurn,
  outcome: Outcome | "released",
  { database, log }: { database: Database; log: Log },
): Promise<Settled> {
  const { claim } = turn.text;
  let ending = outcome;
  // A commit whose answer got lost may have happened.
  let isUnsure = false;
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
      isUnsure ||= isOutage;
      // A picture that is refused, for the storage quota say, would be refused again.
      if (!isOutage && ending !== "released" && ending.picture) ending = refused(ending, problem);
      else if (performance.now() > turn.heldUntil) return { ending: "lost", gaveUp: true, events: [] };
      else await Bun.sleep(tryAgainAfterMs);
    }
  }
}

function refused({ text, usage }: Outcome, problem: Problem): Outcome {
  const told = problem.kind === "internal" ? new Problem("turn-failed") : problem;
  return { status: "failed", text, usage, problem: told.toJSON() };
}
