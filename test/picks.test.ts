import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { Budget } from "../src/budget/schema.ts";
import { builtInCatalog } from "../src/catalog/built-in.ts";
import type { Product } from "../src/catalog/schema.ts";
import { connect, transaction } from "../src/db/client.ts";
import { ProductPick } from "../src/picks/schema.ts";
import { putInPhase } from "./support/phase.ts";
import { startTestService, type TestService } from "./support/service.ts";

let service: TestService;
beforeAll(async () => {
  service = await startTestService();
});
afterAll(() => service[Symbol.asyncDispose]());

const oak = builtInCatalog.products.find(({ slug }) => slug === "oak-plank-natural") as Product;

/** A session with a kitchen and an item for its floor. */
async function kitchen() {
  const sessionId = await service.session();
  const base = `/api/sessions/${sessionId}`;
  const { id: roomId } = await (await service.post(`${base}/rooms`, { type: "kitchen" })).json();
  const floor = { roomId, category: "flooring", description: "New floor", estimateMinor: 80_000 };
  const { id: itemId } = await (await service.post(`${base}/checklist`, floor)).json();
  const path = `${base}/picks`;
  const pick = async (input: object = {}) =>
    ProductPick.parse(await (await service.post(path, { roomId, productSlug: oak.slug, ...input })).json());
  const list = async (query = "") =>
    (await (await service.get(`${path}${query}`)).json()) as { items: ProductPick[]; nextCursor: string | null };
  const budget = async () => Budget.parse(await (await service.get(`${base}/budget`)).json());
  return { sessionId, base, roomId, itemId, path, pick, list, budget };
}

