import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { Scalar } from "@scalar/hono-api-reference";
import type { Context } from "hono";
import { accepts } from "hono/accepts";
// By path, because the package exports only its modules, not the file that a browser can load alone.
import scriptPath from "../../../node_modules/@scalar/api-reference/dist/browser/standalone.js" with { type: "file" };
import { notFound } from "../../problem.ts";
import type { HttpEnv } from "../router.ts";
import { once } from "../../once.ts";
import { isUnchanged } from "../preconditions.ts";

const compress = promisify(gzip);

/** Scalar's page and its one script, both from this process: nothing is fetched from elsewhere. */
export function scalarReference() {
  const hash = once(async () => Bun.SHA256.hash(await Bun.file(scriptPath).bytes(), "hex").slice(0, 16));
  // Compressed on zlib's own thread at the first request: 4.4 MB take a quarter of a second.
  const compressed = once(async () => new Uint8Array(await compress(await Bun.file(scriptPath).bytes(), { level: 9 })));

  return {
    async page(c: Context<HttpEnv>): Promise<Response> {
      const nonce = crypto.getRandomValues(Buffer.alloc(18)).toString("base64");
      c.header("content-security-policy", contentSecurityPolicy(nonce));
      c.header("cache-control", "no-store");
      const page = Scalar<HttpEnv>({
        url: "/api-docs.json",
        cdn: `/api-docs/scalar-${await hash()}.js`,
        nonce,
        pageTitle: "Renovation Agent API",
        // Whatever would talk to Scalar's own servers is off.
        withDefaultFonts: false,
        telemetry: false,
        agent: { disabled: true },
        mcp: { disabled: true },
        showDeveloperTools: "never",
        hideClientButton: true,
        defaultOpenAllTags: true,
      });
      const html = await ((await page(c, async () => {})) as Response).text();
      // Without an icon of its own the page makes the browser ask for /favicon.ico, which is an error in its console.
      return c.html(
        html.replace("<html>", '<html lang="en">').replace("</head>", '<link rel="icon" href="data:,"></head>'),
      );
    },

    /** @throws {Problem} not-found for any name but that of the script in use. */
    async script(c: Context<HttpEnv>): Promise<Response> {
      const current = await hash();
      const name = c.req.param("script") ?? "";
      if (name !== `scalar-${current}.js`) throw notFound("script", name);
      const encoding = accepts(c, { header: "Accept-Encoding", supports: ["gzip", "identity"], default: "identity" });
      const etag = `"${current}-${encoding}"`;
      c.header("etag", etag);
      c.header("vary", "accept-encoding");
      c.header("cache-control", "public, max-age=31536000, immutable");
      if (isUnchanged(c.req.header("if-none-match"), etag)) return c.body(null, 304);
      c.header("content-type", "text/javascript; charset=utf-8");
      if (encoding === "identity") return c.body(Bun.file(scriptPath).stream());
      c.header("content-encoding", "gzip");
      return c.body(await compressed());
    },
  };
}

const contentSecurityPolicy = (nonce: string) =>
  [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    // Scalar sets inline style attributes, which no nonce can allow.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "worker-src blob:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
