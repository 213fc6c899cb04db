import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import type { Conversation } from "../chat/conversation.ts";
import type { Database } from "../db/client.ts";
import { createOnce, IdempotencyHeader } from "../http/idempotency.ts";
import { etagOf, IfMatchHeader, requireMatch, withEtag } from "../http/preconditions.ts";
import { createRouter, json, jsonBody, problems } from "../http/router.ts";
import { numberFromText, PageQuery, pageOf } from "../paging.ts";
import { SessionId } from "../sessions/schema.ts";
import { getSession } from "../sessions/store.ts";
import { removePlan, restorePlan, savePlan } from "./changes.ts";
import { NewPlan, Plan, PlanSummary } from "./schema.ts";
import { findCurrentPlan, getCurrentPlan, getPlan, listPlans } from "./store.ts";

const tags = ["Plan"];
const params = z.object({ id: SessionId });
const versionParams = params.extend({
  version: numberFromText.int().min(1).max(1_000_000).meta({ description: "Plan version", example: 2 }),
});

const current = createRoute({
  method: "get",
  path: "/api/sessions/{id}/plan",
  operationId: "getPlan",
  summary: "Read the plan",
  description: "The newest version with its tasks in order, their dates, the critical path and what it costs.",
  tags,
  request: { params },
  responses: { 200: withEtag(json(Plan, "The plan")), ...problems(404, 422) },
});

const list = createRoute({
  method: "get",
  path: "/api/sessions/{id}/plan/versions",
  operationId: "listPlanVersions",
  summary: "List the plan's versions",
  description: "Newest first, without their tasks. Every change of the plan is a version of its own.",
  tags,
  request: { params, query: PageQuery },
  responses: { 200: json(pageOf(PlanSummary, "PlanVersionPage"), "A page of versions"), ...problems(404, 422) },
});

const write = createRoute({
  method: "post",
  path: "/api/sessions/{id}/plan/versions",
  operationId: "writePlan",
  summary: "Write a new version of the plan",
  description:
    "The tasks replace those of the version before; totals, order and dates are computed, and cycles are refused. The new " +
    "version is a draft: it withdraws what waits for approval, and from RENDER or ITERATE the phase goes back to PLAN. " +
    "`If-Match` takes the ETag of the current plan.",
  tags,
  request: { params, headers: IdempotencyHeader.extend(IfMatchHeader.shape), ...jsonBody(NewPlan, "The plan") },
  responses: { 201: withEtag(json(Plan, "The new version")), ...problems(400, 404, 409, 412, 413, 415, 422) },
});

const get = createRoute({
  method: "get",
  path: "/api/sessions/{id}/plan/versions/{version}",
  operationId: "getPlanVersion",
  summary: "Read a version of the plan",
  description: "A version never changes once it is written, but for becoming approved.",
  tags,
  request: { params: versionParams },
  responses: { 200: withEtag(json(Plan, "The version")), ...problems(404, 422) },
});

const restore = createRoute({
  method: "post",
  path: "/api/sessions/{id}/plan/versions/{version}/restore",
  operationId: "restorePlanVersion",
  summary: "Bring an older version back",
  description: "As a new draft, without the work in rooms that are gone. Otherwise as writing a new version.",
  tags,
  request: { params: versionParams, headers: IdempotencyHeader },
  responses: { 201: withEtag(json(Plan, "The new version")), ...problems(404, 409, 422) },
});

const remove = createRoute({
  method: "delete",
  path: "/api/sessions/{id}/plan/versions/{version}",
  operationId: "deletePlanVersion",
  summary: "Delete a draft of the plan",
  description: "What waits for its approval is withdrawn. An approved version stays.",
  tags,
  request: { params: versionParams, headers: IfMatchHeader },
  responses: { 204: { description: "The draft is gone" }, ...problems(404, 409, 412, 422) },
});

const by = { actor: "user" } as const;

type Options = { database: Database; conversation: Pick<Conversation, "edit"> };

export const planRoutes = ({ database, conversation }: Options) =>
  createRouter()
    .openapi(current, async (c) => {
      const { id } = c.req.valid("param");
      await getSession(database, c.var.owner, id);
      const plan = await getCurrentPlan(database, c.var.owner, id);
      return c.json(plan, 200, { etag: etagOf(plan) });
    })
    .openapi(list, async (c) => {
      const { id } = c.req.valid("param");
      await getSession(database, c.var.owner, id);
      return c.json(await listPlans(database, c.var.owner, id, c.req.valid("query")), 200);
    })
    .openapi(write, async (c) => {
      const { owner } = c.var;
      const input = c.req.valid("json");
      const plan = await conversation.edit(
        owner,
        c.req.valid("param").id,
        async (sql, session) => {
          requireMatch(c.req.valid("header")["if-match"], await findCurrentPlan(sql, owner, session.id));
          return savePlan(sql, owner, session, input, by);
        },
        (work) => createOnce(c, database, Plan, work),
      );
      return c.json(plan, 201, { etag: etagOf(plan) });
    })
    .openapi(get, async (c) => {
      const { id, version } = c.req.valid("param");
      const plan = await getPlan(database, c.var.owner, id, version);
      return c.json(plan, 200, { etag: etagOf(plan) });
    })
    .openapi(restore, async (c) => {
      const { owner } = c.var;
      const { id, version } = c.req.valid("param");
      const plan = await conversation.edit(
        owner,
        id,
        (sql, session) => restorePlan(sql, owner, session, version, by),
        (work) => createOnce(c, database, Plan, work),
      );
      return c.json(plan, 201, { etag: etagOf(plan) });
    })
    .openapi(remove, async (c) => {
      const { owner } = c.var;
      const { id, version } = c.req.valid("param");
      await conversation.edit(owner, id, async (sql, session) => {
        requireMatch(c.req.valid("header")["if-match"], await getPlan(sql, owner, id, version));
        return { result: null, events: await removePlan(sql, owner, session, version, by) };
      });
      return c.body(null, 204);
    });
