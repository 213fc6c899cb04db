import { createRoute } from "@hono/zod-openapi";
import type { Context } from "hono";
import { z } from "zod";
import type { Database } from "../db/client.ts";
import { IdempotencyHeader } from "../http/idempotency.ts";
import { numberFromText, PageQuery, pageOf } from "../paging.ts";
import { createRouter, type HttpEnv, json, jsonBody, problems } from "../http/router.ts";
import { Problem } from "../problem.ts";
import { SessionId, Uuid } from "../sessions/schema.ts";
import { getSession } from "../sessions/store.ts";
import type { Conversation } from "./conversation.ts";
import { eventStream, turnStream } from "./event-stream.ts";
import { Attachments, ClientId, Message, MessageText, WhenBusy } from "./protocol.ts";
import type { SocketData } from "./socket.ts";
import { listMessages } from "./store.ts";

const tags = ["Conversation"];
const params = z.object({ id: SessionId });
const EventStream = z
  .string()
  .meta({ id: "EventStream", description: "Server-sent events; each `data` is a server frame of /asyncapi.json" });
const eventStreamContent = { "text/event-stream": { schema: EventStream } };

const NewMessage = z
  .strictObject({
    id: ClientId.optional(),
    text: MessageText,
    attachments: Attachments.optional(),
    whenBusy: WhenBusy.optional(),
  })
  .meta({ id: "NewMessage" });

const Accepted = z
  .object({ messageId: Uuid, turnId: Uuid })
  .meta({ id: "AcceptedMessage", description: "The message is stored and its turn runs or waits" });

const list = createRoute({
  method: "get",
  path: "/api/sessions/{id}/messages",
  operationId: "listMessages",
  summary: "Read the conversation",
  description: "The newest page first, newest message first; follow `nextCursor` into the past.",
  tags,
  request: { params, query: PageQuery },
  responses: { 200: json(pageOf(Message, "MessagePage"), "A page of messages"), ...problems(404, 422) },
});

const send = createRoute({
  method: "post",
  path: "/api/sessions/{id}/messages",
  operationId: "sendMessage",
  summary: "Say something to the agent",
  description:
    "Stores the message and starts or queues its turn. With `Accept: text/event-stream` the answer streams the turn's " +
    "frames until it is finished, so `curl -N` is a full client. The message's `id`, else the Idempotency-Key, makes " +
    "repeating safe: the same id is answered with the first result and starts nothing.",
  tags,
  request: { params, headers: IdempotencyHeader, ...jsonBody(NewMessage, "The message") },
  responses: {
    202: json(Accepted, "The message is stored"),
    200: { description: "The turn's frames as server-sent events", content: eventStreamContent },
    ...problems(400, 404, 409, 413, 415, 422, 429),
  },
});

const FeedQuery = z.object({
  after: numberFromText
    .int()
    .min(0)
    .optional()
    .meta({ description: "The last `seq` the client has; what came after it is replayed", example: 0 }),
  epoch: Uuid.optional().meta({ description: "The `epoch` of the log in which the client saw that `seq`" }),
});

const LastEventId = z.object({
  "last-event-id": numberFromText
    .int()
    .min(0)
    .optional()
    .meta({ description: "What a browser's EventSource sends when it comes back; `after` wins", example: 0 }),
});

const events = createRoute({
  method: "get",
  path: "/api/sessions/{id}/events",
  operationId: "followEvents",
  summary: "Follow the session as server-sent events",
  description:
    "The frames of the socket for those without one: `hello`, what was missed, then live. Resumes by Last-Event-ID.",
  tags,
  request: { params, query: FeedQuery, headers: LastEventId },
  responses: {
    200: { description: "Frames as server-sent events", content: eventStreamContent },
    ...problems(404, 422),
  },
});

const socket = createRoute({
  method: "get",
  path: "/api/sessions/{id}/socket",
  operationId: "openSocket",
  summary: "Chat over a WebSocket",
  description: "Upgrades to the socket that /asyncapi.json describes. An unknown session closes the socket with 4404.",
  tags,
  request: { params, query: FeedQuery },
  responses: {
    101: { description: "The connection is a WebSocket now" },
    ...problems(400, 403, 422, 426),
  },
});

type Options = {
  database: Database;
  conversation: Conversation;
  stopping: AbortSignal;
  allowedOrigins: string[];
};

export const chatRoutes = ({ database, conversation, stopping, allowedOrigins }: Options) =>
  createRouter()
    .openapi(list, async (c) => {
      const { id } = c.req.valid("param");
      await getSession(database, c.var.owner, id);
      return c.json(await listMessages(database, c.var.owner, id, c.req.valid("query")), 200);
    })
    .openapi(send, async (c) => {
      const { id } = c.req.valid("param");
      if (!conversation.admits(c.var.owner, id))
        throw new Problem("rate-limited", "This session is sent too much", { retryAfterSeconds: 1 });
      const { id: clientId, ...message } = c.req.valid("json");
      const turn = { ...message, clientId: clientId ?? clientIdOf(c.req.header("idempotency-key")) };
      const accepted = await conversation.send(c.var.owner, id, turn);
      if (c.req.header("accept")?.includes("text/event-stream"))
        return turnStream(c, { conversation, stopping }, id, accepted);
      return c.json({ messageId: accepted.messageId, turnId: accepted.turnId }, 202);
    })
    .openapi(events, (c) => {
      const { after = c.req.valid("header")["last-event-id"], epoch } = c.req.valid("query");
      return eventStream(c, { conversation, stopping }, c.req.valid("param").id, { after, epoch });
    })
    .openapi(socket, (c) => {
      if (c.req.header("upgrade")?.toLowerCase() !== "websocket") throw new Problem("upgrade-required");
      if (!isAllowedOrigin(c, allowedOrigins)) throw new Problem("forbidden", "This origin may not open sockets here");
      const data: SocketData = {
        owner: c.var.owner,
        sessionId: c.req.valid("param").id,
        requestId: c.var.requestId,
        position: c.req.valid("query"),
      };
      if (!c.env.server.upgrade(c.req.raw, { data, headers: { "x-request-id": c.var.requestId } }))
        throw new Problem("malformed-request", "The upgrade request is not valid");
      return upgraded();
    });

/** Bun has taken the connection; what a handler returns then is logged, but not sent. */
const upgraded = () => new Response(null, { status: 101 }) as never;

/** A key that does not fit a message id stands in it as its hash. */
function clientIdOf(key: string | undefined): string {
  if (key === undefined) return Bun.randomUUIDv7();
  return ClientId.safeParse(key).data ?? new Bun.CryptoHasher("sha256").update(key).digest("hex");
}

/** Browsers always send Origin: it must be this host or listed. Other clients send none. */
function isAllowedOrigin(c: Context<HttpEnv>, allowed: string[]): boolean {
  const origin = c.req.header("origin");
  if (origin === undefined) return true;
  return allowed.includes(origin) || (URL.canParse(origin) && new URL(origin).host === c.req.header("host"));
}
