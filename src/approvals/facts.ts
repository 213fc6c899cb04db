import type { Standing } from "../plan/standing.ts";
import type { ApprovalFacts } from "./schema.ts";

/** What is decided on, as the plan and the budget stand. */
export function factsOf(standing: Standing): ApprovalFacts {
  const { version: planVersion, taskCount, startsOn, endsOn, currency, budgetMinor } = standing;
  const { labourMinor, materialMinor, contingencyMinor, productsMinor, totalMinor, overMinor } = standing;
  const amounts = { labourMinor, materialMinor, contingencyMinor, productsMinor, totalMinor, budgetMinor, overMinor };
  return { planVersion, taskCount, startsOn, endsOn, ...amounts, currency };
}
