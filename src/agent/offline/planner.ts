import type { Phase } from "../../sessions/schema.ts";
import { planChecklist } from "./checklist.ts";
import { planIntake } from "./intake.ts";
import { planLaterPhase } from "./later-phases.ts";
import { planPlan } from "./plan.ts";
import { type Reading, read, type Situation, type Step } from "./situation.ts";

type PhaseRules = (reading: Reading) => Step;

const rules: Record<Phase, PhaseRules> = {
  INTAKE: planIntake,
  CHECKLIST: planChecklist,
  PLAN: planPlan,
  RENDER: planLaterPhase,
  PAYMENT: planLaterPhase,
  COMPLETE: planLaterPhase,
  ITERATE: planLaterPhase,
};

/**
 * The next step of a turn, by fixed rules: the same situation always gives the same step. A turn uses each tool at most
 * once, searches side by side and moves on the way back aside, and always ends in a text.
 */
export const decide = (situation: Situation): Step => rules[situation.project.session.phase](read(situation));
