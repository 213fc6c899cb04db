import type { Phase } from "../../sessions/schema.ts";
import { planChecklist } from "./checklist.ts";
import { planComplete } from "./complete.ts";
import { planIntake } from "./intake.ts";
import { planIterate } from "./iterate.ts";
import { planPayment } from "./payment.ts";
import { planPlan } from "./plan.ts";
import { planRender } from "./render.ts";
import { withReport } from "./report-words.ts";
import { type Reading, read, type Situation, type Step } from "./situation.ts";

type PhaseRules = (reading: Reading) => Step;

const rules: Record<Phase, PhaseRules> = {
  INTAKE: planIntake,
  CHECKLIST: planChecklist,
  PLAN: planPlan,
  RENDER: planRender,
  PAYMENT: planPayment,
  COMPLETE: planComplete,
  ITERATE: planIterate,
};

/**
 * The next step of a turn, by fixed rules: the same situation always gives the same step. A turn uses each tool at most
 * once, searches and pictures side by side and moves on the way back aside, and always ends in a text.
 */
export function decide(situation: Situation): Step {
  const reading = read(situation);
  return withReport(reading, rules[situation.project.session.phase](reading));
}
