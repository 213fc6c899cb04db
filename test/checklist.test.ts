import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { ChecklistItem } from "../src/checklist/schema.ts";
import { estimate } from "../src/prices/estimate.ts";
import { putInPhase } from "./support/phase.ts";
import { startTestService, type TestService } from "./support/service.ts";

let service: TestService;
beforeAll(async () => {
  service = await startTestService();
});
afterAll(() => service[Symbol.asyncDispose]());

/** A session with a kitchen of 12 m². */
async function kitchen(room: object = { widthCm: 300, lengthCm: 400 }) {
  const sessionId = await service.session();
  const base = `/api/sessions/${sessionId}`;
  const { id: roomId } = await (await service.post(`${base}/rooms`, { type: "kitchen", ...room })).json();
  const path = `${base}/checklist`;
  const add = async (item: object = {}) =>
    ChecklistItem.parse(
      await (await service.post(path, { roomId, category: "paint", description: "Paint", ...item })).json(),
    );
  const list = async (query = "") =>
    (await (await service.get(`${path}${query}`)).json()) as { items: ChecklistItem[]; nextCursor: string | null };
  return { sessionId, base, roomId, path, add, list };
}

describe("a checklist item over HTTP", () => {
  test("is added, read, changed and removed, and every change is an event", async () => {
    const { sessionId, path, roomId, add, list } = await kitchen();
    await using socket = await service.socket(sessionId);
    const item = await add({ description: "New lamps", category: "lighting", priority: "nice", estimateMinor: 20_000 });
    expect(item).toEqual({
      id: item.id,
      roomId,
      category: "lighting",
      description: "New lamps",
      priority: "nice",
      estimateMinor: 20_000,
      estimateBasis: null,
      done: false,
      position: 0,
      productSlugs: [],
    });
    expect(await (await service.get(`${path}/${item.id}`)).json()).toEqual(item);
    const changed = await (await service.send("PATCH", `${path}/${item.id}`, { done: true, priority: "must" })).json();
    expect(changed).toEqual({ ...item, done: true, priority: "must" });
    expect((await list()).items).toEqual([changed]);
    expect((await service.send("DELETE", `${path}/${item.id}`)).status).toBe(204);
    expect((await service.get(`${path}/${item.id}`)).status).toBe(404);
    await socket.until("checklist.changed", ({ seq, itemIds }) => seq === 4 && itemIds[0] === item.id);
  });

  test("stands for work of the price table, whose estimate says how it was computed", async () => {
    const { path, add } = await kitchen();
    const expected = estimate({ rate: "paint-walls", quantity: 12, currency: "EUR" });
    const item = await add({ work: { rate: "paint-walls" } });
    expect(item).toMatchObject({ estimateMinor: expected.totalMinor, estimateBasis: expected.basis });
    const doors = await add({ work: { rate: "paint-door", quantity: 3 } });
    expect(doors.estimateMinor).toBe(3 * 13_000);
    const byHand = await (await service.send("PATCH", `${path}/${doors.id}`, { estimateMinor: 30_000 })).json();
    expect(byHand).toMatchObject({ estimateMinor: 30_000, estimateBasis: null });
    const again = await (await service.send("PATCH", `${path}/${doors.id}`, { work: { rate: "paint-door" } })).json();
    expect(again.estimateMinor).toBe(13_000);
  });

  test("keeps its place until it is moved, and places stay without gaps", async () => {
    const { path, add, list } = await kitchen();
    const ids = [];
    for (const description of ["a", "b", "c", "d"]) ids.push((await add({ description })).id);
    const order = async () => (await list()).items.map(({ description }) => description).join("");
    const places = async () => (await list()).items.map(({ position }) => position);
    await service.send("PATCH", `${path}/${ids[3]}`, { position: 1 });
    expect([await order(), await places()]).toEqual(["adbc", [0, 1, 2, 3]]);
    await add({ description: "e", position: 0 });
    await service.send("PATCH", `${path}/${ids[0]}`, { position: 99 });
    expect([await order(), await places()]).toEqual(["edbca", [0, 1, 2, 3, 4]]);
    await service.send("DELETE", `${path}/${ids[1]}`);
    expect([await order(), await places()]).toEqual(["edca", [0, 1, 2, 3]]);
  });

  test("pages go room by room, without gap or overlap", async () => {
    const { base, roomId, path, add, list } = await kitchen();
    const { id: bathroomId } = await (await service.post(`${base}/rooms`, { type: "bathroom" })).json();
    const bathroom = [(await add({ roomId: bathroomId })).id];
    const first = [(await add()).id, (await add()).id, (await add()).id];
    bathroom.push((await add({ roomId: bathroomId })).id);
    const seen: string[] = [];
    for (let cursor = ""; cursor !== "end";) {
      const page = await list(`?limit=2${cursor}`);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor ? `&cursor=${page.nextCursor}` : "end";
    }
    expect(seen).toEqual([...first, ...bathroom]);
    expect((await list(`?roomId=${roomId}`)).items.map(({ id }) => id)).toEqual(first);
    expect((await service.get(`${path}?cursor=nonsense`)).status).toBe(422);
  });

  test("an edit with a stale ETag is refused", async () => {
    const { path, add } = await kitchen();
    const { id } = await add();
    const etag = (await service.get(`${path}/${id}`)).headers.get("etag") ?? "";
    expect((await service.send("PATCH", `${path}/${id}`, { done: true }, { "if-match": etag })).status).toBe(200);
    expect((await service.send("PATCH", `${path}/${id}`, { done: false }, { "if-match": etag })).status).toBe(412);
    expect((await service.send("DELETE", `${path}/${id}`, undefined, { "if-match": etag })).status).toBe(412);
  });

  test("the same Idempotency-Key adds one item", async () => {
    const { path, roomId, list } = await kitchen();
    const key = { "idempotency-key": crypto.randomUUID() };
    const item = { roomId, category: "paint", description: "Paint" };
    const [one, two] = await Promise.all([service.post(path, item, key), service.post(path, item, key)]);
    expect(await one?.json()).toEqual(await two?.json());
    expect((await list()).items).toHaveLength(1);
  });

  test.each<[string, object, number]>([
    ["an unknown category", { category: "spaceships" }, 422],
    ["an unknown priority", { priority: "urgent" }, 422],
    ["nothing to do", { description: "  " }, 422],
    ["negative money", { estimateMinor: -5 }, 422],
    ["half a cent", { estimateMinor: 0.5 }, 422],
    ["huge money", { estimateMinor: 1e15 }, 422],
    ["an amount and work", { estimateMinor: 5, work: { rate: "paint-walls" } }, 422],
    ["unknown work", { work: { rate: "fly-to-the-moon" } }, 404],
    ["no work at all", { work: { rate: "paint-walls", quantity: 0 } }, 422],
    ["work by the metre without saying how many", { work: { rate: "fit-worktop" } }, 422],
    ["a room that is not there", { roomId: crypto.randomUUID() }, 404],
  ])("%s is a problem, and nothing is added", async (_name, item, status) => {
    const { path, roomId, list } = await kitchen();
    const response = await service.post(path, { roomId, category: "paint", description: "Paint", ...item });
    expect(response.status).toBe(status);
    expect((await list()).items).toEqual([]);
  });

  test("work in a room of unknown size asks for the quantity", async () => {
    const { path, roomId } = await kitchen({});
    const item = { roomId, category: "paint", description: "Paint", work: { rate: "paint-walls" } };
    const problem = await (await service.post(path, item)).json();
    expect(problem.errors).toMatchObject([{ pointer: "/work/quantity", detail: expect.stringContaining("Kitchen") }]);
  });

  test("of another session is not found, and a room of another session takes none", async () => {
    const mine = await kitchen();
    const other = await kitchen();
    const { id } = await mine.add();
    expect((await service.get(`${other.path}/${id}`)).status).toBe(404);
    expect((await service.send("DELETE", `${other.path}/${id}`)).status).toBe(404);
    const item = { roomId: mine.roomId, category: "paint", description: "Paint" };
    expect((await service.post(other.path, item)).status).toBe(404);
  });
});

