import type { ProductPick } from "../../picks/schema.ts";
import { toMinorUnits } from "../../sessions/money.ts";
import type { FoundProduct } from "../tools/schema.ts";
import type { PlannedItem } from "./room-items.ts";
import { shopsAs } from "./room-templates.ts";
import type { Outcome } from "./situation.ts";

export type Choice = { item: PlannedItem; product: FoundProduct; quantity: number; costMinor: number; reason: string };

/** Marks a pick as the planner's own: the homeowner's are never changed. */
const chosenBy = "Chosen by rule: ";
export const isOwn = ({ reason }: ProductPick) => reason?.startsWith(chosenBy) ?? false;

/** Marks a pick as the homeowner's. */
export const chosenByHomeowner = "Chosen by the homeowner";
/** Whether this turn picked a product that the homeowner chose. */
export const hasChosen = (outcomes: readonly Outcome[]) =>
  outcomes.some(
    ({ name, arguments: given }) => name === "pick_product" && JSON.stringify(given).includes(chosenByHomeowner),
  );

type Shop = {
  products: ReadonlyMap<string, FoundProduct[]>;
  picks: readonly ProductPick[];
  style: string | null;
  currency: string;
  anew: boolean;
};

/** The products that would do for an item, from the one to take to the least dear. */
export function choicesFor(item: PlannedItem, { products, picks, style, currency, anew }: Shop): Choice[] {
  const { words, amount } = item.buy ?? anything;
  const all = (products.get(shopsAs[item.room.type] ?? item.room.type) ?? [])
    .filter((product) => product.category === item.category && hasWord(product, words))
    .sort((a, b) => a.price - b.price);
  const made = all.filter(({ styles }) => style !== null && styles.includes(style));
  const neutral = all.filter((product) => style === null || product.styles.length === 0 || made.includes(product));
  // What is made for another style is better than nothing.
  const shelf = neutral.length > 0 ? neutral : all;
  const suited = made.length > 0 ? made : shelf;
  const before = anew
    ? undefined
    : picks.find((pick) => isOwn(pick) && item.id !== undefined && pick.itemId === item.id);
  const kept = before && shelf.find(({ slug }) => slug === before.productSlug);
  const ladder: [FoundProduct | undefined, string][] = [
    [kept, "as before"],
    [kept ? undefined : suited[Math.floor((suited.length - 1) / 2)], "in the middle of what suits the style"],
    [suited[0], "the least dear that suits the style"],
    [shelf[0], "the least dear that does it"],
  ];
  const choices = ladder.flatMap(([product, why]) => {
    if (!product) return [];
    const quantity = quantityOf(product, amount);
    const costMinor = Math.round(toMinorUnits(product.price, currency) * quantity);
    return [{ item, product, quantity, costMinor, reason: `${chosenBy}${why}` }];
  });
  // Each step is less dear than the one before.
  return choices.filter(({ costMinor }, at) => choices.slice(0, at).every((earlier) => earlier.costMinor > costMinor));
}

const anything: NonNullable<PlannedItem["buy"]> = { words: [], amount: 1 };

/** Pieces, sets and tins are whole. */
export function quantityOf({ unit }: FoundProduct, amount: number): number {
  return unit === "m2" || unit === "m" ? Math.round(amount * 100) / 100 : Math.ceil(amount);
}

/** One of the words, where any are asked for, and none of those with a "!" before them. */
export function hasWord(product: FoundProduct, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const own = wordsOf(product);
  if (words.some((word) => word.startsWith("!") && own.has(word.slice(1)))) return false;
  const wanted = words.filter((word) => !word.startsWith("!"));
  return wanted.length === 0 || wanted.some((word) => own.has(word));
}

/** Told apart once for each product: a choice asks it again and again. */
const known = new WeakMap<FoundProduct, ReadonlySet<string>>();

function wordsOf(product: FoundProduct): ReadonlySet<string> {
  const words = known.get(product) ?? new Set(`${product.name} ${product.summary}`.toLowerCase().match(/\p{L}+/gu));
  known.set(product, words);
  return words;
}
