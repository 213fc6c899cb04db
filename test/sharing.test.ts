import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { connect } from "../src/db/client.ts";
import { CreatedShareLink, ShareLink } from "../src/sharing/schema.ts";
import { startRenovation } from "./support/renovation.ts";
import { startTestService, type TestService } from "./support/service.ts";

let service: TestService;
beforeAll(async () => {
  service = await startTestService();
});
afterAll(() => service[Symbol.asyncDispose]());

/** A session, and what can be done with links to it. */
async function shared() {
  const { base, id, roomIds } = await startRenovation(service);
  const share = async (body: object = {}, headers: Record<string, string> = {}) =>
    service.post(`${base}/share-links`, body, headers);
  return {
    base,
    id,
    roomIds,
    share,
    link: async (body: object = {}) => CreatedShareLink.parse(await (await share(body)).json()),
    list: async () => ShareLink.array().parse((await (await service.get(`${base}/share-links`)).json()).items),
    revoke: (linkId: string) => service.send("DELETE", `${base}/share-links/${linkId}`),
  };
}

async function inDatabase(work: (sql: ReturnType<typeof connect>) => Promise<unknown>) {
  const sql = connect({ url: service.databaseUrl }, { applicationName: "test", poolSize: 1, queryTimeoutMs: 5_000 });
  try {
    return await work(sql);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

const unknown = `/shared/${"A".repeat(43)}`;
const browser = { accept: "text/html,application/xhtml+xml,*/*;q=0.8" };

describe("a share link", () => {
  test("shows the report as a page and as PDF, to whoever has its address", async () => {
    const { link, id, roomIds } = await shared();
    const { path } = await link({ label: "Contractor" });
    const page = await service.get(path, browser);
    const html = await page.text();
    expect(page.status).toBe(200);
    expect(html).toContain("Kitchen");
    expect(html).toContain("New tiles");
    // Read-only, and without names of the owner's that nobody needs.
    expect(html).not.toMatch(/<form|<a |<button|\/api\//);
    for (const internal of [id, ...roomIds]) expect(html).not.toContain(internal);
    expect(Object.fromEntries(page.headers)).toMatchObject({
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
      "x-robots-tag": "noindex, nofollow, noarchive",
      "x-content-type-options": "nosniff",
      "content-security-policy": expect.stringContaining("default-src 'none'; img-src data:; style-src 'sha256-"),
    });
    expect(page.headers.has("etag")).toBe(false);
    const pdf = await service.get(`${path}?format=pdf`);
    expect(pdf.headers.get("content-type")).toBe("application/pdf");
    expect(await pdf.text()).toStartWith("%PDF-");
    // JSON has the owner's ids, so there is none here.
    expect((await service.get(`${path}?format=json`)).headers.get("content-type")).toStartWith("text/html");
  });

  test("follows the project: it shows what is true when it is opened", async () => {
    const { link, base } = await shared();
    const { path } = await link();
    await service.send("PATCH", base, { title: "Now with a bathroom" });
    expect(await (await service.get(path, browser)).text()).toContain("Now with a bathroom");
  });

  test("is listed without its address, and says when it was opened", async () => {
    const { link, list } = await shared();
    const first = await link({ label: "Contractor", expiresInDays: 7 });
    const second = await link();
    const { path: _, ...told } = first;
    expect(await list()).toEqual([expect.objectContaining({ id: second.id, label: null }), told]);
    expect(Date.parse(first.expiresAt) - Date.parse(first.createdAt)).toBeCloseTo(7 * 86_400_000, -4);
    await service.get(first.path);
    expect((await list()).find(({ id }) => id === first.id)?.lastOpenedAt).not.toBeNull();
  });

  test("can be had again with the same key neither twice nor from what is stored", async () => {
    const { share, list } = await shared();
    const key = { "idempotency-key": crypto.randomUUID() };
    const first = CreatedShareLink.parse(await (await share({ label: "A" }, key)).json());
    const again = await share({ label: "A" }, key);
    expect(again.status).toBe(409);
    expect(await again.json()).toMatchObject({ type: "/problems/conflict", detail: expect.stringContaining(first.id) });
    expect(await list()).toHaveLength(1);
    expect((await service.get(first.path)).status).toBe(200);
    const other = await share({ label: "B" }, key);
    expect(await other.json()).toMatchObject({ type: "/problems/idempotency-conflict" });
  });

  test("leaves its secret nowhere: not in the database, not in the log", async () => {
    const { share } = await shared();
    const created = await share({}, { "idempotency-key": crypto.randomUUID() });
    const { path } = CreatedShareLink.parse(await created.json());
    expect(created.headers.get("cache-control")).toBe("no-store");
    const token = path.replace("/shared/", "");
    await service.get(path, browser);
    await service.get(`${path}?format=pdf`);
    await service.get(`${path}x`);
    await inDatabase(async (sql) => {
      const tables = await sql<{ name: string }[]>`
        select table_name as name from information_schema.tables where table_schema = 'public'`;
      for (const { name } of tables) {
        const [row] = await sql<{ count: number }[]>`
          select count(*) from ${sql.unsafe(`"${name}"`)} as r where r::text like ${`%${token}%`}`;
        expect({ name, count: row?.count }).toEqual({ name, count: 0 });
      }
    });
    const lines = service.lines.filter(({ route }) => String(route).startsWith("/shared"));
    expect(lines.length).toBeGreaterThanOrEqual(3);
    for (const line of lines) expect(line).toMatchObject({ route: "/shared/:token" });
    expect(JSON.stringify(service.lines)).not.toContain(token);
  });
});

describe("what opens nothing answers the same 404", () => {
  const refused = async (path: string, headers: Record<string, string> = {}) => {
    const response = await service.get(path, headers);
    const { requestId: _, ...body } = await response.json();
    return { status: response.status, body, type: response.headers.get("content-type") };
  };

  test("unknown, malformed, expired, revoked, and of a session that is gone", async () => {
    const { link, revoke, base } = await shared();
    const [expired, revoked, gone] = [await link(), await link(), await link()];
    await inDatabase(
      (sql) => sql`update share_links set expires_at = now() - interval '1 second' where id = ${expired.id}`,
    );
    expect((await revoke(revoked.id)).status).toBe(204);
    const answers = [
      await refused(unknown),
      await refused("/shared/short"),
      await refused(`/shared/${"%00".repeat(10)}`),
      await refused(`${unknown}?format=pdf`),
      await refused(expired.path),
      await refused(revoked.path),
    ];
    expect((await service.get(gone.path)).status).toBe(200);
    await service.send("DELETE", base);
    answers.push(await refused(gone.path));
    expect(answers[0]).toMatchObject({
      status: 404,
      type: "application/problem+json",
      body: { type: "/problems/not-found" },
    });
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  });

  test("as a page to a browser", async () => {
    const page = await service.get(unknown, browser);
    expect(page.status).toBe(404);
    expect(page.headers.get("content-type")).toStartWith("text/html");
    expect(page.headers.get("cache-control")).toBe("no-store");
    expect(await page.text()).toContain("This link opens nothing");
  });
});

describe("revoking", () => {
  test("can be repeated, keeps its time, and knows only the session's links", async () => {
    const { link, list, revoke } = await shared();
    const other = await shared();
    const { id } = await link();
    expect((await revoke(id)).status).toBe(204);
    const [first] = await list();
    expect(first).toMatchObject({ status: "revoked", revokedAt: expect.any(String) });
    expect((await revoke(id)).status).toBe(204);
    expect(await list()).toEqual(first ? [first] : []);
    expect((await other.revoke(id)).status).toBe(404);
    expect((await revoke(crypto.randomUUID())).status).toBe(404);
  });

  test("makes room: fifty links can be open at once", async () => {
    const { link, share, revoke } = await shared();
    const made = [];
    for (let count = 0; count < 50; count++) made.push(await link());
    expect((await share()).status).toBe(409);
    await revoke(made[7]?.id ?? "");
    expect((await share()).status).toBe(201);
  });
});

test.each([
  ["a day too many", { expiresInDays: 366 }],
  ["no day at all", { expiresInDays: 0 }],
  ["an empty label", { label: " " }],
  ["a field of its own", { token: "mine" }],
])("%s is refused", async (_name, body) => {
  const { share, list } = await shared();
  expect((await share(body)).status).toBe(422);
  expect(await list()).toEqual([]);
});

test("no other session's id makes a link", async () => {
  const missing = await service.post(`/api/sessions/${crypto.randomUUID()}/share-links`, {});
  expect(missing.status).toBe(404);
});