describe("the checklist and phases", () => {
  test("a room's last item stays while the plan stands on it", async () => {
    const { sessionId, path, add } = await kitchen();
    const [one, two] = [await add(), await add()];
    await putInPhase(service, sessionId, "PLAN");
    expect((await service.send("DELETE", `${path}/${one.id}`)).status).toBe(204);
    const refused = await service.send("DELETE", `${path}/${two.id}`);
    expect(await refused.json()).toMatchObject({
      status: 409,
      detail: expect.stringContaining("go back to CHECKLIST"),
    });
    expect((await service.get(`${path}/${two.id}`)).status).toBe(200);
  });

  test("when all is settled an item can still be ticked off, and nothing else", async () => {
    const { sessionId, path, add } = await kitchen();
    const { id } = await add();
    await putInPhase(service, sessionId, "COMPLETE");
    expect((await service.send("PATCH", `${path}/${id}`, { description: "x" })).status).toBe(409);
    expect((await service.send("DELETE", `${path}/${id}`)).status).toBe(409);
    expect((await service.send("PATCH", `${path}/${id}`, { done: true })).status).toBe(200);
    expect(await (await service.get(`/api/sessions/${sessionId}`)).json()).toMatchObject({ phase: "COMPLETE" });
  });

  test("a room takes its checklist with it, and says so", async () => {
    const { sessionId, base, roomId, add, list } = await kitchen();
    const { id } = await add();
    await using socket = await service.socket(sessionId);
    // What happens before it is no news to it.
    await socket.until("hello");
    await service.send("DELETE", `${base}/rooms/${roomId}`);
    expect((await list()).items).toEqual([]);
    expect((await socket.until("checklist.changed", ({ itemIds }) => itemIds.includes(id))).itemIds).toEqual([id]);
  });
});
