import type { Sql } from "../db/client.ts";
import { badCursor, type PageQuery, toPage } from "../paging.ts";
import { rateOf } from "../prices/currencies.ts";
import { Problem } from "../problem.ts";
import { priceCondition } from "./price-condition.ts";
import { type QueryWord, readQueryWords } from "./query-words.ts";
import { type Product, type ProductCategory, type ProductSearch, ProductSlug } from "./schema.ts";
import { priced } from "./store.ts";
import { queryFor, tiersOf } from "./tiers.ts";

type Row = { product: Product };
type Criteria = Omit<ProductSearch, "query"> & { words: readonly QueryWord[] };

/**
 * The products that fit everything given. By relevance, those with more words of the query come first, then those made for
 * the style, then catalogue order; sorted otherwise, only those with the most words are there. Words may be misspelled.
 * @throws {Problem} invalid-input for a currency without a reference rate, or a cursor that is none of this search
 */
export async function searchProducts(sql: Sql, { query, ...search }: ProductSearch, page: PageQuery) {
  const { limit, cursor } = page;
  const { currency = "EUR" } = search;
  rateOf(currency);
  if (cursor !== undefined && !ProductSlug.safeParse(cursor).success)
    throw new Problem("invalid-input", undefined, badCursor);
  const words = await readQueryWords(sql, query);
  if (words === undefined) {
    if (cursor !== undefined) throw new Problem("invalid-input", undefined, badCursor);
    return toPage<Product>([], limit, slugOf);
  }
  const criteria = { ...search, words };
  const rows =
    (search.sort ?? "relevance") === "relevance"
      ? await byRelevance(sql, criteria, { limit: limit + 1, cursor })
      : await bySort(sql, criteria, { limit: limit + 1, cursor });
  return toPage(
    rows.map(({ product }) => priced(product, currency)),
    limit,
    slugOf,
  );
}

const slugOf = ({ slug }: Product) => slug;

/**
 * The most relevant products of each of several categories, one after the other.
 * @throws {Problem} invalid-input for a currency without a reference rate
 */
export async function searchShelves(
  sql: Sql,
  { query, ...search }: Omit<ProductSearch, "category" | "sort">,
  { categories, perCategory }: { categories: readonly ProductCategory[]; perCategory: number },
): Promise<Product[]> {
  const { currency = "EUR" } = search;
  rateOf(currency);
  const words = await readQueryWords(sql, query);
  if (words === undefined) return [];
  const shelves = await Promise.all(
    categories.map((category) => byRelevance(sql, { ...search, category, words }, { limit: perCategory })),
  );
  return shelves.flat().map(({ product }) => priced(product, currency));
}

type Slice = { limit: number; cursor?: string | undefined };

/** Tier by tier: a later one is looked at only when those before it do not fill the page. */
async function byRelevance(sql: Sql, { words, ...search }: Criteria, { limit, cursor }: Slice): Promise<Row[]> {
  const tiers = tiersOf(words, search);
  const inPrice = priceCondition(sql, search);
  const after = cursor === undefined ? undefined : await tierOf(sql, tiers, { cursor, inPrice });
  const parts = tiers
    .map((tier, at) => ({ tier, at }))
    .filter(({ at }) => at >= (after?.tier ?? 0))
    .map(({ tier, at }) => {
      const last = at === after?.tier ? after.position : -1;
      return sql`(${fitting(sql, tier, inPrice)}
        select ${at}::int as tier, position from fitting where position > ${last} order by position limit ${limit})`;
    });
  const all = parts.reduce((some, part) => sql`${some} union all ${part}`);
  return sql<Row[]>`
    select p.product from (select * from (${all}) as tiers limit ${limit}) as found join catalog_products p using (position)
    order by found.tier, found.position`;
}

