import type { Budget, RoomBudget } from "./schema.ts";

/** What a budget is computed from; every amount in minor units of one currency. */
export type Spending = {
  currency: string;
  totalMinor: number | null;
  rooms: readonly { id: string; name: string; budgetMinor: number | null }[];
  items: readonly { id: string; roomId: string; priority: string; estimateMinor: number | null }[];
  picks: readonly { roomId: string; itemId: string | null; costMinor: number }[];
  /** The newest plan; work of no room, or of one that is gone, has none. */
  plan: {
    tasks: readonly { roomId: string | null; labourMinor: number; materialMinor: number }[];
    contingencyMinor: number;
  } | null;
};

type Sums = Pick<RoomBudget, "estimatedMinor" | "pickedMinor" | "plannedMinor" | "allocatedMinor">;

/**
 * Where the money stands. Allocated is what the project is known to take: with a plan its tasks, its contingency and the
 * picks; before that the estimates of all items but optional ones, and the picks, which replace their item's estimate.
 * Allocated and remaining always make the total, and the rooms with the contingency always make allocated.
 */
export function computeBudget(spending: Spending): Budget {
  const { currency, totalMinor, plan } = spending;
  const known = new Set(spending.rooms.map(({ id }) => id));
  const rooms = spending.rooms.map((room): RoomBudget => {
    const sums = sumsOf(spending, ({ roomId }) => roomId === room.id);
    return { roomId: room.id, name: room.name, ...balanceOf(room.budgetMinor, sums) };
  });
  const elsewhere = sumsOf(spending, ({ roomId }) => roomId === null || !known.has(roomId));
  if (elsewhere.allocatedMinor > 0) rooms.push({ roomId: null, name: null, ...balanceOf(null, elsewhere) });

  const contingencyMinor = plan?.contingencyMinor ?? 0;
  const sums = sumsOf(spending, () => true);
  const balance = balanceOf(totalMinor, { ...sums, allocatedMinor: sums.allocatedMinor + contingencyMinor });
  return { currency, ...balance, contingencyMinor, rooms };
}

function sumsOf({ items, picks, plan }: Spending, isHere: (thing: { roomId: string | null }) => boolean): Sums {
  const wanted = items.filter((item) => isHere(item) && item.priority !== "optional");
  const bought = new Set(picks.map(({ itemId }) => itemId));
  const estimatedMinor = sum(wanted.map(({ estimateMinor }) => estimateMinor ?? 0));
  const openMinor = sum(wanted.filter(({ id }) => !bought.has(id)).map(({ estimateMinor }) => estimateMinor ?? 0));
  const pickedMinor = sum(picks.filter(isHere).map(({ costMinor }) => costMinor));
  const plannedMinor =
    plan && sum(plan.tasks.filter(isHere).map(({ labourMinor, materialMinor }) => labourMinor + materialMinor));
  return { estimatedMinor, pickedMinor, plannedMinor, allocatedMinor: pickedMinor + (plannedMinor ?? openMinor) };
}

function balanceOf(totalMinor: number | null, sums: Sums) {
  const remainingMinor = totalMinor === null ? null : totalMinor - sums.allocatedMinor;
  return { totalMinor, ...sums, remainingMinor, overMinor: Math.max(0, -(remainingMinor ?? 0)) };
}

const sum = (amounts: readonly number[]) => amounts.reduce((total, amount) => total + amount, 0);
