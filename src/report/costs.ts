import type { Budget } from "../budget/schema.ts";
import { convertMinor } from "../prices/currencies.ts";
import type { Plan } from "../plan/schema.ts";
import type { Costs } from "./schema.ts";

/**
 * What the budget's allocated amounts are for. The plan is converted task by task, as the budget does, so that the parts
 * always make the budget's sums.
 */
export function costsOf(budget: Budget, plan: Plan | undefined): Costs {
  const known = new Set(budget.rooms.map(({ roomId }) => roomId));
  const rooms = budget.rooms.map(({ roomId, name, totalMinor, ...sums }) => {
    const isHere = (task: { roomId: string | null }) =>
      roomId === null ? task.roomId === null || !known.has(task.roomId) : task.roomId === roomId;
    return { roomId, name, totalMinor, ...partsOf(sums, workOf(plan, budget.currency, isHere)) };
  });
  const whole = workOf(plan, budget.currency, () => true);
  const { contingencyMinor } = budget;
  const parts = partsOf({ ...budget, allocatedMinor: budget.allocatedMinor - contingencyMinor }, whole);
  return { ...parts, allocatedMinor: budget.allocatedMinor, contingencyMinor, rooms };
}

type Work = { labourMinor: number; materialMinor: number };

function workOf(plan: Plan | undefined, currency: string, isHere: (task: { roomId: string | null }) => boolean): Work {
  const work = { labourMinor: 0, materialMinor: 0 };
  for (const task of plan?.tasks.filter(isHere) ?? []) {
    work.labourMinor += convertMinor(task.labourMinor, plan?.currency ?? currency, currency);
    work.materialMinor += convertMinor(task.materialMinor, plan?.currency ?? currency, currency);
  }
  return work;
}

/** What is neither work nor a product is an estimate that no plan has replaced yet. */
function partsOf({ allocatedMinor, pickedMinor }: { allocatedMinor: number; pickedMinor: number }, work: Work) {
  const openMinor = allocatedMinor - pickedMinor - work.labourMinor - work.materialMinor;
  return { ...work, productsMinor: pickedMinor, openMinor, allocatedMinor };
}
