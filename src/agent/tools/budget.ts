import { readBudget } from "../../budget/store.ts";
import { planStanding } from "../../plan/standing.ts";
import { formatMinor } from "../../sessions/money.ts";
import { BudgetQuery } from "./schema.ts";
import { defineTool } from "./tool.ts";

export const checkBudget = defineTool({
  name: "check_budget",
  description:
    "Where the money stands, computed from the newest plan, the picks and the budget: in all and for each room. " +
    "Call it after save_plan and pick_product, and tell the homeowner these figures and no others.",
  schema: BudgetQuery,
  phases: ["PLAN"],
  async use(_input, { sql, owner, session }) {
    const budget = await readBudget(sql, owner, session);
    const standing = await planStanding(sql, owner, session.id);
    const { currency, overMinor, remainingMinor, totalMinor } = budget;
    const money = (minor: number | null) => (minor === null ? null : formatMinor(minor, currency));
    return {
      result: {
        budget: money(totalMinor),
        allocated: money(budget.allocatedMinor),
        planned: money(budget.plannedMinor),
        contingency: money(budget.contingencyMinor),
        products: money(budget.pickedMinor),
        remaining: money(remainingMinor),
        over: money(overMinor),
        overIsAllowed: standing !== undefined && overMinor > 0 && overMinor <= standing.allowedOverMinor,
        rooms: budget.rooms.map((room) => ({
          room: room.name ?? "whole project",
          limit: money(room.totalMinor),
          allocated: money(room.allocatedMinor),
          over: money(room.overMinor),
        })),
      },
      summary: summaryOf(overMinor, remainingMinor, (minor) => formatMinor(minor, currency)),
    };
  },
});

function summaryOf(overMinor: number, remainingMinor: number | null, money: (minor: number) => string): string {
  if (overMinor > 0) return `Over the budget by ${money(overMinor)}`;
  return remainingMinor === null ? "No budget is set" : `Within the budget, ${money(remainingMinor)} left`;
}
