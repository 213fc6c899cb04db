import type { NewTask } from "../../plan/schema.ts";
import { estimate, rateBySlug } from "../../prices/estimate.ts";
import { Problem } from "../../problem.ts";
import { toMinorUnits } from "../../sessions/money.ts";
import type { PlanTaskInput } from "./schema.ts";

/**
 * A task with what its work comes to by the price table: days, labour, material, and how they were computed.
 * @throws {Problem} invalid-input where neither work nor days and trade are given; not-found for unknown work
 */
export function priceTask(task: PlanTaskInput, currency: string): NewTask {
  const { key, title, roomId = null, dependsOn = [], work = [], labour = 0, material = 0 } = task;
  const estimates = work.map(({ rate, quantity }) => estimate({ rate, quantity, currency }));
  const days = work.reduce((sum, { rate, quantity }) => sum + quantity / rateBySlug(rate).unitsPerDay, 0);
  const durationDays = task.durationDays ?? (work.length > 0 ? Math.max(1, wholeDays(days)) : undefined);
  if (durationDays === undefined)
    throw new Problem("invalid-input", `${key} needs work of the price list or durationDays`);
  const trade = task.trade ?? estimates[0]?.trade;
  if (!trade) throw new Problem("invalid-input", `${key} needs a trade`);
  const notes = [...(task.notes ? [task.notes] : []), ...estimates.map(({ basis }) => basis)].join("\n");
  return {
    key,
    title,
    roomId,
    trade,
    durationDays,
    dependsOn,
    labourMinor: sum(estimates.map(({ labourMinor }) => labourMinor)) + toMinorUnits(labour, currency),
    materialMinor: sum(estimates.map(({ materialMinor }) => materialMinor)) + toMinorUnits(material, currency),
    notes: notes === "" ? null : notes.slice(0, 1_000),
  };
}

const sum = (amounts: readonly number[]) => amounts.reduce((total, amount) => total + amount, 0);

/** Rounded up, but for the dust of binary fractions. */
const wholeDays = (days: number) => Math.ceil(Math.round(days * 1e6) / 1e6);
