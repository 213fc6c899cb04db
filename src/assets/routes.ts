import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import type { Conversation } from "../chat/conversation.ts";
import type { Database } from "../db/client.ts";
import { etagOf, IfMatchHeader, requireMatch, withEtag } from "../http/preconditions.ts";
import { createRouter, json, jsonBody, problems } from "../http/router.ts";
import { PageQuery, pageOf } from "../paging.ts";
import { SessionId, Uuid } from "../sessions/schema.ts";
import { getSession } from "../sessions/store.ts";
import { changeAsset, deleteAsset } from "./changes.ts";
import { rememberCopies } from "./copies.ts";
import { answerContent, contentRoute } from "./content-route.ts";
import { Asset, AssetChange, AssetId, AssetKind } from "./schema.ts";
import type { AssetStorage } from "./storage.ts";
import { getAsset, pageAssets } from "./store.ts";
import { uploadRoute, uploads } from "./upload-route.ts";

const tags = ["Assets"];
const params = z.object({ id: SessionId });
const assetParams = params.extend({ assetId: AssetId.meta({ description: "Asset identifier" }) });
const RoomFilter = Uuid.optional().meta({ description: "Of this room only" });

const list = createRoute({
  method: "get",
  path: "/api/sessions/{id}/assets",
  operationId: "listAssets",
  summary: "List the files",
  description: "Photos, plans, documents and pictures of the session, newest first.",
  tags,
  request: {
    params,
    query: PageQuery.extend({
      roomId: RoomFilter,
      kind: AssetKind.optional().meta({ description: "Of this kind only" }),
    }),
  },
  responses: { 200: json(pageOf(Asset, "AssetPage"), "A page of assets"), ...problems(404, 422) },
});

const get = createRoute({
  method: "get",
  path: "/api/sessions/{id}/assets/{assetId}",
  operationId: "getAsset",
  summary: "Read what is known of a file",
  description: "The asset as it is now. Its ETag makes a later edit safe; `…/content` has the bytes.",
  tags,
  request: { params: assetParams },
  responses: { 200: withEtag(json(Asset, "The asset")), ...problems(404, 422) },
});

const change = createRoute({
  method: "patch",
  path: "/api/sessions/{id}/assets/{assetId}",
  operationId: "changeAsset",
  summary: "Change what is said of a file",
  description: "What is given replaces; null empties. The bytes never change: upload another file instead.",
  tags,
  request: { params: assetParams, headers: IfMatchHeader, ...jsonBody(AssetChange, "What changes") },
  responses: { 200: withEtag(json(Asset, "The changed asset")), ...problems(400, 404, 409, 412, 413, 415, 422) },
});

const remove = createRoute({
  method: "delete",
  path: "/api/sessions/{id}/assets/{assetId}",
  operationId: "deleteAsset",
  summary: "Remove a file",
  description: "Refused while a picture of the renovation stands on it: an approved one, one being decided on or made.",
  tags,
  request: { params: assetParams, headers: IfMatchHeader },
  responses: { 204: { description: "The file is gone" }, ...problems(404, 409, 412, 422) },
});

type Options = { database: Database; conversation: Pick<Conversation, "edit">; storage: AssetStorage };

export const assetRoutes = ({ database, conversation, storage }: Options) => {
  const copies = rememberCopies();
  const upload = uploads({ database, conversation, storage });
  return createRouter()
    .openapi(list, async (c) => {
      const { id } = c.req.valid("param");
      await getSession(database, c.var.owner, id);
      return c.json(await pageAssets(database, c.var.owner, id, c.req.valid("query")), 200);
    })
    .openapi(uploadRoute, async (c) => {
      const asset = await upload(c, c.req.valid("param").id, c.req.valid("query"));
      return c.json(asset, 201, { etag: etagOf(asset) });
    })
    .openapi(get, async (c) => {
      const { id, assetId } = c.req.valid("param");
      const asset = await getAsset(database, c.var.owner, id, assetId);
      return c.json(asset, 200, { etag: etagOf(asset) });
    })
    .openapi(change, async (c) => {
      const { owner } = c.var;
      const { id, assetId } = c.req.valid("param");
      const changed = await conversation.edit(owner, id, async (sql) => {
        const asset = await getAsset(sql, owner, id, assetId);
        requireMatch(c.req.valid("header")["if-match"], asset);
        const result = await changeAsset(sql, owner, id, { asset, change: c.req.valid("json") });
        return { result, events: [{ type: "asset.changed", assetIds: [assetId] }] };
      });
      return c.json(changed, 200, { etag: etagOf(changed) });
    })
    .openapi(remove, async (c) => {
      const { owner } = c.var;
      const { id, assetId } = c.req.valid("param");
      await conversation.edit(owner, id, async (sql) => {
        requireMatch(c.req.valid("header")["if-match"], await getAsset(sql, owner, id, assetId));
        return { result: undefined, events: await deleteAsset(sql, owner, id, assetId) };
      });
      return c.body(null, 204);
    })
    .openapi(contentRoute, (c) => {
      const asked = { ...c.req.valid("param"), ...c.req.valid("query") };
      return answerContent(c, { database, storage, copies }, asked);
    });
};
