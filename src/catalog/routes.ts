import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import { createRouter, json, problems } from "../http/router.ts";
import { badCursor, PageQuery, pageOf, toPage } from "../paging.ts";
import { notFound, Problem } from "../problem.ts";
import { defaultCurrency } from "../sessions/money.ts";
import { Currency } from "../sessions/schema.ts";
import { productBySlug, searchProducts } from "./products.ts";
import { Product, ProductSearch, ProductSlug, Style, StyleSlug } from "./schema.ts";
import { findStyles } from "./search.ts";
import { styleBySlug } from "./styles.ts";

const tags = ["Catalogue"];

const listStyles = createRoute({
  method: "get",
  path: "/api/styles",
  operationId: "listStyles",
  summary: "List the styles",
  description: "With words, the styles that fit them, best first; all of them when none does.",
  tags,
  request: {
    query: PageQuery.extend({
      query: z.string().max(200).optional().meta({ description: "Words such as `light wood, calm`", example: "calm" }),
    }),
  },
  responses: { 200: json(pageOf(Style, "StylePage"), "A page of styles"), ...problems(422) },
});

const getStyle = createRoute({
  method: "get",
  path: "/api/styles/{slug}",
  operationId: "getStyle",
  summary: "Read a style",
  description: "Its palette, materials and the words people use for it.",
  tags,
  request: { params: z.object({ slug: StyleSlug }) },
  responses: { 200: json(Style, "The style"), ...problems(404, 422) },
});

const listProducts = createRoute({
  method: "get",
  path: "/api/products",
  operationId: "listProducts",
  summary: "Find products",
  description:
    "Products that fit everything given. Prices of other currencies than EUR are converted at the fixed rates of the " +
    "price table.",
  tags,
  request: { query: PageQuery.extend(ProductSearch.shape) },
  responses: { 200: json(pageOf(Product, "ProductPage"), "A page of products"), ...problems(422) },
});

const getProduct = createRoute({
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

export const catalogRoutes = () =>
  createRouter()
    .openapi(listStyles, (c) => {
      const { query, ...page } = c.req.valid("query");
      return c.json(pageAfter(findStyles(query), page), 200);
    })
    .openapi(getStyle, (c) => {
      const { slug } = c.req.valid("param");
      const style = styleBySlug(slug);
      if (!style) throw notFound("style", slug);
      return c.json(style, 200);
    })
    .openapi(listProducts, (c) => {
      const { limit, cursor, ...search } = c.req.valid("query");
      return c.json(pageAfter(searchProducts(search), { limit, cursor }), 200);
    })
    .openapi(getProduct, (c) => {
      const { currency } = c.req.valid("query");
      return c.json(productBySlug(c.req.valid("param").slug, currency), 200);
    });

/** What comes after the thing that the cursor names. */
function pageAfter<T extends { slug: string }>(found: T[], { limit, cursor }: PageQuery) {
  const last = cursor === undefined ? -1 : found.findIndex(({ slug }) => slug === cursor);
  if (cursor !== undefined && last === -1) throw new Problem("invalid-input", undefined, badCursor);
  return toPage(found.slice(last + 1, last + 2 + limit), limit, ({ slug }) => slug);
}
