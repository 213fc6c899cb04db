import type { Context } from "hono";
import { accepts } from "hono/accepts";
import { notFound } from "../problem.ts";
import { version } from "../version.ts";
import { once } from "../once.ts";
import { isUnchanged } from "./preconditions.ts";
import { createRouter, type HttpEnv, type Router } from "./router.ts";

const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "form-action 'none'",
].join("; ");

/** Who answers: a language model, or the planner that needs none. */
export type AgentKind = "gemini" | "offline";

type Options = { enabled: boolean; apiDocs?: boolean; agent?: AgentKind };

/** What other programs find at `/`. */
const startDocument = ({ apiDocs = true, agent = "offline" }: Options) => ({
  name: "renovation-agent",
  version,
  agent,
  links: {
    sessions: "/api/sessions",
    health: "/health",
    ...(apiDocs ? { reference: "/api-docs", openapi: "/api-docs.json", asyncapi: "/asyncapi.json" } : {}),
  },
});

/**
 * The browser client at `/` with its assets, and for whoever does not ask for HTML a few links as JSON.
 * Without `enabled` there are only the links.
 */
export function webRoutes(options: Options): Router {
  const { enabled } = options;
  const router = createRouter();
  const files = once(loadFiles);
  router.get("/", async (c) => {
    c.header("vary", "accept, accept-encoding");
    if (!enabled || !c.req.header("accept")?.includes("text/html")) return c.json(startDocument(options));
    const { page } = await files();
    c.header("content-security-policy", contentSecurityPolicy);
    c.header("cache-control", "no-cache");
    return answer(c, page);
  });
  if (!enabled) return router;
  router.get("/assets/:name", async (c) => {
    const { assets } = await files();
    const asset = assets.get(c.req.param("name"));
    if (!asset) throw notFound("asset", c.req.param("name"));
    c.header("vary", "accept-encoding");
    c.header("cache-control", "public, max-age=31536000, immutable");
    return answer(c, asset);
  });
  return router;
}

type File = { type: string; content: string; compressed: Uint8Array<ArrayBuffer>; hash: string };

/** Loaded when first asked for: from source this is where the client is bundled. */
async function loadFiles() {
  const { bundle } = await import("./web/bundle.ts");
  const { page, assets } = bundle();
  return {
    page: toFile("text/html", page),
    assets: new Map(assets.map(({ name, type, content }) => [name, toFile(type, content)])),
  };
}

const toFile = (type: string, content: string): File => ({
  type: `${type}; charset=utf-8`,
  content,
  compressed: Bun.gzipSync(content, { level: 9 }),
  hash: Bun.SHA256.hash(content, "hex").slice(0, 16),
});

function answer(c: Context<HttpEnv>, { type, content, compressed, hash }: File): Response {
  const encoding = accepts(c, { header: "Accept-Encoding", supports: ["gzip", "identity"], default: "identity" });
  const etag = `"${hash}-${encoding}"`;
  c.header("etag", etag);
  if (isUnchanged(c.req.header("if-none-match"), etag)) return c.body(null, 304);
  c.header("content-type", type);
  if (encoding === "identity") return c.body(content);
  c.header("content-encoding", "gzip");
  return c.body(compressed);
}
