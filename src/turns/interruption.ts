import type { Log } from "../log.ts";
import { Problem, toProblem } from "../problem.ts";
import { ClaimLost } from "./claim.ts";
import type { Outcome } from "./finish.ts";
import { type RunningTurn, Stopped } from "./running-turn.ts";

/** How a turn came out: to be stored as it is, given back for another attempt, or another replica's already. */
export type Ending = Outcome | "released" | "lost";

/** A turn that meets a database outage every time has to end. */
const maxAttempts = 10;

/** What becomes of a turn that did not come to its own end. */
export function interruption(turn: RunningTurn, error: unknown, { timeoutMs, log }: { timeoutMs: number; log: Log }) {
  const stopped: unknown = turn.abort.signal.reason;
  const reason = stopped instanceof Stopped ? stopped.reason : undefined;
  if (reason === "lost" || error instanceof ClaimLost) return "lost";
  if (reason === "cancelled") return outcomeOf(turn, "cancelled");
  if (reason === "shutdown") return "released";
  if (reason === "too-long") {
    return outcomeOf(turn, "failed", new Problem("turn-too-long", `It took more than ${timeoutMs / 1_000} s`));
  }
  const problem = toProblem(error);
  // Not the turn's fault: it goes on from its last checkpoint once the database is back.
  if (problem.kind === "database-unavailable" && turn.text.claim.attempt < maxAttempts) return "released";
  if (problem.kind === "internal") log.error({ error, turnId: turn.text.claim.turnId }, "turn failed unexpectedly");
  else turn.cause = problem.cause;
  return outcomeOf(turn, "failed", problem.kind === "internal" ? new Problem("turn-failed") : problem);
}

export const outcomeOf = (turn: RunningTurn, status: Outcome["status"], problem?: Problem): Outcome => ({
  status,
  text: turn.text.text,
  usage: turn.usage,
  ...(problem ? { problem: problem.toJSON() } : {}),
});
