import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import type { Conversation } from "../chat/conversation.ts";
import type { Database } from "../db/client.ts";
import { createOnce, IdempotencyHeader } from "../http/idempotency.ts";
import { createRouter, json, jsonBody, problems } from "../http/router.ts";
import { PageQuery, pageOf } from "../paging.ts";
import { SessionId } from "../sessions/schema.ts";
import { getSession } from "../sessions/store.ts";
import { requestApproval, withdrawApproval } from "./requests.ts";
import { Approval, ApprovalAnswer, ApprovalId, NewApproval } from "./schema.ts";
import { getApproval, listApprovals } from "./store.ts";

const tags = ["Approvals"];
const params = z.object({ id: SessionId });
const approvalParams = params.extend({ approvalId: ApprovalId });

const list = createRoute({
  method: "get",
  path: "/api/sessions/{id}/approvals",
  operationId: "listApprovals",
  summary: "List the approvals",
  description: "Newest first, answered ones included.",
  tags,
  request: { params, query: PageQuery },
  responses: { 200: json(pageOf(Approval, "ApprovalPage"), "A page of approvals"), ...problems(404, 422) },
});

const request = createRoute({
  method: "post",
  path: "/api/sessions/{id}/approvals",
  operationId: "requestApproval",
  summary: "Ask for an approval",
  description:
    "Puts the plan as it stands up for decision, in the phase PLAN. A plan over the budget needs `over_budget` first. " +
    "The approval holds for these facts: it is withdrawn when the plan, its products or the budget change. " +
    "A picture asks by itself when it is ready; `render` asks again about one that is still undecided, in RENDER and ITERATE.",
  tags,
  request: { params, headers: IdempotencyHeader, ...jsonBody(NewApproval, "What is to be decided") },
  responses: { 201: json(Approval, "The pending approval"), ...problems(400, 404, 409, 413, 415, 422) },
});

const get = createRoute({
  method: "get",
  path: "/api/sessions/{id}/approvals/{approvalId}",
  operationId: "getApproval",
  summary: "Read an approval",
  description: "What it is about, and how it was answered.",
  tags,
  request: { params: approvalParams },
  responses: { 200: json(Approval, "The approval"), ...problems(404, 422) },
});

const answer = createRoute({
  method: "post",
  path: "/api/sessions/{id}/approvals/{approvalId}/answer",
  operationId: "answerApproval",
  summary: "Decide on an approval",
  description:
    "Exactly once, from any device; a later answer is a conflict. The decision takes effect at once, and a turn tells the " +
    "agent of it. On the socket the same is the frame `answer`.",
  tags,
  request: { params: approvalParams, ...jsonBody(ApprovalAnswer, "The decision") },
  responses: { 200: json(Approval, "The answered approval"), ...problems(400, 404, 409, 413, 415, 422) },
});

const withdraw = createRoute({
  method: "delete",
  path: "/api/sessions/{id}/approvals/{approvalId}",
  operationId: "withdrawApproval",
  summary: "Take a question back",
  description: "A pending approval becomes withdrawn; it stays in the list. An answered one is a conflict.",
  tags,
  request: { params: approvalParams },
  responses: { 204: { description: "The approval is withdrawn" }, ...problems(404, 409, 422) },
});

type Options = { database: Database; conversation: Pick<Conversation, "edit" | "answer"> };

export const approvalRoutes = ({ database, conversation }: Options) =>
  createRouter()
    .openapi(list, async (c) => {
      const { id } = c.req.valid("param");
      await getSession(database, c.var.owner, id);
      return c.json(await listApprovals(database, c.var.owner, id, c.req.valid("query")), 200);
    })
    .openapi(request, async (c) => {
      const { owner } = c.var;
      const asked = c.req.valid("json");
      const approval = await conversation.edit(
        owner,
        c.req.valid("param").id,
        (sql, session) => requestApproval(sql, owner, session, asked, {}),
        (work) => createOnce(c, database, Approval, work),
      );
      return c.json(approval, 201);
    })
    .openapi(get, async (c) => {
      const { id, approvalId } = c.req.valid("param");
      return c.json(await getApproval(database, c.var.owner, id, approvalId), 200);
    })
    .openapi(answer, async (c) => {
      const { id, approvalId } = c.req.valid("param");
      return c.json(await conversation.answer(c.var.owner, id, approvalId, c.req.valid("json")), 200);
    })
    .openapi(withdraw, async (c) => {
      const { owner } = c.var;
      const { id, approvalId } = c.req.valid("param");
      await conversation.edit(owner, id, (sql) => withdrawApproval(sql, owner, id, approvalId));
      return c.body(null, 204);
    });
