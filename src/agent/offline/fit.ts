import type { ProductPick } from "../../picks/schema.ts";
import { defaultContingencyPercent } from "../../plan/schema.ts";
import { totalsOf } from "../../plan/totals.ts";
import { estimate } from "../../prices/estimate.ts";
import type { FoundProduct } from "../tools/schema.ts";
import { type Choice, choicesFor, isOwn } from "./product-choice.ts";
import type { PlannedItem } from "./room-items.ts";

export type Fit = {
  choices: Choice[];
  /** Nice to have, but too dear. */
  leftOut: PlannedItem[];
  /** Things to buy that the catalogue does not have. */
  missing: PlannedItem[];
};

export type FitOptions = {
  items: readonly PlannedItem[];
  /** By the type of room they suit. */
  products: ReadonlyMap<string, FoundProduct[]>;
  picks: readonly ProductPick[];
  style: string | null;
  currency: string;
  budgetMinor: number | null;
  /** How often "cheaper" was said: once takes the least dear products, twice leaves out what is only nice to have. */
  thrift: number;
  /** Choose anew rather than keep what was chosen before. */
  anew: boolean;
};

/**
 * What to do and to buy within the budget: the dearest products give way to less dear ones first, then what is only nice
 * to have is left out, the dearest first. What must be stays, even beyond the budget.
 */
export function fitToBudget(options: FitOptions): Fit {
  const { items, picks, currency, thrift } = options;
  const budgetMinor = options.budgetMinor ?? Number.POSITIVE_INFINITY;
  const bought = new Set(items.flatMap(({ id, done }) => (done && id !== undefined ? [id] : [])));
  const others = picks.filter((pick) => !isOwn(pick) || (pick.itemId !== null && bought.has(pick.itemId)));
  const taken = new Set(others.map(({ itemId }) => itemId));
  const wanted = items.filter(({ priority }) => priority !== "optional");
  const toBuy = wanted.filter(({ id, buy, done }) => buy && !done && !(id !== undefined && taken.has(id)));
  const ladders = toBuy.map((item) => choicesFor(item, options)).filter((ladder) => ladder.length > 0);
  let steps = ladders.map((ladder) => (thrift > 0 ? ladder.slice(-1) : ladder));
  let kept = wanted;

  const foreign = others.reduce((sum, { costMinor }) => sum + costMinor, 0);
  let workMinor = workTotals(kept, picks, currency).totalMinor;
  const total = () => steps.reduce((sum, [choice]) => sum + (choice?.costMinor ?? 0), workMinor + foreign);
  const leaveOut = (group: readonly PlannedItem[]) => {
    kept = kept.filter((item) => !group.includes(item));
    workMinor = workTotals(kept, picks, currency).totalMinor;
    steps = steps.filter(([choice]) => choice && !group.includes(choice.item));
  };

  while (total() > budgetMinor) {
    const cheaper = dearestStep(steps);
    if (!cheaper) break;
    steps = steps.map((ladder) => (ladder === cheaper ? ladder.slice(1) : ladder));
  }
  for (const group of niceGroups(wanted, steps, currency)) if (thrift > 1 || total() > budgetMinor) leaveOut(group);
  return {
    choices: steps.flatMap(([choice]) => choice ?? []),
    leftOut: wanted.filter((item) => !kept.includes(item)),
    missing: toBuy.filter((item) => !ladders.some(([choice]) => choice?.item === item)),
  };
}

/** The choice whose next step down saves most. */
function dearestStep(ladders: readonly Choice[][]): Choice[] | undefined {
  const saving = ([choice, next]: Choice[]) => (choice && next ? choice.costMinor - next.costMinor : 0);
  return ladders.filter(([, next]) => next).toSorted((a, b) => saving(b) - saving(a))[0];
}

/** What belongs together goes together: tiles with their tiling. The dearest group first. */
function niceGroups(items: readonly PlannedItem[], ladders: readonly Choice[][], currency: string): PlannedItem[][] {
  const groups = Map.groupBy(
    items.filter(({ priority, done }) => priority === "nice" && !done),
    ({ room, category }) => `${room.id} ${category}`,
  );
  const costOf = (group: readonly PlannedItem[]) =>
    group.reduce((sum, item) => {
      const { labourMinor, materialMinor } = costOfItem(item, currency);
      const bought = ladders.find(([choice]) => choice?.item === item)?.[0]?.costMinor ?? 0;
      return sum + labourMinor + materialMinor + bought;
    }, 0);
  return [...groups.values()].toSorted((a, b) => costOf(b) - costOf(a));
}

/** What the work comes to, contingency included. A pick takes the place of its item's estimate. */
export function workTotals(items: readonly PlannedItem[], picks: readonly ProductPick[], currency: string) {
  const bought = new Set(picks.map(({ itemId }) => itemId));
  const open = items.filter(({ id, priority }) => priority !== "optional" && !(id !== undefined && bought.has(id)));
  return totalsOf(
    open.map((item) => costOfItem(item, currency)),
    defaultContingencyPercent,
  );
}

/** Labour and material of an item: by the price table, else what somebody said. What is done has cost that too. */
function costOfItem({ work, estimateMinor, buy }: PlannedItem, currency: string) {
  if (buy) return { labourMinor: 0, materialMinor: 0 };
  return work ? estimate({ ...work, currency }) : { labourMinor: estimateMinor ?? 0, materialMinor: 0 };
}
