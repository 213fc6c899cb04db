import { searchShelves } from "../../catalog/product-search.ts";
import { productCategories } from "../../catalog/schema.ts";
import { defaultCurrency, minorDigitsOf, toMinorUnits } from "../../sessions/money.ts";
import { type FoundProduct, ProductQuery } from "./schema.ts";
import { defineTool } from "./tool.ts";

const shownPerCategory = 5;

export const searchForProducts = defineTool({
  name: "search_products",
  description:
    "Products of the catalogue with their prices, best matches of each shelf first. Only these may be picked: never invent one.",
  schema: ProductQuery,
  phases: ["CHECKLIST", "PLAN", "RENDER", "ITERATE"],
  async use({ query, categories, roomType, style, maxPrice, perCategory = shownPerCategory }, { sql, session }) {
    const currency = session.currency ?? defaultCurrency;
    const maxPriceMinor = maxPrice === undefined ? undefined : toMinorUnits(maxPrice, currency);
    const search = { query, roomType, style, maxPriceMinor, currency };
    const shelves = { categories: [...new Set(categories ?? productCategories)], perCategory };
    const products = (await searchShelves(sql, search, shelves)).map(
      ({ slug, name, category, summary, unit, materials, styles, priceMinor }): FoundProduct => ({
        slug,
        name,
        category,
        summary,
        unit,
        materials,
        styles,
        price: priceMinor / 10 ** minorDigitsOf(currency),
      }),
    );
    return { result: { currency, products }, summary: `Looked at ${products.length} products` };
  },
});
