import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import type { Conversation } from "../chat/conversation.ts";
import type { Database } from "../db/client.ts";
import { createOnce, IdempotencyHeader } from "../http/idempotency.ts";
import { PageQuery, pageOf } from "../paging.ts";
import { createRouter, json, jsonBody, problems } from "../http/router.ts";
import { NewSession, Session, SessionChange, SessionId } from "./schema.ts";
import { createSession, getSession, listSessions } from "./store.ts";

const tags = ["Sessions"];
const params = z.object({ id: SessionId });

const list = createRoute({
  method: "get",
  path: "/api/sessions",
  operationId: "listSessions",
  summary: "List sessions",
  description: "Newest first, in pages: pass `nextCursor` as `cursor` for the next one.",
  tags,
  request: { query: PageQuery },
  responses: { 200: json(pageOf(Session, "SessionPage"), "A page of sessions"), ...problems(422) },
});

const create = createRoute({
  method: "post",
  path: "/api/sessions",
  operationId: "createSession",
  summary: "Open a session",
  description: "A session is one renovation and its conversation. It starts in the INTAKE phase.",
  tags,
  request: { headers: IdempotencyHeader, ...jsonBody(NewSession, "The session to open") },
  responses: { 201: json(Session, "The new session"), ...problems(400, 409, 413, 415, 422) },
});

const get = createRoute({
  method: "get",
  path: "/api/sessions/{id}",
  operationId: "getSession",
  summary: "Read a session",
  description: "The session with its phase, budget and style as they stand now.",
  tags,
  request: { params },
  responses: { 200: json(Session, "The session"), ...problems(404, 422) },
});

const change = createRoute({
  method: "patch",
  path: "/api/sessions/{id}",
  operationId: "changeSession",
  summary: "Rename a session",
  description: "Every client that follows the session hears of it by `session.changed`.",
  tags,
  request: { params, ...jsonBody(SessionChange, "The new title") },
  responses: { 200: json(Session, "The changed session"), ...problems(400, 404, 413, 415, 422) },
});

const remove = createRoute({
  method: "delete",
  path: "/api/sessions/{id}",
  operationId: "deleteSession",
  summary: "Delete a session",
  description:
    "Removes the session with its messages, rooms and events. A running turn is stopped, open sockets close with 4404.",
  tags,
  request: { params },
  responses: { 204: { description: "The session is gone" }, ...problems(404, 422) },
});

type Options = { database: Database; conversation: Pick<Conversation, "rename" | "remove"> };

export const sessionRoutes = ({ database, conversation }: Options) =>
  createRouter()
    .openapi(list, async (c) => c.json(await listSessions(database, c.var.owner, c.req.valid("query")), 200))
    .openapi(create, async (c) => {
      const input = c.req.valid("json");
      return c.json(await createOnce(c, database, Session, (sql) => createSession(sql, c.var.owner, input)), 201);
    })
    .openapi(get, async (c) => c.json(await getSession(database, c.var.owner, c.req.valid("param").id), 200))
    .openapi(change, async (c) => {
      const { title } = c.req.valid("json");
      return c.json(await conversation.rename(c.var.owner, c.req.valid("param").id, title), 200);
    })
    .openapi(remove, async (c) => {
      await conversation.remove(c.var.owner, c.req.valid("param").id);
      return c.body(null, 204);
    });
