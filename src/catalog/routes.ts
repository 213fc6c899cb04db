import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import type { Database } from "../db/client.ts";
import { createRouter, json, problems } from "../http/router.ts";
import { badCursor, PageQuery, pageOf, toPage } from "../paging.ts";
import { Problem } from "../problem.ts";
import { defaultCurrency } from "../sessions/money.ts";
import { Currency } from "../sessions/schema.ts";
import { searchProducts } from "./product-search.ts";
import { Product, ProductSearch, ProductSlug, Style, StyleSlug } from "./schema.ts";
import { getProduct, getStyle, listStyles } from "./store.ts";
import { findStyles } from "./style-search.ts";

const tags = ["Catalogue"];

const styles = createRoute({
  method: "get",
  path: "/api/styles",
  operationId: "listStyles",
  summary: "List the styles",
  description: "With words, the styles that fit them, best first; all of them when none does. Words may be misspelled.",
  tags,
  request: {
    query: PageQuery.extend({
      query: z.string().max(200).optional().meta({ description: "Words such as `light wood, calm`", example: "calm" }),
    }),
  },
  responses: { 200: json(pageOf(Style, "StylePage"), "A page of styles"), ...problems(422) },
});

const style = createRoute({
  method: "get",
  path: "/api/styles/{slug}",
  operationId: "getStyle",
  summary: "Read a style",
  description:
    "Its palette, materials, the words people use for it, what makes and what spoils it, and what it means room by room.",
  tags,
  request: { params: z.object({ slug: StyleSlug }) },
  responses: { 200: json(Style, "The style"), ...problems(404, 422) },
});

const products = createRoute({
  method: "get",
  path: "/api/products",
  operationId: "listProducts",
  summary: "Find products",
  description:
    "Products that fit everything given. By relevance, those with more of the words come first, then those made for the " +
    "style; sorted otherwise, only those with the most words are listed. Words may be unfinished or misspelled. Prices in " +
    "other currencies are converted at the fixed rates of the price table.",
  tags,
  request: { query: PageQuery.extend(ProductSearch.shape) },
  responses: { 200: json(pageOf(Product, "ProductPage"), "A page of products"), ...problems(422) },
});

const product = createRoute({
  method: "get",
  path: "/api/products/{slug}",
  operationId: "getProduct",
  summary: "Read a product",
  description: "With its price in the currency asked for.",
  tags,
  request: {
    params: z.object({ slug: ProductSlug }),
    query: z.object({ currency: Currency.default(defaultCurrency) }),
  },
  responses: { 200: json(Product, "The product"), ...problems(404, 422) },
});

export const catalogRoutes = ({ database }: { database: Database }) =>
  createRouter()
    .openapi(styles, async (c) => {
      const { query, ...page } = c.req.valid("query");
      return c.json(pageAfter(findStyles(await listStyles(database), query), page), 200);
    })
    .openapi(style, async (c) => c.json(await getStyle(database, c.req.valid("param").slug), 200))
    .openapi(products, async (c) => {
      const { limit, cursor, ...search } = c.req.valid("query");
      return c.json(await searchProducts(database, search, { limit, cursor }), 200);
    })
    .openapi(product, async (c) => {
      const { currency } = c.req.valid("query");
      return c.json(await getProduct(database, c.req.valid("param").slug, currency), 200);
    });

/** What comes after the thing that the cursor names. */
function pageAfter<T extends { slug: string }>(found: T[], { limit, cursor }: PageQuery) {
  const last = cursor === undefined ? -1 : found.findIndex(({ slug }) => slug === cursor);
  if (cursor !== undefined && last === -1) throw new Problem("invalid-input", undefined, badCursor);
  return toPage(found.slice(last + 1, last + 2 + limit), limit, ({ slug }) => slug);
}
