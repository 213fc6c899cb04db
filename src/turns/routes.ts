import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import type { Conversation } from "../chat/conversation.ts";
import type { Database } from "../db/client.ts";
import { createRouter, json, problems } from "../http/router.ts";
import { SessionId, Uuid } from "../sessions/schema.ts";
import { Turn } from "./schema.ts";
import { getTurn } from "./store.ts";

const tags = ["Conversation"];
const params = z.object({ id: SessionId, turnId: Uuid.meta({ example: "0198d3c1-02aa-7000-9c11-8f0d7f4a2f10" }) });
const path = "/api/sessions/{id}/turns/{turnId}" as const;

const get = createRoute({
  method: "get",
  path,
  operationId: "getTurn",
  summary: "Read a turn",
  description: "Where the agent's work on one message stands, what it used, and why it failed if it did.",
  tags,
  request: { params },
  responses: { 200: json(Turn, "The turn"), ...problems(404, 422) },
});

const cancel = createRoute({
  method: "post",
  path: `${path}/cancel`,
  operationId: "cancelTurn",
  summary: "Stop a turn",
  description:
    "Ends a waiting turn at once and asks a running one to stop, on whichever replica it runs; its text so far is kept. " +
    "A finished turn stays as it is.",
  tags,
  request: { params },
  responses: { 200: json(Turn, "The turn as it is now"), ...problems(404, 422) },
});

const retry = createRoute({
  method: "post",
  path: `${path}/retry`,
  operationId: "retryTurn",
  summary: "Try a failed turn again",
  description: "Starts a new turn for the same message. Asking again gives the same new turn.",
  tags,
  request: { params },
  responses: { 202: json(Turn, "The new turn"), ...problems(404, 409, 422, 429) },
});

export const turnRoutes = ({ database, conversation }: { database: Database; conversation: Conversation }) =>
  createRouter()
    .openapi(get, async (c) => {
      const { id, turnId } = c.req.valid("param");
      return c.json(await getTurn(database, c.var.owner, id, turnId), 200);
    })
    .openapi(cancel, async (c) => {
      const { id, turnId } = c.req.valid("param");
      await conversation.cancel(c.var.owner, id, { turnId });
      return c.json(await getTurn(database, c.var.owner, id, turnId), 200);
    })
    .openapi(retry, async (c) => {
      const { id, turnId } = c.req.valid("param");
      const accepted = await conversation.retry(c.var.owner, id, turnId);
      return c.json(await getTurn(database, c.var.owner, id, accepted.turnId), 202);
    });
