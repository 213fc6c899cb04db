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
import { changeRoom, createRoom, deleteRoom, roomsChanged } from "./changes.ts";
import { NewRoom, Room, RoomChange } from "./schema.ts";
import { getRoom, pageRooms } from "./store.ts";

const tags = ["Rooms"];
const params = z.object({ id: SessionId });
const roomParams = params.extend({
  roomId: Uuid.meta({ description: "Room identifier", example: "0198d3c1-0b77-7000-a6f0-2c7d3e8b9a03" }),
});

const list = createRoute({
  method: "get",
  path: "/api/sessions/{id}/rooms",
  operationId: "listRooms",
  summary: "List the rooms",
  description: "The rooms of the renovation, in the order in which they came up.",
  tags,
  request: { params, query: PageQuery.extend({ limit: PageQuery.shape.limit.default(100) }) },
  responses: { 200: json(pageOf(Room, "RoomPage"), "A page of rooms"), ...problems(404, 422) },
});

const create = createRoute({
  method: "post",
  path: "/api/sessions/{id}/rooms",
  operationId: "createRoom",
  summary: "Add a room",
  description:
    "Only the type is needed. A room added when checklists are done leads back to CHECKLIST, because it has none yet.",
  tags,
  request: { params, headers: IdempotencyHeader, ...jsonBody(NewRoom, "The room") },
  responses: { 201: withEtag(json(Room, "The new room")), ...problems(400, 404, 409, 413, 415, 422) },
});

const get = createRoute({
  method: "get",
  path: "/api/sessions/{id}/rooms/{roomId}",
  operationId: "getRoom",
  summary: "Read a room",
  description: "The room as it is now. Its ETag makes a later edit safe.",
  tags,
  request: { params: roomParams },
  responses: { 200: withEtag(json(Room, "The room")), ...problems(404, 422) },
});

const change = createRoute({
  method: "patch",
  path: "/api/sessions/{id}/rooms/{roomId}",
  operationId: "changeRoom",
  summary: "Change a room",
  description:
    "What is given replaces, null empties. The area follows newer sides; sides that contradict a newer area are emptied.",
  tags,
  request: { params: roomParams, headers: IfMatchHeader, ...jsonBody(RoomChange, "What changes") },
  responses: { 200: withEtag(json(Room, "The changed room")), ...problems(400, 404, 409, 412, 413, 415, 422) },
});

const remove = createRoute({
  method: "delete",
  path: "/api/sessions/{id}/rooms/{roomId}",
  operationId: "deleteRoom",
  summary: "Take a room out",
  description:
    "Removes the room with its checklist, its picks and the pictures made of it; its photos stay. Work in it is taken out " +
    "of the plan by a new version, which needs an approval of its own. The last room stays, once INTAKE is over.",
  tags,
  request: { params: roomParams, headers: IfMatchHeader },
  responses: { 204: { description: "The room is gone" }, ...problems(404, 409, 412, 422) },
});

const by = { actor: "user" } as const;

type Options = { database: Database; conversation: Pick<Conversation, "edit"> };

export const roomRoutes = ({ database, conversation }: Options) =>
  createRouter()
    .openapi(list, async (c) => {
      const { id } = c.req.valid("param");
      await getSession(database, c.var.owner, id);
      return c.json(await pageRooms(database, c.var.owner, id, c.req.valid("query")), 200);
    })
    .openapi(create, async (c) => {
      const { owner } = c.var;
      const input = c.req.valid("json");
      const room = await conversation.edit(
        owner,
        c.req.valid("param").id,
        async (sql, session) => {
          const room = await createRoom(sql, owner, session, input);
          return { result: room, events: await roomsChanged(sql, owner, session, { by, roomIds: [room.id] }) };
        },
        (work) => createOnce(c, database, Room, work),
      );
      return c.json(room, 201, { etag: etagOf(room) });
    })
    .openapi(get, async (c) => {
      const { id, roomId } = c.req.valid("param");
      const room = await getRoom(database, c.var.owner, id, roomId);
      return c.json(room, 200, { etag: etagOf(room) });
    })
    .openapi(change, async (c) => {
      const { owner } = c.var;
      const { id, roomId } = c.req.valid("param");
      const input = c.req.valid("json");
      const room = await conversation.edit(owner, id, async (sql, session) => {
        requireMatch(c.req.valid("header")["if-match"], await getRoom(sql, owner, id, roomId));
        const room = await changeRoom(sql, owner, session, { ...input, id: roomId });
        return { result: room, events: await roomsChanged(sql, owner, session, { by, roomIds: [roomId] }) };
      });
      return c.json(room, 200, { etag: etagOf(room) });
    })
    .openapi(remove, async (c) => {
      const { owner } = c.var;
      const { id, roomId } = c.req.valid("param");
      await conversation.edit(owner, id, async (sql, session) => {
        requireMatch(c.req.valid("header")["if-match"], await getRoom(sql, owner, id, roomId));
        const gone = await deleteRoom(sql, owner, session, roomId, by);
        const changed = await roomsChanged(sql, owner, session, { by, roomIds: [roomId] });
        return { result: undefined, events: [...gone, ...changed] };
      });
      return c.body(null, 204);
    });
