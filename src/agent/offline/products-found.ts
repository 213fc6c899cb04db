import { z } from "zod";
import { FoundProduct, ProductQuery } from "../tools/schema.ts";
import type { Outcome } from "./situation.ts";

const Found = z.object({ products: z.array(FoundProduct) });

/** How many of each shelf the planner looks at to fit products to the budget; other searches look for the homeowner. */
export const perShelf = 30;

const isForFit = (query: unknown) => ProductQuery.safeParse(query).data?.perCategory === perShelf;

/** Whether this turn has looked at the shelves to fit products to the budget. */
export const hasLookedAround = (outcomes: readonly Outcome[]) =>
  outcomes.some(({ name, arguments: given }) => name === "search_products" && isForFit(given));

/** What one search found. */
export const productsOf = ({ result }: Outcome): FoundProduct[] => Found.safeParse(result).data?.products ?? [];

/** What this turn's searches found, by the type of room they were for. */
export function productsFound(outcomes: readonly Outcome[]): ReadonlyMap<string, FoundProduct[]> {
  const found = new Map<string, FoundProduct[]>();
  for (const { name, ok, arguments: given, result } of outcomes) {
    if (name !== "search_products" || !ok || !isForFit(given)) continue;
    const roomType = ProductQuery.safeParse(given).data?.roomType;
    const products = Found.safeParse(result).data?.products;
    if (roomType && products) found.set(roomType, products);
  }
  return found;
}
