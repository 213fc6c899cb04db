import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import type { Conversation } from "../chat/conversation.ts";
import type { Database } from "../db/client.ts";
import { createOnce, IdempotencyHeader } from "../http/idempotency.ts";
import { createRouter, json, jsonBody, problems } from "../http/router.ts";
import { PageQuery, pageOf } from "../paging.ts";
import { SessionId, Uuid } from "../sessions/schema.ts";
import { getSession } from "../sessions/store.ts";
import { requestRender } from "./changes.ts";
import { NewRender, Render, RenderId, type RendererName } from "./schema.ts";
import { getRender, pageRenders } from "./store.ts";

const tags = ["Renders"];
const params = z.object({ id: SessionId });

const list = createRoute({
  method: "get",
  path: "/api/sessions/{id}/renders",
  operationId: "listRenders",
  summary: "List the pictures",
  description: "Pictures of rooms as they could be, newest first, failed and cancelled ones included.",
  tags,
  request: {
    params,
    query: PageQuery.extend({ roomId: Uuid.optional().meta({ description: "Of this room only" }) }),
  },
  responses: { 200: json(pageOf(Render, "RenderPage"), "A page of renders"), ...problems(404, 422) },
});

const request = createRoute({
  method: "post",
  path: "/api/sessions/{id}/renders",
  operationId: "requestRender",
  summary: "Ask for a picture",
  description:
    "Queues the making of a picture of a room, in RENDER and ITERATE. It is made beside the chat, one after the other in a " +
    "session; `render.changed` tells how it comes along, and cancelling its `turnId` stops it. With `parentId` it is a " +
    "further version of that picture, with `baseAssetId` it starts from a photo. When it is ready an approval of the kind " +
    "`render` asks for the decision.",
  tags,
  request: { params, headers: IdempotencyHeader, ...jsonBody(NewRender, "The picture wanted") },
  responses: { 202: json(Render, "The queued render"), ...problems(400, 404, 409, 413, 415, 422, 429) },
});

const get = createRoute({
  method: "get",
  path: "/api/sessions/{id}/renders/{renderId}",
  operationId: "getRender",
  summary: "Read a picture's state",
  description: "How far it is, what was decided, and the file once it is ready: read that as an asset.",
  tags,
  request: { params: params.extend({ renderId: RenderId }) },
  responses: { 200: json(Render, "The render"), ...problems(404, 422) },
});

type Options = {
  database: Database;
  conversation: Pick<Conversation, "edit">;
  /** Those that are configured; the first is taken where none is named. */
  renderers: readonly RendererName[];
  /** What an owner may use in a day; undefined without a cap. */
  dailyTokens: number | undefined;
};

export const renderRoutes = ({ database, conversation, renderers, dailyTokens }: Options) =>
  createRouter()
    .openapi(list, async (c) => {
      const { id } = c.req.valid("param");
      await getSession(database, c.var.owner, id);
      return c.json(await pageRenders(database, c.var.owner, id, c.req.valid("query")), 200);
    })
    .openapi(request, async (c) => {
      const { owner } = c.var;
      const input = c.req.valid("json");
      const render = await conversation.edit(
        owner,
        c.req.valid("param").id,
        (sql, session) => requestRender(sql, owner, session, input, { actor: "user", renderers, dailyTokens }),
        (work) => createOnce(c, database, Render, work),
      );
      return c.json(render, 202);
    })
    .openapi(get, async (c) => {
      const { id, renderId } = c.req.valid("param");
      return c.json(await getRender(database, c.var.owner, id, renderId), 200);
    });
