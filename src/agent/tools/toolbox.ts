import type { Phase } from "../../sessions/schema.ts";
import { askForApproval } from "./approvals.ts";
import { checkBudget } from "./budget.ts";
import { saveChecklist } from "./checklist.ts";
import { saveIntake } from "./intake.ts";
import { moveToPhase } from "./phase.ts";
import { pickProduct } from "./picks.ts";
import { writePlan } from "./plan.ts";
import { searchForProducts } from "./products.ts";
import { generateRender } from "./renders.ts";
import { getReportLink } from "./report.ts";
import { getStyleExamples } from "./styles.ts";
import { tickItems } from "./ticks.ts";
import type { Tool } from "./tool.ts";

/** Everything the agent can do, in any phase. */
export const allTools: readonly Tool[] = [
  getStyleExamples,
  saveIntake,
  searchForProducts,
  saveChecklist,
  pickProduct,
  checkBudget,
  writePlan,
  askForApproval,
  generateRender,
  getReportLink,
  tickItems,
  moveToPhase,
];

/** What the agent can do in a phase. */
export const toolsFor = (phase: Phase): Tool[] => allTools.filter((tool) => tool.phases.includes(phase));