describe("a pick over HTTP", () => {
  test("is made, read, changed and taken back, and every change is an event", async () => {
    const { sessionId, base, roomId, itemId, path, pick, list } = await kitchen();
    await using socket = await service.socket(sessionId);
    const made = await pick({ itemId, quantity: 12.35, reason: "Pale oak" });
    expect(made).toEqual({
      id: made.id,
      roomId,
      itemId,
      productSlug: oak.slug,
      productName: oak.name,
      unit: "m2",
      quantity: 12.35,
      unitPriceMinor: 5_490,
      // 12.35 × 54.90 is 678.015: half a cent is rounded up.
      costMinor: 67_802,
      reason: "Pale oak",
      available: true,
      createdAt: made.createdAt,
    });
    expect((await (await service.get(`${base}/checklist/${itemId}`)).json()).productSlugs).toEqual([oak.slug]);
    const changed = await (await service.send("PATCH", `${path}/${made.id}`, { quantity: 2, itemId: null })).json();
    expect(changed).toEqual({ ...made, quantity: 2, itemId: null, costMinor: 10_980 });
    expect((await (await service.get(`${base}/checklist/${itemId}`)).json()).productSlugs).toEqual([]);
    expect((await list()).items).toEqual([changed]);
    expect((await service.send("DELETE", `${path}/${made.id}`)).status).toBe(204);
    expect((await list()).items).toEqual([]);
    await socket.until("picks.changed", ({ seq }) => seq === 5);
  });

  test("pages are oldest first, without gap or overlap, also of one room", async () => {
    const { base, roomId, path, pick, list } = await kitchen();
    const { id: hallId } = await (await service.post(`${base}/rooms`, { type: "hallway" })).json();
    const made = [await pick(), await pick({ roomId: hallId }), await pick()].map(({ id }) => id);
    const seen: string[] = [];
    for (let cursor = ""; cursor !== "end";) {
      const page = await list(`?limit=2${cursor}`);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor ? `&cursor=${page.nextCursor}` : "end";
    }
    expect(seen).toEqual(made);
    expect((await list(`?roomId=${roomId}`)).items).toHaveLength(2);
    expect((await service.get(`${path}?cursor=nonsense`)).status).toBe(422);
  });

  test("is priced in the session's currency, at the price of its day", async () => {
    const { base, pick, path } = await kitchen();
    expect((await service.send("PATCH", base, { budgetMinor: 20_000_000, currency: "SEK" })).status).toBe(200);
    const made = await pick({ quantity: 3 });
    expect(made).toMatchObject({ unitPriceMinor: 5_490 * 11, costMinor: 3 * 5_490 * 11 });
    await onDatabase((sql) => sql`update product_picks set unit_price_minor = 100 where id = ${made.id}`);
    const changed = await (await service.send("PATCH", `${path}/${made.id}`, { quantity: 5 })).json();
    expect(changed.costMinor).toBe(500);
  });

  test("of a product that has left the catalogue stays with its name and price, and says so", async () => {
    const { pick, path } = await kitchen();
    const made = await pick();
    await onDatabase((sql) => sql`update product_picks set product_slug = 'gone-plank' where id = ${made.id}`);
    const now = await (await service.get(`${path}/${made.id}`)).json();
    expect(now).toEqual({ ...made, productSlug: "gone-plank", available: false });
    expect((await service.send("PATCH", `${path}/${made.id}`, { quantity: 2 })).status).toBe(200);
  });

  test("an edit with a stale ETag is refused", async () => {
    const { pick, path } = await kitchen();
    const { id } = await pick();
    const etag = (await service.get(`${path}/${id}`)).headers.get("etag") ?? "";
    expect((await service.send("PATCH", `${path}/${id}`, { quantity: 2 }, { "if-match": etag })).status).toBe(200);
    expect((await service.send("DELETE", `${path}/${id}`, undefined, { "if-match": etag })).status).toBe(412);
  });

  test.each<[string, object, number]>([
    ["a product that is gone", { productSlug: "steam-engine" }, 404],
    ["a room that is not there", { roomId: crypto.randomUUID() }, 404],
    ["an item that is not there", { itemId: crypto.randomUUID() }, 404],
    ["nothing of it", { quantity: 0 }, 422],
    ["less than nothing", { quantity: -1 }, 422],
    ["a third of it", { quantity: 1 / 3 }, 422],
    ["more than a house takes", { quantity: 1e9 }, 422],
    ["a price of one's own", { unitPriceMinor: 1 }, 422],
  ])("%s is a problem, and nothing is picked", async (_name, input, status) => {
    const { roomId, path, list } = await kitchen();
    const response = await service.post(path, { roomId, productSlug: oak.slug, ...input });
    expect(response.status).toBe(status);
    expect((await list()).items).toEqual([]);
  });

  test("a change that names nothing to change is a problem, of a room, an item or a pick", async () => {
    const { base, roomId, itemId, path, pick } = await kitchen();
    const { id } = await pick();
    for (const thing of [`${base}/rooms/${roomId}`, `${base}/checklist/${itemId}`, `${path}/${id}`])
      expect((await service.send("PATCH", thing, {})).status).toBe(422);
  });

  test("stays when its item goes, and its event tells that it has none any more", async () => {
    const { sessionId, base, itemId, pick, list } = await kitchen();
    const made = await pick({ itemId });
    await using socket = await service.socket(sessionId);
    await socket.until("hello");
    expect((await service.send("DELETE", `${base}/checklist/${itemId}`)).status).toBe(204);
    await socket.until("checklist.changed");
    expect(await socket.until("picks.changed")).toMatchObject({ pickIds: [made.id] });
    expect((await list()).items).toEqual([{ ...made, itemId: null }]);
  });

  test("an item of another room is refused", async () => {
    const { base, itemId, path } = await kitchen();
    const { id: roomId } = await (await service.post(`${base}/rooms`, { type: "hallway" })).json();
    const response = await service.post(path, { roomId, itemId, productSlug: oak.slug });
    expect(await response.json()).toMatchObject({ status: 422, errors: [{ pointer: "/itemId" }] });
  });

  test("is settled with the renovation", async () => {
    const { sessionId, roomId, pick, path } = await kitchen();
    const { id } = await pick();
    await putInPhase(service, sessionId, "PAYMENT");
    for (const refused of [
      await service.post(path, { roomId, productSlug: oak.slug }),
      await service.send("PATCH", `${path}/${id}`, { quantity: 2 }),
      await service.send("DELETE", `${path}/${id}`),
    ]) {
      expect(await refused.json()).toMatchObject({ status: 409, detail: expect.stringContaining("RENDER") });
    }
  });
});

