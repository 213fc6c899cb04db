import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import type { Conversation } from "../chat/conversation.ts";
import type { Database } from "../db/client.ts";
import { createOnce, IdempotencyHeader } from "../http/idempotency.ts";
import { etagOf, IfMatchHeader, requireMatch, withEtag } from "../http/preconditions.ts";
import { PageQuery, pageOf } from "../paging.ts";
import { createRouter, json, jsonBody, problems } from "../http/router.ts";
import { changeSession } from "./changes.ts";
import { movePhase } from "./phases.ts";
import { NewSession, PhaseMove, PhaseTransition, Session, SessionChange, SessionId } from "./schema.ts";
import { createSession, getSession, listSessions, listTransitions } from "./store.ts";

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
  responses: { 200: withEtag(json(Session, "The session")), ...problems(404, 422) },
});

const change = createRoute({
  method: "patch",
  path: "/api/sessions/{id}",
  operationId: "changeSession",
  summary: "Change a session",
  description:
    "Title, budget, currency, style and what the homeowner insists on; what is given replaces. Every client that follows " +
    "the session hears of it by `session.changed`. A new currency needs `budgetMinor` where a budget is set, and converts " +
    "the other amounts by the reference rates. A change that the phase cannot stand on takes it back, as its events say.",
  tags,
  request: { params, headers: IfMatchHeader, ...jsonBody(SessionChange, "What changes") },
  responses: { 200: withEtag(json(Session, "The changed session")), ...problems(400, 404, 409, 412, 413, 415, 422) },
});

const move = createRoute({
  method: "post",
  path: "/api/sessions/{id}/phase",
  operationId: "movePhase",
  summary: "Move to another phase",
  description:
    "Where the way exists and nothing is missing; otherwise the problem `guard-failed` says which guard failed.",
  tags,
  request: { params, ...jsonBody(PhaseMove, "Where to") },
  responses: { 200: json(Session, "The session in its new phase"), ...problems(400, 404, 409, 413, 415, 422) },
});

const history = createRoute({
  method: "get",
  path: "/api/sessions/{id}/phases",
  operationId: "listPhaseTransitions",
  summary: "Read the history of phases",
  description: "Every change of phase, oldest first: who moved it and why.",
  tags,
  request: { params, query: PageQuery },
  responses: { 200: json(pageOf(PhaseTransition, "PhaseTransitionPage"), "A page of changes"), ...problems(404, 422) },
});

const remove = createRoute({
  method: "delete",
  path: "/api/sessions/{id}",
  operationId: "deleteSession",
  summary: "Delete a session",
  description:
    "Removes the session with its messages, rooms and events. A running turn is stopped, open sockets close with 4404.",
  tags,
  request: { params, headers: IfMatchHeader },
  responses: { 204: { description: "The session is gone" }, ...problems(404, 412, 422) },
});

const by = { actor: "user" } as const;

/** What an edit may change. The rest of a session changes with every message. */
const editable = ({ title, budgetMinor, currency, styleSlug, constraints }: Session) => ({
  title,
  budgetMinor,
  currency,
  styleSlug,
  constraints,
});

type Options = { database: Database; conversation: Pick<Conversation, "edit" | "remove"> };

export const sessionRoutes = ({ database, conversation }: Options) =>
  createRouter()
    .openapi(list, async (c) => c.json(await listSessions(database, c.var.owner, c.req.valid("query")), 200))
    .openapi(create, async (c) => {
      const input = c.req.valid("json");
      return c.json(await createOnce(c, database, Session, (sql) => createSession(sql, c.var.owner, input)), 201);
    })
    .openapi(get, async (c) => {
      const session = await getSession(database, c.var.owner, c.req.valid("param").id);
      return c.json(session, 200, { etag: etagOf(editable(session)) });
    })
    .openapi(change, async (c) => {
      const { owner } = c.var;
      const input = c.req.valid("json");
      const session = await conversation.edit(owner, c.req.valid("param").id, async (sql, session) => {
        requireMatch(c.req.valid("header")["if-match"], editable(session));
        return changeSession(sql, owner, session, { ...input, by });
      });
      return c.json(session, 200, { etag: etagOf(editable(session)) });
    })
    .openapi(move, async (c) => {
      const { owner } = c.var;
      const input = c.req.valid("json");
      const session = await conversation.edit(owner, c.req.valid("param").id, async (sql, session) => {
        const events = await movePhase(sql, owner, session, { ...input, ...by });
        return { result: await getSession(sql, owner, session.id), events };
      });
      return c.json(session, 200);
    })
    .openapi(history, async (c) => {
      const { id } = c.req.valid("param");
      await getSession(database, c.var.owner, id);
      return c.json(await listTransitions(database, c.var.owner, id, c.req.valid("query")), 200);
    })
    .openapi(remove, async (c) => {
      await conversation.remove(c.var.owner, c.req.valid("param").id, (session) =>
        requireMatch(c.req.valid("header")["if-match"], editable(session)),
      );
      return c.body(null, 204);
    });
