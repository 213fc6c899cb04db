import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import type { Database } from "../db/client.ts";
import { createRouter, json, problems } from "../http/router.ts";
import { SessionId } from "../sessions/schema.ts";
import { getSession } from "../sessions/store.ts";
import { Room } from "./schema.ts";
import { listRooms } from "./store.ts";

const list = createRoute({
  method: "get",
  path: "/api/sessions/{id}/rooms",
  operationId: "listRooms",
  summary: "List the rooms",
  description: "All rooms of the renovation, in the order in which they came up. The agent fills them during intake.",
  tags: ["Rooms"],
  request: { params: z.object({ id: SessionId }) },
  responses: {
    200: json(z.object({ items: z.array(Room), nextCursor: z.null() }).meta({ id: "RoomList" }), "The rooms"),
    ...problems(404, 422),
  },
});

export const roomRoutes = ({ database }: { database: Database }) =>
  createRouter().openapi(list, async (c) => {
    const { id } = c.req.valid("param");
    await getSession(database, c.var.owner, id);
    return c.json({ items: await listRooms(database, c.var.owner, id), nextCursor: null }, 200);
  });