describe("the budget over HTTP", () => {
  test("adds up what is estimated and picked, whatever the order in which it came", async () => {
    const { base, roomId, itemId, pick, budget } = await kitchen();
    expect(await budget()).toMatchObject({ currency: "EUR", totalMinor: null, allocatedMinor: 80_000 });
    await service.send("PATCH", base, { budgetMinor: 100_000, currency: "EUR" });
    await service.send("PATCH", `${base}/rooms/${roomId}`, { budgetMinor: 70_000 });
    await pick({ itemId, quantity: 12.35 });
    await pick({ productSlug: "hob-induction-60" });
    const allocated = 67_802 + 42_900;
    expect(await budget()).toMatchObject({
      totalMinor: 100_000,
      estimatedMinor: 80_000,
      pickedMinor: allocated,
      plannedMinor: null,
      allocatedMinor: allocated,
      remainingMinor: 100_000 - allocated,
      overMinor: allocated - 100_000,
      rooms: [{ roomId, name: "Kitchen", totalMinor: 70_000, overMinor: allocated - 70_000 }],
    });
  });

  test("is of one moment: what is written while it is read is in it whole or not at all", async () => {
    const { sessionId, pick, budget } = await kitchen();
    await pick({ quantity: 12 });
    const before = await budget();
    const names = { applicationName: "test-budget", poolSize: 2, queryTimeoutMs: 5_000 };
    const database = connect({ url: service.databaseUrl }, names);
    const waiting = () =>
      database`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    const reading = await transaction(database, async (sql) => {
      await sql`lock table product_picks in access exclusive mode`;
      const reading = budget();
      while ((await waiting()).length === 0) await Bun.sleep(5);
      await sql`update sessions set currency = 'JPY' where id = ${sessionId}`;
      await sql`update product_picks set unit_price_minor = 175 * unit_price_minor where session_id = ${sessionId}`;
      return [reading];
    });
    expect(await reading[0]).toEqual(before);
    await database.end({ timeout: 1 });
  });

  test("counts an item's estimate again when its pick is taken back or its room goes", async () => {
    const { base, roomId, itemId, path, pick, budget } = await kitchen();
    const { id } = await pick({ itemId });
    expect((await budget()).allocatedMinor).toBe(5_490);
    await service.send("DELETE", `${path}/${id}`);
    expect((await budget()).allocatedMinor).toBe(80_000);
    await service.send("DELETE", `${base}/rooms/${roomId}`);
    expect(await budget()).toMatchObject({ allocatedMinor: 0, rooms: [] });
  });

  test("with a plan is what its approval is asked with: work, contingency and picks", async () => {
    const { sessionId, base, roomId, itemId, pick, budget } = await kitchen();
    await putInPhase(service, sessionId, "PLAN");
    await service.send("PATCH", base, { budgetMinor: 1_000_000, currency: "EUR" });
    await pick({ itemId, quantity: 12.35 });
    const floor = { key: "floor", title: "Lay the floor", roomId, trade: "flooring", durationDays: 1 };
    const clean = {
      key: "clean",
      title: "Clean",
      trade: "cleaning",
      durationDays: 1,
      labourMinor: 12_000,
      materialMinor: 1_500,
    };
    const tasks = [{ ...floor, labourMinor: 43_225, materialMinor: 11_115 }, clean];
    expect((await service.post(`${base}/plan/versions`, { tasks, contingencyPercent: 15 })).status).toBe(201);
    const now = await budget();
    const work = 43_225 + 11_115 + 12_000 + 1_500;
    expect(now).toMatchObject({ plannedMinor: work, contingencyMinor: Math.round(work * 0.15), pickedMinor: 67_802 });
    expect(now.rooms.map(({ allocatedMinor }) => allocatedMinor)).toEqual([43_225 + 11_115 + 67_802, 13_500]);
    const { facts } = await (await service.post(`${base}/approvals`, { kind: "plan" })).json();
    expect(facts).toMatchObject({ totalMinor: now.allocatedMinor, overMinor: now.overMinor });

    // A plan keeps its currency; the budget shows it in the session's.
    await service.send("PATCH", base, { budgetMinor: 11_000_000, currency: "SEK" });
    expect(await budget()).toMatchObject({ currency: "SEK", plannedMinor: work * 11, pickedMinor: 745_817 });
  });

  test("a new currency converts what was estimated, picked and set aside, at the fixed rates", async () => {
    const { base, roomId, itemId, pick, budget } = await kitchen();
    await service.send("PATCH", `${base}/rooms/${roomId}`, { budgetMinor: 200_000 });
    await pick({ itemId, quantity: 10 });
    await service.send("PATCH", base, { budgetMinor: 30_000_000, currency: "JPY" });
    expect(await budget()).toMatchObject({
      currency: "JPY",
      totalMinor: 30_000_000,
      estimatedMinor: 800 * 175,
      pickedMinor: 10 * Math.round(54.9 * 175),
      rooms: [{ totalMinor: 2_000 * 175 }],
    });
  });

  test("a new currency in which an amount is larger than a budget can be is a problem, and nothing is converted", async () => {
    const { base, roomId, budget } = await kitchen();
    await service.send("PATCH", `${base}/rooms/${roomId}`, { budgetMinor: 100_000_000_000 });
    const refused = await service.send("PATCH", base, { budgetMinor: 30_000_000, currency: "JPY" });
    expect(await refused.json()).toMatchObject({ status: 422, type: "/problems/invalid-input" });
    expect(await budget()).toMatchObject({ currency: "EUR", rooms: [{ totalMinor: 100_000_000_000 }] });
  });

  test("of an unknown session is not found", async () => {
    expect((await service.get(`/api/sessions/${crypto.randomUUID()}/budget`)).status).toBe(404);
  });
});

async function onDatabase(work: (sql: ReturnType<typeof connect>) => PromiseLike<unknown>) {
  const database = connect(
    { url: service.databaseUrl },
    { applicationName: "test", poolSize: 1, queryTimeoutMs: 5_000 },
  );
  try {
    await work(database);
  } finally {
    await database.end({ timeout: 1 });
  }
}
