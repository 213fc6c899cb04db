import type { Usage } from "../chat/protocol.ts";
import type { Ending } from "./interruption.ts";
import type { Outcome } from "./finish.ts";
import type { RunningTurn } from "./running-turn.ts";
import type { TurnKind } from "./schema.ts";

/** One attempt of a turn that is over, for the log and the metrics. */
export type EndedAttempt = {
  kind: TurnKind;
  status: Outcome["status"] | "released" | "lost";
  /** The type of the problem that it failed with. */
  problem: string | undefined;
  durationMs: number;
  /** From its claim to its first text. */
  firstTextMs: number | undefined;
  /** Billed for this attempt alone. */
  usage: Usage;
};

export function endedAttempt(
  { text: { claim }, startedAt, firstTextAt, usage }: RunningTurn,
  ending: Ending,
): EndedAttempt {
  const outcome = typeof ending === "string" ? { status: ending } : ending;
  return {
    kind: claim.kind,
    status: outcome.status,
    problem: "problem" in outcome ? outcome.problem?.type : undefined,
    durationMs: performance.now() - startedAt,
    firstTextMs: firstTextAt === undefined ? undefined : firstTextAt - startedAt,
    usage: {
      inputTokens: usage.inputTokens - claim.usage.inputTokens,
      outputTokens: usage.outputTokens - claim.usage.outputTokens,
    },
  };
}
