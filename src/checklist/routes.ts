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
import { changeItem, checklistChanged, createItem, deleteItem } from "./changes.ts";
import { ChecklistItem, ChecklistItemChange, NewChecklistItem } from "./schema.ts";
import { getItem, pageItems } from "./store.ts";

const tags = ["Checklist"];
const params = z.object({ id: SessionId });
const itemParams = params.extend({
  itemId: Uuid.meta({ description: "Item identifier", example: "0198d3c4-1a20-7000-9d01-7be4c0aa5d01" }),
});

const list = createRoute({
  method: "get",
  path: "/api/sessions/{id}/checklist",
  operationId: "listChecklist",
  summary: "Read the checklist",
  description: "Room by room, each room's items in their order.",
  tags,
  request: {
    params,
    query: PageQuery.extend({
      limit: PageQuery.shape.limit.default(100),
      roomId: Uuid.optional().meta({ description: "Of this room only" }),
    }),
  },
  responses: { 200: json(pageOf(ChecklistItem, "ChecklistPage"), "A page of items"), ...problems(404, 422) },
});

const create = createRoute({
  method: "post",
  path: "/api/sessions/{id}/checklist",
  operationId: "createChecklistItem",
  summary: "Add an item",
  description:
    "Give what it is thought to cost as `estimateMinor`, or the `work` of the price table that it stands for; then the " +
    "estimate is computed and `estimateBasis` says how.",
  tags,
  request: { params, headers: IdempotencyHeader, ...jsonBody(NewChecklistItem, "The item") },
  responses: { 201: withEtag(json(ChecklistItem, "The new item")), ...problems(400, 404, 409, 413, 415, 422) },
});

const get = createRoute({
  method: "get",
  path: "/api/sessions/{id}/checklist/{itemId}",
  operationId: "getChecklistItem",
  summary: "Read an item",
  description: "The item as it is now. Its ETag makes a later edit safe.",
  tags,
  request: { params: itemParams },
  responses: { 200: withEtag(json(ChecklistItem, "The item")), ...problems(404, 422) },
});

const change = createRoute({
  method: "patch",
  path: "/api/sessions/{id}/checklist/{itemId}",
  operationId: "changeChecklistItem",
  summary: "Change an item",
  description: "What is given replaces. `done` may change in every phase, the rest until the renovation is settled.",
  tags,
  request: { params: itemParams, headers: IfMatchHeader, ...jsonBody(ChecklistItemChange, "What changes") },
  responses: { 200: withEtag(json(ChecklistItem, "The changed item")), ...problems(400, 404, 409, 412, 413, 415, 422) },
});

const remove = createRoute({
  method: "delete",
  path: "/api/sessions/{id}/checklist/{itemId}",
  operationId: "deleteChecklistItem",
  summary: "Remove an item",
  description: "Products picked for it stay with the room. A room's last item stays while the plan stands on it.",
  tags,
  request: { params: itemParams, headers: IfMatchHeader },
  responses: { 204: { description: "The item is gone" }, ...problems(404, 409, 412, 422) },
});

const by = { actor: "user" } as const;

type Options = { database: Database; conversation: Pick<Conversation, "edit"> };

export const checklistRoutes = ({ database, conversation }: Options) =>
  createRouter()
    .openapi(list, async (c) => {
      const { id } = c.req.valid("param");
      await getSession(database, c.var.owner, id);
      return c.json(await pageItems(database, c.var.owner, id, c.req.valid("query")), 200);
    })
    .openapi(create, async (c) => {
      const { owner } = c.var;
      const input = c.req.valid("json");
      const item = await conversation.edit(
        owner,
        c.req.valid("param").id,
        async (sql, session) => {
          const item = await createItem(sql, owner, session, input);
          return { result: item, events: await checklistChanged(sql, owner, session, { by, itemIds: [item.id] }) };
        },
        (work) => createOnce(c, database, ChecklistItem, work),
      );
      return c.json(item, 201, { etag: etagOf(item) });
    })
    .openapi(get, async (c) => {
      const { id, itemId } = c.req.valid("param");
      const item = await getItem(database, c.var.owner, id, itemId);
      return c.json(item, 200, { etag: etagOf(item) });
    })
    .openapi(change, async (c) => {
      const { owner } = c.var;
      const { id, itemId } = c.req.valid("param");
      const input = c.req.valid("json");
      const item = await conversation.edit(owner, id, async (sql, session) => {
        requireMatch(c.req.valid("header")["if-match"], await getItem(sql, owner, id, itemId));
        const item = await changeItem(sql, owner, session, { ...input, id: itemId });
        return { result: item, events: await checklistChanged(sql, owner, session, { by, itemIds: [itemId] }) };
      });
      return c.json(item, 200, { etag: etagOf(item) });
    })
    .openapi(remove, async (c) => {
      const { owner } = c.var;
      const { id, itemId } = c.req.valid("param");
      await conversation.edit(owner, id, async (sql, session) => {
        requireMatch(c.req.valid("header")["if-match"], await getItem(sql, owner, id, itemId));
        const unlinked = await deleteItem(sql, owner, session, itemId);
        const changed = await checklistChanged(sql, owner, session, { by, itemIds: [itemId] });
        return { result: undefined, events: [...unlinked, ...changed] };
      });
      return c.body(null, 204);
    });
