import { planIntake } from "./intake.ts";
import { planLaterPhase } from "./later-phases.ts";
import { type Reading, read, type Situation, type Step } from "./situation.ts";

type PhaseRules = (reading: Reading) => Step;

/**
 * The next step of a turn, by fixed rules: the same situation always gives the same step.
 * A turn uses each tool at most once and always ends in a text.
 */
export function decide(situation: Situation): Step {
  const rules: PhaseRules = situation.project.session.phase === "INTAKE" ? planIntake : planLaterPhase;
  return rules(read(situation));
}
