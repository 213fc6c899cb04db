import { savePlan } from "../../plan/changes.ts";
import { fromToWords } from "../../plan/day-words.ts";
import { defaultContingencyPercent, NewPlan } from "../../plan/schema.ts";
import { findCurrentPlan } from "../../plan/store.ts";
import { parseInput } from "../../problem.ts";
import { defaultCurrency, formatMinor } from "../../sessions/money.ts";
import { PlanInput } from "./schema.ts";
import { priceTask } from "./task-pricing.ts";
import { byAgent, defineTool } from "./tool.ts";

export const writePlan = defineTool({
  name: "save_plan",
  description:
    "Write a new version of the whole plan. Give tasks with their work of the price list and what they depend on; days, " +
    "costs, contingency, order and dates are computed. Products are not part of tasks: their picks are added to the total.",
  schema: PlanInput,
  phases: ["PLAN"],
  async use({ tasks, contingencyPercent, startsOn }, context) {
    const { sql, owner, session } = context;
    const currency = session.currency ?? defaultCurrency;
    const before = await findCurrentPlan(sql, owner, session.id);
    const input = parseInput(NewPlan, {
      tasks: tasks.map((task) => priceTask(task, currency)),
      contingencyPercent: contingencyPercent ?? before?.contingencyPercent ?? defaultContingencyPercent,
      ...(startsOn && { startsOn }),
    });
    const { result: plan, events } = await savePlan(sql, owner, session, input, byAgent(context));
    const money = (minor: number) => formatMinor(minor, plan.currency);
    return {
      result: {
        version: plan.version,
        startsOn: plan.startsOn,
        endsOn: plan.endsOn,
        workingDays: plan.workingDays,
        labour: money(plan.labourMinor),
        material: money(plan.materialMinor),
        contingency: money(plan.contingencyMinor),
        totalWithoutProducts: money(plan.totalMinor),
        criticalPath: plan.criticalPath,
      },
      summary: `Plan version ${plan.version}: ${plan.taskCount} tasks ${fromToWords(plan)}`,
      events,
    };
  },
});
