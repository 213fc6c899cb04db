import { describe, expect, test } from "bun:test";
import { chromium } from "playwright-core";
import { asyncApiDocument, openApiDocument } from "../src/http/docs.ts";
import { appWithoutDatabase } from "./support/app-without-database.ts";
import { testNeeding } from "./support/requires.ts";

const app = appWithoutDatabase();

describe("the addresses of the reference", () => {
  test.each(["/api-docs.json", "/asyncapi.json"])("%s is JSON that a client may keep and check", async (path) => {
    const first = await app.request(path);
    expect(first.status).toBe(200);
    expect(first.headers.get("content-type")).toBe("application/json");
    const document = path === "/asyncapi.json" ? asyncApiDocument() : openApiDocument(app);
    expect(await first.text()).toBe(JSON.stringify(document));

    const etag = first.headers.get("etag") ?? "";
    const again = await app.request(path, { headers: { "if-none-match": `"other", W/${etag}` } });
    expect(again.status).toBe(304);
    expect(await again.text()).toBe("");
    expect(again.headers.get("etag")).toBe(etag);
    expect((await app.request(path, { headers: { "if-none-match": '"other"' } })).status).toBe(200);
  });

  test("the page runs no script but its own, by a nonce of each answer's own", async () => {
    const nonceOf = async () => {
      const response = await app.request("/api-docs");
      const policy = response.headers.get("content-security-policy") ?? "";
      for (const rule of ["default-src 'none'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"]) {
        expect(policy.split("; ")).toContain(rule);
      }
      const nonce = /script-src 'nonce-([^']+)'/.exec(policy)?.[1] ?? "";
      expect((await response.text()).match(/<script [^>]*nonce="([^"]+)"/g)).toHaveLength(2);
      return nonce;
    };
    const nonces = [await nonceOf(), await nonceOf()];
    expect(nonces[0]).toHaveLength(24);
    expect(nonces[0]).not.toBe(nonces[1] ?? "");
  });

  test("the script is sent compressed to whoever takes gzip, and kept for good under its hash", async () => {
    const path = /src="([^"]+)"/.exec(await (await app.request("/api-docs")).text())?.[1] ?? "";
    const get = (headers: Record<string, string>) => app.request(path, { headers });
    const compressed = await get({ "accept-encoding": "gzip, br" });
    expect(Object.fromEntries(compressed.headers)).toMatchObject({
      "content-encoding": "gzip",
      "content-type": "text/javascript; charset=utf-8",
      "cache-control": "public, max-age=31536000, immutable",
      vary: "accept-encoding",
    });
    const [small, plain] = [await compressed.bytes(), await (await get({})).bytes()];
    expect(small.length).toBeLessThan(plain.length / 3);
    expect(Bun.gunzipSync(small)).toEqual(plain);
    expect((await get({ "accept-encoding": "gzip;q=0" })).headers.get("content-encoding")).toBeNull();

    const etag = compressed.headers.get("etag") ?? "";
    expect((await get({ "accept-encoding": "gzip", "if-none-match": etag })).status).toBe(304);
    expect((await get({ "if-none-match": etag })).status).toBe(200);
    const stale = await app.request("/api-docs/scalar-0123456789abcdef.js");
    expect([stale.status, stale.headers.get("content-type")]).toEqual([404, "application/problem+json"]);
  });

  test.each(["/api-docs", "/api-docs.json", "/asyncapi.json", "/api-docs/scalar-0.js"])(
    "%s does not exist where API_DOCS is off",
    async (path) => {
      const response = await appWithoutDatabase({ apiDocs: false }).request(path);
      expect(response.status).toBe(404);
      expect(await response.json()).toMatchObject({ type: "/problems/not-found" });
    },
  );
});

testNeeding("chromium")(
  "a browser shows every operation, asks no other host for anything and has nothing to complain about",
  async () => {
    await using server = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: (request) => app.fetch(request) });
    const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"];
    const quiet = ["--disable-background-networking", "--disable-component-update"];
    const executablePath = Bun.which("chromium") ?? "";
    const browser = await chromium.launch({ executablePath, args: [...flags, ...quiet] });
    try {
      const page = await browser.newPage();
      const complaints: string[] = [];
      const hosts = new Set<string>();
      page.on("console", (message) => message.type() === "info" || complaints.push(message.text()));
      page.on("pageerror", (error) => complaints.push(error.message));
      page.on("request", (request) => hosts.add(new URL(request.url()).host));
      await page.goto(new URL("/api-docs", server.url).href);
      const { paths = {} } = openApiDocument(app);
      const operations = Object.values(paths).flatMap(({ get, post, patch, delete: remove }) => [
        get,
        post,
        patch,
        remove,
      ]);
      const summaries = operations.flatMap((operation) => operation?.summary ?? []);
      expect(summaries.length).toBeGreaterThan(10);
      for (const summary of summaries) await page.getByText(summary).first().waitFor({ state: "attached" });
      expect([...hosts]).toEqual([server.url.host]);
      expect(complaints).toEqual([]);
    } finally {
      await browser.close();
    }
  },
  30_000,
);
