import type { Sql } from "../db/client.ts";
import { convertMinor } from "../prices/currencies.ts";
import { notFound } from "../problem.ts";
import type { Product, Style } from "./schema.ts";

/** The styles of the catalogue in force, in its order. */
export async function listStyles(sql: Sql): Promise<Style[]> {
  const rows = await sql<{ style: Style }[]>`select style from catalog_styles order by position`;
  return rows.map(({ style }) => style);
}

/** A style, or nothing when the catalogue in force does not have it. */
export async function findStyle(sql: Sql, slug: string): Promise<Style | undefined> {
  const [row] = await sql<{ style: Style }[]>`select style from catalog_styles where slug = ${slug}`;
  return row?.style;
}

/** @throws {Problem} not-found */
export async function getStyle(sql: Sql, slug: string): Promise<Style> {
  const style = await findStyle(sql, slug);
  if (!style) throw notFound("style", slug);
  return style;
}

export type ReadStyles = (sql: Sql) => Promise<readonly Style[]>;

/**
 * {@link listStyles} for those who ask again and again: the styles travel only when the catalogue has changed since, and
 * are the same array until then.
 */
export function createStyleReader(): ReadStyles {
  let known: { hash: string; styles: readonly Style[] } = { hash: "", styles: [] };
  return async (sql) => {
    const [row] = await sql<{ hash: string; styles: Style[] | null }[]>`
      select hash, case when hash <> ${known.hash} then
        (select json_agg(style order by position) from catalog_styles) end as styles
      from catalog`;
    if (row?.styles) known = { hash: row.hash, styles: row.styles };
    return known.styles;
  };
}

/**
 * Products by their slugs, with their prices in a currency; without those that the catalogue in force does not have.
 * @throws {Problem} invalid-input for a currency without a reference rate
 */
export async function findProducts(sql: Sql, slugs: string[], currency = "EUR"): Promise<Map<string, Product>> {
  const rows = await sql<{ product: Product }[]>`select product from catalog_products where slug = any(${slugs})`;
  return new Map(rows.map(({ product }) => [product.slug, priced(product, currency)]));
}

/** @throws {Problem} not-found; invalid-input for a currency without a reference rate */
export async function getProduct(sql: Sql, slug: string, currency = "EUR"): Promise<Product> {
  const product = (await findProducts(sql, [slug], currency)).get(slug);
  if (!product) throw notFound("product", slug);
  return product;
}

/** @throws {Problem} invalid-input for a currency without a reference rate */
export const priced = (product: Product, currency: string): Product => ({
  ...product,
  priceMinor: convertMinor(product.priceMinor, product.currency, currency),
  currency,
});
