import { convertMinor } from "../prices/currencies.ts";
import { notFound } from "../problem.ts";
import { bathroomProducts } from "./products/bathroom.ts";
import { furnishingProducts } from "./products/furnishings.ts";
import { kitchenProducts } from "./products/kitchen.ts";
import { surfaceProducts } from "./products/surfaces.ts";
import type { Product, ProductSearch } from "./schema.ts";
import { tellingWordsOf, wordsOf } from "./words.ts";

/** The built-in products, priced in euros. Brands are left out on purpose: they are kinds of products, at usual prices. */
export const products: readonly Product[] = [
  ...kitchenProducts,
  ...bathroomProducts,
  ...surfaceProducts,
  ...furnishingProducts,
];

/** A product with its price in a currency, or nothing when the catalogue does not have it. */
export function findProduct(slug: string, currency = "EUR"): Product | undefined {
  const product = products.find((known) => known.slug === slug);
  return product && priced(product, currency);
}

/** @throws {Problem} not-found; invalid-input for a currency without a reference rate */
export function productBySlug(slug: string, currency = "EUR"): Product {
  const product = findProduct(slug, currency);
  if (!product) throw notFound("product", slug);
  return product;
}

/**
 * The products that fit everything given. By relevance, those that share more words with the query come first, then
 * those made for the style, then catalogue order; without a word in common a product is left out.
 * @throws {Problem} invalid-input for a currency without a reference rate
 */
export function searchProducts(search: ProductSearch): Product[] {
  const { currency = "EUR", category, roomType, style } = search;
  const { minPriceMinor = 0, maxPriceMinor = Number.POSITIVE_INFINITY } = search;
  const words = tellingWordsOf(search.query ?? "");
  return products
    .map((product) => priced(product, currency))
    .filter(
      (product) =>
        (category === undefined || product.category === category) &&
        isFor(product.roomTypes, roomType) &&
        isFor(product.styles, style) &&
        product.priceMinor >= minPriceMinor &&
        product.priceMinor <= maxPriceMinor,
    )
    .map((product) => ({
      product,
      hits: hitsOf(product, words),
      made: style && product.styles.includes(style) ? 1 : 0,
    }))
    .filter(({ hits }) => words.length === 0 || hits > 0)
    .sort((a, b) => b.hits - a.hits || b.made - a.made)
    .map(({ product }) => product)
    .sort(order[search.sort ?? "relevance"]);
}

const order: Record<NonNullable<ProductSearch["sort"]>, (a: Product, b: Product) => number> = {
  // Sorting is stable, so this keeps what is there.
  relevance: () => 0,
  price: (a, b) => a.priceMinor - b.priceMinor,
  "-price": (a, b) => b.priceMinor - a.priceMinor,
  name: (a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0),
};

const isFor = (suited: readonly string[], wanted: string | undefined) =>
  wanted === undefined || suited.length === 0 || suited.includes(wanted);

const priced = (product: Product, currency: string): Product => ({
  ...product,
  priceMinor: convertMinor(product.priceMinor, product.currency, currency),
  currency,
});

/** How many of the words are in the product's own; a word also finds its plural and the other way round. */
function hitsOf({ name, summary, category, materials, slug }: Product, words: string[]): number {
  const own = new Set([name, summary, category, ...materials, slug].flatMap(wordsOf).map(singular));
  return words.filter((word) => own.has(singular(word))).length;
}

const singular = (word: string) => (word.length > 3 ? word.replace(/s$/, "") : word);
