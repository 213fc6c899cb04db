import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import type { Conversation } from "../chat/conversation.ts";
import type { Database } from "../db/client.ts";
import { createOnce, IdempotencyHeader } from "../http/idempotency.ts";
import { etagOf, IfMatchHeader, requireMatch, withEtag } from "../http/preconditions.ts";
import { createRouter, json, jsonBody, problems } from "../http/router.ts";
import { PageQuery, pageOf } from "../paging.ts";
import { SessionId, Uuid } from "../sessions/schema.ts";
import { getSession } from "../sessions/store.ts";
import { changePick, createPicks, deletePick, picksChanged } from "./changes.ts";
import { NewPick, PickChange, ProductPick } from "./schema.ts";
import { getPick, pagePicks } from "./store.ts";

const tags = ["Picks"];
const params = z.object({ id: SessionId });
const pickParams = params.extend({
  pickId: Uuid.meta({ description: "Pick identifier", example: "0198d3c4-5b31-7000-8a55-0d2c9e7f6a02" }),
});

const list = createRoute({
  method: "get",
  path: "/api/sessions/{id}/picks",
  operationId: "listPicks",
  summary: "List the picks",
  description: "Products chosen for rooms, in the order in which they were.",
  tags,
  request: {
    params,
    query: PageQuery.extend({
      limit: PageQuery.shape.limit.default(100),
      roomId: Uuid.optional().meta({ description: "Of this room only" }),
    }),
  },
  responses: { 200: json(pageOf(ProductPick, "PickPage"), "A page of picks"), ...problems(404, 422) },
});

const create = createRoute({
  method: "post",
  path: "/api/sessions/{id}/picks",
  operationId: "createPick",
  summary: "Pick a product",
  description:
    "Keeps the product's name and its price of today in the session's currency. With `itemId` it stands for that item's " +
    "estimate. A pick that takes an approved plan over the budget leads back to PLAN.",
  tags,
  request: { params, headers: IdempotencyHeader, ...jsonBody(NewPick, "The pick") },
  responses: { 201: withEtag(json(ProductPick, "The new pick")), ...problems(400, 404, 409, 413, 415, 422) },
});

const get = createRoute({
  method: "get",
  path: "/api/sessions/{id}/picks/{pickId}",
  operationId: "getPick",
  summary: "Read a pick",
  description: "The pick as it is now. Its ETag makes a later edit safe.",
  tags,
  request: { params: pickParams },
  responses: { 200: withEtag(json(ProductPick, "The pick")), ...problems(404, 422) },
});

const change = createRoute({
  method: "patch",
  path: "/api/sessions/{id}/picks/{pickId}",
  operationId: "changePick",
  summary: "Change a pick",
  description: "What is given replaces; the price stays as it was. To take today's price, pick the product again.",
  tags,
  request: { params: pickParams, headers: IfMatchHeader, ...jsonBody(PickChange, "What changes") },
  responses: { 200: withEtag(json(ProductPick, "The changed pick")), ...problems(400, 404, 409, 412, 413, 415, 422) },
});

const remove = createRoute({
  method: "delete",
  path: "/api/sessions/{id}/picks/{pickId}",
  operationId: "deletePick",
  summary: "Take a pick back",
  description: "Its item, if it has one, counts with its estimate again.",
  tags,
  request: { params: pickParams, headers: IfMatchHeader },
  responses: { 204: { description: "The pick is gone" }, ...problems(404, 409, 412, 422) },
});

const by = { actor: "user" } as const;

type Options = { database: Database; conversation: Pick<Conversation, "edit"> };

export const pickRoutes = ({ database, conversation }: Options) =>
  createRouter()
    .openapi(list, async (c) => {
      const { id } = c.req.valid("param");
      await getSession(database, c.var.owner, id);
      return c.json(await pagePicks(database, c.var.owner, id, c.req.valid("query")), 200);
    })
    .openapi(create, async (c) => {
      const { owner } = c.var;
      const input = c.req.valid("json");
      const pick = await conversation.edit(
        owner,
        c.req.valid("param").id,
        async (sql, session) => {
          const [pick] = (await createPicks(sql, owner, session, [input])) as [ProductPick];
          return { result: pick, events: await picksChanged(sql, owner, session, { by, pickIds: [pick.id] }) };
        },
        (work) => createOnce(c, database, ProductPick, work),
      );
      return c.json(pick, 201, { etag: etagOf(pick) });
    })
    .openapi(get, async (c) => {
      const { id, pickId } = c.req.valid("param");
      const pick = await getPick(database, c.var.owner, id, pickId);
      return c.json(pick, 200, { etag: etagOf(pick) });
    })
    .openapi(change, async (c) => {
      const { owner } = c.var;
      const { id, pickId } = c.req.valid("param");
      const input = c.req.valid("json");
      const pick = await conversation.edit(owner, id, async (sql, session) => {
        requireMatch(c.req.valid("header")["if-match"], await getPick(sql, owner, id, pickId));
        const pick = await changePick(sql, owner, session, { ...input, id: pickId });
        return { result: pick, events: await picksChanged(sql, owner, session, { by, pickIds: [pickId] }) };
      });
      return c.json(pick, 200, { etag: etagOf(pick) });
    })
    .openapi(remove, async (c) => {
      const { owner } = c.var;
      const { id, pickId } = c.req.valid("param");
      await conversation.edit(owner, id, async (sql, session) => {
        requireMatch(c.req.valid("header")["if-match"], await getPick(sql, owner, id, pickId));
        await deletePick(sql, owner, session, pickId);
        return { result: undefined, events: await picksChanged(sql, owner, session, { by, pickIds: [pickId] }) };
      });
      return c.body(null, 204);
    });
