import type { Context } from "hono";
import { once } from "../once.ts";
import { asyncApiDocument } from "./docs/asyncapi.ts";
import { openApiDocument } from "./docs/openapi.ts";
import { scalarReference } from "./docs/scalar.ts";
import { isUnchanged } from "./preconditions.ts";
import { createRouter, type HttpEnv, type Router } from "./router.ts";

export { asyncApiDocument, openApiDocument };

/** The API reference of `app`; without `enabled` its addresses do not exist. */
export function docsRoutes(app: Router, { enabled }: { enabled: boolean }): Router {
  const router = createRouter();
  if (!enabled) return router;
  const scalar = scalarReference();
  router.get(
    "/api-docs.json",
    jsonDocument(() => openApiDocument(app)),
  );
  router.get("/asyncapi.json", jsonDocument(asyncApiDocument));
  router.get("/api-docs", (c) => scalar.page(c));
  router.get("/api-docs/:script", (c) => scalar.script(c));
  return router;
}

/** Built at the first request, because at that time every route is registered, and kept with its entity tag. */
function jsonDocument(build: () => object) {
  const document = once(() => {
    const body = JSON.stringify(build());
    return { body, etag: `"${Bun.SHA256.hash(body, "hex").slice(0, 16)}"` };
  });
  return (c: Context<HttpEnv>): Response => {
    const { body, etag } = document();
    c.header("etag", etag);
    c.header("cache-control", "no-cache");
    if (isUnchanged(c.req.header("if-none-match"), etag)) return c.body(null, 304);
    return c.body(body, 200, { "content-type": "application/json" });
  };
}
