import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import { createRouter, json, problems } from "../http/router.ts";
import { numberFromText } from "../paging.ts";
import { defaultCurrency } from "../sessions/money.ts";
import { Currency } from "../sessions/schema.ts";
import { estimate, priceTable } from "./estimate.ts";
import { Estimate, PriceTable, RateSlug, RegionSlug, Trade } from "./schema.ts";

const tags = ["Prices"];

const table = createRoute({
  method: "get",
  path: "/api/price-table",
  operationId: "getPriceTable",
  summary: "Read the price table",
  description:
    "Labour and material per trade and unit, what labour costs in other regions, and the fixed rates by which amounts are " +
    "converted: everything that estimates are computed from, with its source and date.",
  tags,
  request: { query: z.object({ trade: Trade.optional().meta({ description: "Of this trade only" }) }) },
  responses: { 200: json(PriceTable, "The price table"), ...problems(422) },
});

const compute = createRoute({
  method: "get",
  path: "/api/estimates",
  operationId: "estimateWork",
  summary: "Estimate an amount of work",
  description: "By the price table; `basis` says how it was computed. Without a region, the currency's is taken.",
  tags,
  request: {
    query: z.object({
      rate: RateSlug,
      quantity: numberFromText.positive().max(10_000).meta({ description: "In the rate's unit", example: 12 }),
      currency: Currency.default(defaultCurrency),
      region: RegionSlug.optional(),
    }),
  },
  responses: { 200: json(Estimate, "The estimate"), ...problems(404, 422) },
});

export const priceRoutes = () =>
  createRouter()
    .openapi(table, (c) => c.json(priceTable(c.req.valid("query")), 200))
    .openapi(compute, (c) => c.json(estimate(c.req.valid("query")), 200));
