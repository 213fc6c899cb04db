import { answerTalk, failures, opening, phaseAbilities } from "./replies.ts";
import type { Reading, Step } from "./situation.ts";

/** Payments are off in this version, so that nothing leads here; whoever is here can only talk, or go back. */
export function planPayment(reading: Reading): Step {
  const { said, intake, tools } = reading;
  const isLocked = intake.input !== undefined && !tools.has("save_intake");
  const parts = [
    ...opening(reading),
    ...failures(reading),
    ...answerTalk(reading),
    isLocked ? "Nothing can be changed while the project is in the phase PAYMENT." : "",
    said.talk.acts.has("help") || !isLocked ? phaseAbilities.PAYMENT : "",
  ].filter((part) => part !== "");
  return { text: parts.join("\n\n"), calls: [] };
}