/** Where the last product of the page before stands. */
async function tierOf(
  sql: Sql,
  tiers: readonly (string | undefined)[],
  { cursor, inPrice }: { cursor: string; inPrice: Fragment },
) {
  const rows = await sql<{ position: number; fits: boolean[] }[]>`
    select position, ${fitsOf(sql, tiers)} as fits
    from catalog_products join catalog_search using (position) where slug = ${cursor} and ${inPrice}`;
  const tier = rows[0]?.fits.indexOf(true) ?? -1;
  if (!rows[0] || tier === -1) throw new Problem("invalid-input", undefined, badCursor);
  return { position: rows[0].position, tier };
}

/** Sorted by price, the cheapest thing with any of the words would come before what was meant: so only those with the most. */
async function bySort(sql: Sql, criteria: Criteria, { limit, cursor }: Slice): Promise<Row[]> {
  const { words, sort } = criteria;
  const inPrice = priceCondition(sql, criteria);
  const after = cursor === undefined ? undefined : await placeOf(sql, criteria, { cursor, inPrice });
  const { order, beyond } = orderOf(sql, sort, after?.keys);
  for (let count = after?.count ?? words.length; ; count--) {
    const query = queryFor(count, words, criteria);
    const rows = await sql<Row[]>`
      select (select product from catalog_products p where p.position = page.position) as product from (
        ${fitting(sql, query, inPrice)}
        select * from fitting where ${beyond} order by ${order} limit ${limit}) as page
      order by ${order}`;
    if (rows.length > 0 || after || count <= 1) return rows;
  }
}

type Fragment = ReturnType<typeof priceCondition>;
/**
 * What fits as a common table expression. With a query it is apart from order and limit, and the query is nothing the planner
 * can look into: it would guess how many products fit, and where it guesses wrong look through all of them.
 */
const fitting = (sql: Sql, query: string | undefined, inPrice: Fragment) =>
  query === undefined
    ? sql`with fitting as not materialized (
        select euro_cents, position, name_position from catalog_search where ${inPrice})`
    : sql`with fitting as materialized (
        select euro_cents, position, name_position
        from (select ${query}::tsquery as query offset 0) as asked join catalog_search on terms @@ asked.query
        where ${inPrice})`;

type Keys = { euroCents: number; position: number; namePosition: number };

/** Where the last product of the page before stands, and how many of the words it has. */
async function placeOf(sql: Sql, criteria: Criteria, { cursor, inPrice }: { cursor: string; inPrice: Fragment }) {
  const { words } = criteria;
  const counts = words.length === 0 ? [0] : words.map((_, at) => words.length - at);
  const queries = counts.map((count) => queryFor(count, words, criteria));
  const [place] = await sql<(Keys & { fits: boolean[] })[]>`
    select euro_cents, position, name_position, ${fitsOf(sql, queries)} as fits
    from catalog_products join catalog_search using (position) where slug = ${cursor} and ${inPrice}`;
  const count = counts[place?.fits.indexOf(true) ?? -1];
  if (!place || count === undefined) throw new Problem("invalid-input", undefined, badCursor);
  return { keys: place, count };
}

/** Which of the queries a product fits. */
function fitsOf(sql: Sql, queries: readonly (string | undefined)[]) {
  const fits = queries.map((query) => (query === undefined ? sql`true` : sql`terms @@ ${query}::tsquery`));
  return sql`array[${fits.reduce((some, fit) => sql`${some}, ${fit}`)}]`;
}

function orderOf(sql: Sql, sort: ProductSearch["sort"], after: Keys | undefined) {
  const { euroCents = 0, position = 0, namePosition = 0 } = after ?? {};
  const all = sql`true`;
  if (sort === "name")
    return { order: sql`name_position`, beyond: after ? sql`name_position > ${namePosition}::int` : all };
  const place = sql`(${euroCents}::float8, ${position}::int)`;
  return sort === "price"
    ? { order: sql`euro_cents, position`, beyond: after ? sql`(euro_cents, position) > ${place}` : all }
    : { order: sql`euro_cents desc, position desc`, beyond: after ? sql`(euro_cents, position) < ${place}` : all };
}
