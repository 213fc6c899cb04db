import { expect } from "bun:test";
import type { Plan } from "../../src/plan/schema.ts";
import type { Renovation } from "./renovation-chat.ts";

// Computed anew, by the plainest means, so that the service's own arithmetic has something to agree with.

const isWorkingDay = (day: Date) => day.getUTCDay() !== 0 && day.getUTCDay() !== 6;

/** Working days from one ISO date to another, both counted. */
function workingDaysBetween(from: string, to: string): number {
  let days = 0;
  for (let day = new Date(from); day <= new Date(to); day = new Date(day.getTime() + 86_400_000))
    if (isWorkingDay(day)) days++;
  return days;
}

/** Every sum to the cent, every task after what it waits for, the critical path as long as the plan. */
export function expectToAddUp(plan: Plan) {
  const labour = plan.tasks.reduce((sum, task) => sum + task.labourMinor, 0);
  const material = plan.tasks.reduce((sum, task) => sum + task.materialMinor, 0);
  expect(plan.labourMinor).toBe(labour);
  expect(plan.materialMinor).toBe(material);
  expect(plan.contingencyMinor).toBe(Math.round(((labour + material) * plan.contingencyPercent) / 100));
  expect(plan.totalMinor).toBe(labour + material + plan.contingencyMinor);

  const byKey = new Map(plan.tasks.map((task) => [task.key, task]));
  for (const { key, startsOn, endsOn, durationDays, dependsOn } of plan.tasks) {
    expect([key, workingDaysBetween(startsOn, endsOn)]).toEqual([key, durationDays]);
    expect(isWorkingDay(new Date(startsOn)) && isWorkingDay(new Date(endsOn))).toBe(true);
    for (const other of dependsOn)
      expect(Date.parse(byKey.get(other)?.endsOn ?? "")).toBeLessThan(Date.parse(startsOn));
  }
  expect(plan.endsOn).toBe(
    plan.tasks
      .map(({ endsOn }) => endsOn)
      .toSorted()
      .at(-1) ?? "",
  );
  expect(plan.workingDays).toBe(workingDaysBetween(plan.startsOn, plan.endsOn));
  const critical = plan.criticalPath.map((key) => byKey.get(key)?.durationDays ?? 0);
  expect(critical.reduce((sum, days) => sum + days, 0)).toBe(plan.workingDays);
}

/** Plan, checklist, picks and budget tell the same story. */
export async function expectOneStory(renovation: Renovation) {
  const [plan, picks, items, budget] = await Promise.all([
    renovation.plan(),
    renovation.picks(),
    renovation.checklist(),
    renovation.budget(),
  ]);
  expectToAddUp(plan);
  for (const { quantity, unitPriceMinor, costMinor } of picks)
    expect(costMinor).toBe(Math.round(Number((quantity * unitPriceMinor).toFixed(4))));
  const products = picks.reduce((sum, { costMinor }) => sum + costMinor, 0);
  const work = items.filter(({ priority }) => priority !== "optional");
  const estimated = work.reduce((sum, { estimateMinor }) => sum + (estimateMinor ?? 0), 0);
  expect(plan.labourMinor + plan.materialMinor).toBe(estimated);
  expect(budget.allocatedMinor).toBe(plan.totalMinor + products);
  expect(budget.allocatedMinor + (budget.remainingMinor ?? 0)).toBe(budget.totalMinor ?? 0);
  return { plan, picks, items, budget };
}
