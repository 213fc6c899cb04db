import type { Sql } from "../db/client.ts";
import { conversionFactor, perEuro } from "../prices/currencies.ts";
import type { ProductSearch } from "./schema.ts";

type PriceRange = Pick<ProductSearch, "currency" | "minPriceMinor" | "maxPriceMinor">;

/** As a condition on `catalog_search`. Limits are of the price that is shown, so after rounding: only near a limit that makes a difference. */
export function priceCondition(sql: Sql, { currency = "EUR", minPriceMinor, maxPriceMinor }: PriceRange) {
  if (minPriceMinor === undefined && maxPriceMinor === undefined) return sql`true`;
  const lowest = minPriceMinor ?? 0;
  const highest = maxPriceMinor ?? Number.MAX_SAFE_INTEGER;
  const perEuroCent = conversionFactor("EUR", currency);
  const euroCents = (minor: number) => sql`${minor / perEuroCent}::float8`;
  const known = Object.keys(perEuro);
  const factors = known.map((own) => conversionFactor(own, currency));
  return sql`
    euro_cents between ${euroCents(lowest - 1)} and ${euroCents(highest + 1)}
    and (euro_cents between ${euroCents(lowest + 1)} and ${euroCents(highest - 1)}
      or floor(price_minor * (${factors}::float8[])[array_position(${known}::text[], currency)] + 0.5)
        between ${lowest}::float8 and ${highest}::float8)`;
}
