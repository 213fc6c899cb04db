import { z } from "zod";
import { FoundProduct, ProductQuery } from "../tools/schema.ts";
import type { Outcome } from "./situation.ts";

const Found = z.object({ products: z.array(FoundProduct) });

/** What this turn's searches found, by the type of room they were for. */
export function productsFound(outcomes: readonly Outcome[]): ReadonlyMap<string, FoundProduct[]> {
  const found = new Map<string, FoundProduct[]>();
  for (const { name, ok, arguments: given, result } of outcomes) {
    if (name !== "search_products" || !ok) continue;
    const roomType = ProductQuery.safeParse(given).data?.roomType;
    const products = Found.safeParse(result).data?.products;
    if (roomType && products) found.set(roomType, products);
  }
  return found;
}
