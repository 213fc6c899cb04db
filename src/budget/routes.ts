import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import { type Database, snapshot } from "../db/client.ts";
import { createRouter, json, problems } from "../http/router.ts";
import { SessionId } from "../sessions/schema.ts";
import { getSession } from "../sessions/store.ts";
import { Budget } from "./schema.ts";
import { readBudget } from "./store.ts";

const get = createRoute({
  method: "get",
  path: "/api/sessions/{id}/budget",
  operationId: "getBudget",
  summary: "See where the money stands",
  description:
    "Total, allocated, picked, planned, remaining and over, for the whole and room by room. Allocated and remaining make " +
    "the total; the rooms' allocated with the contingency make the whole's. Set the total by changing the session.",
  tags: ["Budget"],
  request: { params: z.object({ id: SessionId }) },
  responses: { 200: json(Budget, "The budget"), ...problems(404, 422) },
});

export const budgetRoutes = ({ database }: { database: Database }) =>
  createRouter().openapi(get, async (c) => {
    const { owner } = c.var;
    const budget = await snapshot(database, async (sql) =>
      readBudget(sql, owner, await getSession(sql, owner, c.req.valid("param").id)),
    );
    return c.json(budget, 200);
  });
