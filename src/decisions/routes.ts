import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import type { Conversation } from "../chat/conversation.ts";
import type { Database } from "../db/client.ts";
import { createOnce, IdempotencyHeader } from "../http/idempotency.ts";
import { etagOf, IfMatchHeader, requireMatch, withEtag } from "../http/preconditions.ts";
import { createRouter, json, jsonBody, problems } from "../http/router.ts";
import { PageQuery, pageOf } from "../paging.ts";
import { SessionId } from "../sessions/schema.ts";
import { getSession } from "../sessions/store.ts";
import { DecisionChange, NewDecision, RecordedDecision } from "./schema.ts";
import { addDecision, changeDecision, getDecision, listDecisions, removeDecision } from "./store.ts";

const tags = ["Decisions"];
const params = z.object({ id: SessionId });
const decisionParams = params.extend({ decisionId: RecordedDecision.shape.id });

const list = createRoute({
  method: "get",
  path: "/api/sessions/{id}/decisions",
  operationId: "listDecisions",
  summary: "List what was decided",
  description: "In the order in which it was. The agent reads them in every turn and keeps to them.",
  tags,
  request: { params, query: PageQuery },
  responses: { 200: json(pageOf(RecordedDecision, "DecisionPage"), "A page of decisions"), ...problems(404, 422) },
});

const create = createRoute({
  method: "post",
  path: "/api/sessions/{id}/decisions",
  operationId: "createDecision",
  summary: "Record a decision",
  description: "Something that is settled. Every client that follows the session hears of it by `decisions.changed`.",
  tags,
  request: { params, headers: IdempotencyHeader, ...jsonBody(NewDecision, "The decision") },
  responses: {
    201: withEtag(json(RecordedDecision, "The recorded decision")),
    ...problems(400, 404, 409, 413, 415, 422),
  },
});

const get = createRoute({
  method: "get",
  path: "/api/sessions/{id}/decisions/{decisionId}",
  operationId: "getDecision",
  summary: "Read a decision",
  description: "The decision as it is now. Its ETag makes a later edit safe.",
  tags,
  request: { params: decisionParams },
  responses: { 200: withEtag(json(RecordedDecision, "The decision")), ...problems(404, 422) },
});

const change = createRoute({
  method: "patch",
  path: "/api/sessions/{id}/decisions/{decisionId}",
  operationId: "changeDecision",
  summary: "Reword a decision",
  description: "The agent keeps to the new wording from its next turn on.",
  tags,
  request: { params: decisionParams, headers: IfMatchHeader, ...jsonBody(DecisionChange, "The new wording") },
  responses: {
    200: withEtag(json(RecordedDecision, "The changed decision")),
    ...problems(400, 404, 412, 413, 415, 422),
  },
});

const remove = createRoute({
  method: "delete",
  path: "/api/sessions/{id}/decisions/{decisionId}",
  operationId: "deleteDecision",
  summary: "Forget a decision",
  description: "The agent no longer keeps to it.",
  tags,
  request: { params: decisionParams, headers: IfMatchHeader },
  responses: { 204: { description: "The decision is gone" }, ...problems(404, 412, 422) },
});

const changed = (id: string) => [{ type: "decisions.changed" as const, decisionIds: [id] }];

type Options = { database: Database; conversation: Pick<Conversation, "edit"> };

export const decisionRoutes = ({ database, conversation }: Options) =>
  createRouter()
    .openapi(list, async (c) => {
      const { id } = c.req.valid("param");
      await getSession(database, c.var.owner, id);
      return c.json(await listDecisions(database, c.var.owner, id, c.req.valid("query")), 200);
    })
    .openapi(create, async (c) => {
      const { owner } = c.var;
      const { text } = c.req.valid("json");
      const decision = await conversation.edit(
        owner,
        c.req.valid("param").id,
        async (sql, { id }) => {
          const result = await addDecision(sql, owner, id, { text, actor: "user" });
          return { result, events: changed(result.id) };
        },
        (work) => createOnce(c, database, RecordedDecision, work),
      );
      return c.json(decision, 201, { etag: etagOf(decision) });
    })
    .openapi(get, async (c) => {
      const { id, decisionId } = c.req.valid("param");
      const decision = await getDecision(database, c.var.owner, id, decisionId);
      return c.json(decision, 200, { etag: etagOf(decision) });
    })
    .openapi(change, async (c) => {
      const { owner } = c.var;
      const { id, decisionId } = c.req.valid("param");
      const { text } = c.req.valid("json");
      const decision = await conversation.edit(owner, id, async (sql) => {
        requireMatch(c.req.valid("header")["if-match"], await getDecision(sql, owner, id, decisionId));
        return { result: await changeDecision(sql, owner, id, decisionId, text), events: changed(decisionId) };
      });
      return c.json(decision, 200, { etag: etagOf(decision) });
    })
    .openapi(remove, async (c) => {
      const { owner } = c.var;
      const { id, decisionId } = c.req.valid("param");
      await conversation.edit(owner, id, async (sql) => {
        requireMatch(c.req.valid("header")["if-match"], await getDecision(sql, owner, id, decisionId));
        await removeDecision(sql, owner, id, decisionId);
        return { result: null, events: changed(decisionId) };
      });
      return c.body(null, 204);
    });
