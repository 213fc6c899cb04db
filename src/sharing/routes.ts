import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import { type Database, transaction } from "../db/client.ts";
import { createOnce, IdempotencyHeader } from "../http/idempotency.ts";
import { createRouter, json, jsonBody, problems } from "../http/router.ts";
import { PageQuery, pageOf } from "../paging.ts";
import { Problem } from "../problem.ts";
import { SessionId, Uuid } from "../sessions/schema.ts";
import { getSession, lockSession } from "../sessions/store.ts";
import { CreatedShareLink, NewShareLink, ShareLink } from "./schema.ts";
import { countActive, insertLink, listLinks, revokeLink } from "./store.ts";
import { hashOf, newToken } from "./token.ts";

const tags = ["Sharing"];
const params = z.object({ id: SessionId });
const linkParams = params.extend({
  linkId: Uuid.meta({ description: "Share link", example: "0198d3c7-5a10-7000-8c44-9e0b1d2f3a09" }),
});

/** More than anybody gives out, and few enough to keep an eye on. */
const maxActive = 50;

const create = createRoute({
  method: "post",
  path: "/api/sessions/{id}/share-links",
  operationId: "createShareLink",
  summary: "Share the report",
  description:
    "Makes an address under which anybody can read the report, and nothing else, until it expires or is revoked. The address " +
    "is told in this answer only, because just its hash is kept. For the same reason a repeated `Idempotency-Key` makes no " +
    "second link but answers 409 with the first one's id: revoke that and share again if the answer was lost.",
  tags,
  request: { params, headers: IdempotencyHeader, ...jsonBody(NewShareLink, "The link") },
  responses: {
    201: json(CreatedShareLink, "The link with its address"),
    ...problems(400, 404, 409, 413, 415, 422),
  },
});

const list = createRoute({
  method: "get",
  path: "/api/sessions/{id}/share-links",
  operationId: "listShareLinks",
  summary: "List share links",
  description: "Newest first, also those that are expired or revoked; never their addresses.",
  tags,
  request: { params, query: PageQuery },
  responses: { 200: json(pageOf(ShareLink, "ShareLinkPage"), "A page of links"), ...problems(404, 422) },
});

const revoke = createRoute({
  method: "delete",
  path: "/api/sessions/{id}/share-links/{linkId}",
  operationId: "revokeShareLink",
  summary: "Revoke a share link",
  description: "Its address opens nothing from now on. A link that is revoked already stays so.",
  tags,
  request: { params: linkParams },
  responses: { 204: { description: "The link opens nothing" }, ...problems(404, 422) },
});

/** The homeowner's side of sharing. */
export const shareLinkRoutes = ({ database }: { database: Database }) =>
  createRouter()
    .openapi(create, async (c) => {
      const { owner } = c.var;
      const { id } = c.req.valid("param");
      const input = c.req.valid("json");
      let token: string | undefined;
      // What is stored for a repetition is the link without its address.
      const link = await createOnce(c, database, ShareLink, async (sql) => {
        await lockSession(sql, owner, id);
        if ((await countActive(sql, owner, id)) >= maxActive)
          throw new Problem("conflict", `At most ${maxActive} links can be open at once: revoke one first`);
        token = newToken();
        return insertLink(sql, owner, id, { ...input, tokenSha256: hashOf(token) });
      });
      if (token === undefined)
        throw new Problem(
          "conflict",
          `Link ${link.id} was made by the first request with this Idempotency-Key, and its address is told only once: ` +
            "revoke it and share again with another key if that answer was lost",
        );
      return c.json({ ...link, path: `/shared/${token}` }, 201, { "cache-control": "no-store" });
    })
    .openapi(list, async (c) => {
      const { id } = c.req.valid("param");
      await getSession(database, c.var.owner, id);
      return c.json(await listLinks(database, c.var.owner, id, c.req.valid("query")), 200);
    })
    .openapi(revoke, async (c) => {
      const { id, linkId } = c.req.valid("param");
      await transaction(database, async (sql) => {
        await lockSession(sql, c.var.owner, id);
        await revokeLink(sql, c.var.owner, id, linkId);
      });
      return c.body(null, 204);
    });
