import { expect, test } from "bun:test";
import { join } from "node:path";
import { parseMarkdown } from "../src/web/markdown.ts";
import { appWithoutDatabase } from "./support/app-without-database.ts";

const browserAccept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
const app = (web = true) => {
  const { fetch } = appWithoutDatabase({ web });
  return async (path: string, headers: Record<string, string> = {}, method = "GET") =>
    fetch(new Request(`http://service.test${path}`, { method, headers }));
};
const pageOf = async (get: ReturnType<typeof app>) => (await get("/", { accept: browserAccept })).text();
const assetsIn = (page: string) => [...page.matchAll(/"(\/assets\/[^"]+)"/g)].map((match) => match[1] ?? "");

test("browsers get the page, under a policy that allows nothing inline and nothing from elsewhere", async () => {
  const get = app();
  const response = await get("/", { accept: browserAccept });
  expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
  expect(response.headers.get("cache-control")).toBe("no-cache");
  expect(response.headers.get("vary")).toContain("accept");
  const policy = response.headers.get("content-security-policy");
  expect(policy).toStartWith("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'");
  expect(policy).not.toContain("unsafe");
  const page = await response.text();
  expect(page).not.toMatch(/<style|\sstyle=|<script(?![^>]*\ssrc=)|\{\{/);
  const etag = response.headers.get("etag") ?? "";
  expect((await get("/", { accept: browserAccept, "if-none-match": etag })).status).toBe(304);
});

test("every asset of the page is compressed, typed, and cached for ever under a name that changes with it", async () => {
  const get = app();
  const assets = assetsIn(await pageOf(get));
  expect(assets.map((path) => path.replace(/[0-9a-f]{12}/, "HASH"))).toEqual([
    "/assets/icon-HASH.svg",
    "/assets/app-HASH.css",
    "/assets/app-HASH.js",
  ]);
  for (const path of assets) {
    const plain = await get(path);
    const packed = await get(path, { "accept-encoding": "gzip, br" });
    expect(packed.headers.get("content-encoding")).toBe("gzip");
    expect(packed.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    expect(packed.headers.get("etag")).not.toBe(plain.headers.get("etag"));
    expect(Bun.gunzipSync(new Uint8Array(await packed.arrayBuffer()))).toEqual(
      new Uint8Array(await plain.arrayBuffer()),
    );
    const revalidation = { "accept-encoding": "gzip", "if-none-match": packed.headers.get("etag") ?? "" };
    expect((await get(path, revalidation)).status).toBe(304);
  }
  const types = await Promise.all(assets.map(async (path) => (await get(path)).headers.get("content-type")));
  expect(types).toEqual(["image/svg+xml", "text/css", "text/javascript"].map((type) => `${type}; charset=utf-8`));
});

test("all of the page's JavaScript is below 60 KB compressed, without zod in it", async () => {
  const get = app();
  const path = assetsIn(await pageOf(get)).find((name) => name.endsWith(".js")) ?? "";
  const script = await (await get(path)).text();
  expect(Bun.gzipSync(script, { level: 9 }).length).toBeLessThan(60_000);
  expect(script).not.toContain("ZodError");
});

test("the reference client stands alone: without framework, zod or page", async () => {
  const entrypoints = [join(import.meta.dir, "../src/web/protocol-client.ts")];
  const { outputs } = await Bun.build({ entrypoints, target: "browser", minify: true });
  const script = (await outputs[0]?.text()) ?? "";
  expect(script).toContain("runningTurn");
  expect(script).not.toMatch(/preact|ZodError|\bdocument\b|\blocation\b/);
  expect(Bun.gzipSync(script).length).toBeLessThan(8_000);
});

test.each(["application/json", "*/*", ""])("a program that accepts %p gets links, not the page", async (accept) => {
  const start = await (await app()("/", accept ? { accept } : {})).json();
  expect(start).toMatchObject({ name: "renovation-agent", agent: "offline", links: { sessions: "/api/sessions" } });
});

test("an unknown asset is a problem", async () => {
  const response = await app()("/assets/app-000000000000.js");
  expect(response.status).toBe(404);
  expect(response.headers.get("content-type")).toBe("application/problem+json");
});

test("with WEB=off browsers get the links too, and there are no assets", async () => {
  const get = app(false);
  const response = await get("/", { accept: browserAccept });
  expect(response.headers.get("content-type")).toBe("application/json");
  const [asset = ""] = assetsIn(await pageOf(app()));
  expect((await get(asset)).status).toBe(404);
});

test.each([
  ["HTML is text", "<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>"],
  ["a script address is text", "[click](javascript:alert(1))", "[click](javascript:alert(1))"],
  ["a data address is text", "[click](data:text/html,x)", "[click](data:text/html,x)"],
  ["letters of a word are no emphasis", "save_intake_now 3*4*5", "save_intake_now 3*4*5"],
])("in answers %s", (_case, source, text) => {
  expect(parseMarkdown(source)).toEqual([{ type: "paragraph", content: [{ type: "text", text }] }]);
});

test("a picture in an answer becomes a link, because the page loads nothing that a model names", () => {
  expect(parseMarkdown("![plan](https://example.com/p.png)")).toEqual([
    {
      type: "paragraph",
      content: [{ type: "link", href: "https://example.com/p.png", content: [{ type: "text", text: "plan" }] }],
    },
  ]);
});

test("an answer reads well while it is still being written", () => {
  const whole =
    "Your **new kitchen**\n\n1. Floor\n   - oak\n2. Walls\n\n| Item | Cost |\n|---|---|\n| Oven | 900 |\n\n```\ncode";
  expect(parseMarkdown(whole).map(({ type }) => type)).toEqual(["paragraph", "list", "table", "code"]);
  for (let end = 1; end <= whole.length; end++) {
    expect(JSON.stringify(parseMarkdown(whole.slice(0, end)))).not.toContain("**new");
  }
});

test.each(["**a ", "_a ", "[", "`a", "> ", "- ", "* a\n", "|a|\n|-|\n"])(
  "a long answer of nothing but %p is read",
  (part) => {
    parseMarkdown(part.repeat(20_000 / part.length));
  },
  5_000,
);
