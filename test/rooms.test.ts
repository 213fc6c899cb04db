import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import fc from "fast-check";
import { Room } from "../src/rooms/schema.ts";
import { mergeSizes } from "../src/rooms/sizes.ts";
import { putInPhase } from "./support/phase.ts";
import { startTestService, type TestService } from "./support/service.ts";

let service: TestService;
beforeAll(async () => {
  service = await startTestService();
});
afterAll(() => service[Symbol.asyncDispose]());

const add = async (sessionId: string, room: object) =>
  Room.parse(await (await service.post(`/api/sessions/${sessionId}/rooms`, room)).json());
const rooms = async (sessionId: string, query = "") =>
  (await (await service.get(`/api/sessions/${sessionId}/rooms${query}`)).json()) as {
    items: Room[];
    nextCursor: string;
  };

describe("a room over HTTP", () => {
  test("is added, read, changed and taken out, and every change is an event", async () => {
    const sessionId = await service.session();
    await using socket = await service.socket(sessionId);
    const room = await add(sessionId, { type: "kitchen", widthCm: 300, lengthCm: 400, requirements: ["a dishwasher"] });
    expect(room).toMatchObject({ name: "Kitchen", areaM2: 12, heightCm: null, requirements: ["a dishwasher"] });
    await socket.until("rooms.changed", ({ roomIds }) => roomIds.includes(room.id));

    const path = `/api/sessions/${sessionId}/rooms/${room.id}`;
    expect(await (await service.get(path)).json()).toEqual(room);
    const changed = await (await service.send("PATCH", path, { lengthCm: 500, name: "Big kitchen" })).json();
    expect(changed).toEqual({ ...room, name: "Big kitchen", lengthCm: 500, areaM2: 15 });
    expect((await rooms(sessionId)).items).toEqual([changed]);
    expect((await service.send("DELETE", path)).status).toBe(204);
    expect((await service.get(path)).status).toBe(404);
    await socket.until("rooms.changed", ({ seq }) => seq === 3);
  });

  test("is called by its type and a free number", async () => {
    const sessionId = await service.session();
    const first = await add(sessionId, { type: "bathroom" });
    expect([first.name, (await add(sessionId, { type: "bathroom" })).name]).toEqual(["Bathroom", "Bathroom 2"]);
    await service.send("DELETE", `/api/sessions/${sessionId}/rooms/${first.id}`);
    expect((await add(sessionId, { type: "bathroom" })).name).toBe("Bathroom");
    expect((await rooms(sessionId)).items.map(({ name }) => name)).toEqual(["Bathroom 2", "Bathroom"]);
  });

  test("pages are in order, without gap or overlap", async () => {
    const sessionId = await service.session();
    const added = [];
    for (let n = 0; n < 5; n++) added.push((await add(sessionId, { type: "bedroom" })).id);
    const seen: string[] = [];
    for (let cursor = ""; cursor !== "end";) {
      const page = await rooms(sessionId, `?limit=2${cursor}`);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor ? `&cursor=${page.nextCursor}` : "end";
    }
    expect(seen).toEqual(added);
    expect((await service.get(`/api/sessions/${sessionId}/rooms?cursor=nonsense`)).status).toBe(422);
  });

  test("the same Idempotency-Key adds one room and tells of it once", async () => {
    const sessionId = await service.session();
    const key = { "idempotency-key": crypto.randomUUID() };
    const path = `/api/sessions/${sessionId}/rooms`;
    const answers = await Promise.all([1, 2, 3].map(() => service.post(path, { type: "attic" }, key)));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect((await rooms(sessionId)).items).toHaveLength(1);
    await using socket = await service.socket(sessionId, "?after=0");
    expect((await socket.until("hello")).seq).toBe(1);
  });

  test("an edit with the ETag of what has changed since is refused, and changes nothing", async () => {
    const sessionId = await service.session();
    const room = await add(sessionId, { type: "kitchen" });
    const path = `/api/sessions/${sessionId}/rooms/${room.id}`;
    const etag = (await service.get(path)).headers.get("etag") ?? "";
    const first = await service.send("PATCH", path, { name: "Mine" }, { "if-match": etag });
    expect(first.status).toBe(200);
    for (const refused of [
      await service.send("PATCH", path, { name: "Yours" }, { "if-match": etag }),
      await service.send("DELETE", path, undefined, { "if-match": etag }),
    ]) {
      expect(await refused.json()).toMatchObject({ status: 412, type: "/problems/precondition-failed" });
    }
    expect(await (await service.get(path)).json()).toMatchObject({ name: "Mine" });
    const current = first.headers.get("etag") ?? "";
    expect((await service.send("DELETE", path, undefined, { "if-match": `"other", ${current}` })).status).toBe(204);
  });

  test.each([
    ["no type", {}],
    ["an unknown type", { type: "moat" }],
    ["a side of a hand's width", { type: "kitchen", widthCm: 10 }],
    ["a side of a kilometre", { type: "kitchen", widthCm: 100_000 }],
    ["half a centimetre", { type: "kitchen", widthCm: 300.5 }],
    ["an area that does not fit between its sides", { type: "kitchen", widthCm: 300, lengthCm: 400, areaM2: 20 }],
    ["negative money", { type: "kitchen", budgetMinor: -1 }],
    ["more money than there is", { type: "kitchen", budgetMinor: 1e15 }],
    ["a NUL", { type: "kitchen", notes: "a\0b" }],
    ["an unknown field", { type: "kitchen", colour: "red" }],
  ])("with %s is a problem", async (_name, room) => {
    const sessionId = await service.session();
    expect((await service.post(`/api/sessions/${sessionId}/rooms`, room)).status).toBe(422);
    expect((await rooms(sessionId)).items).toEqual([]);
  });

  test("of another session is not found", async () => {
    const room = await add(await service.session(), { type: "kitchen" });
    const path = `/api/sessions/${await service.session()}/rooms/${room.id}`;
    expect((await service.get(path)).status).toBe(404);
    expect((await service.send("PATCH", path, { name: "x" })).status).toBe(404);
    expect((await service.send("DELETE", path)).status).toBe(404);
  });

  test("there are at most thirty", async () => {
    const sessionId = await service.session();
    const path = `/api/sessions/${sessionId}/rooms`;
    const answers = await Promise.all(Array.from({ length: 32 }, () => service.post(path, { type: "other" })));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(30);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(2);
  });
});

describe("rooms and phases", () => {
  const phaseOf = async (sessionId: string) => (await (await service.get(`/api/sessions/${sessionId}`)).json()).phase;

  test("the last room stays once the checklist has begun", async () => {
    const sessionId = await service.session();
    const room = await add(sessionId, { type: "kitchen" });
    await putInPhase(service, sessionId, "CHECKLIST");
    const path = `/api/sessions/${sessionId}/rooms`;
    const refused = await service.send("DELETE", `${path}/${room.id}`);
    expect(await refused.json()).toMatchObject({ status: 409, detail: expect.stringContaining("last room") });
    const other = await add(sessionId, { type: "bathroom" });
    expect((await service.send("DELETE", `${path}/${room.id}`)).status).toBe(204);
    expect((await rooms(sessionId)).items).toEqual([other]);
  });

  test("a room added to the plan has no checklist yet, so the renovation goes back to that", async () => {
    const sessionId = await service.session();
    const { id: roomId } = await add(sessionId, { type: "kitchen" });
    await service.post(`/api/sessions/${sessionId}/checklist`, { roomId, category: "paint", description: "Paint" });
    await putInPhase(service, sessionId, "PLAN");
    await using socket = await service.socket(sessionId);
    await add(sessionId, { type: "bathroom" });
    expect(await phaseOf(sessionId)).toBe("CHECKLIST");
    expect((await socket.until("phase.changed")).reason).toContain("Bathroom");
  });

  test("a room that is dropped after the plan was approved leaves a draft without its work to be approved", async () => {
    const sessionId = await service.session();
    const base = `/api/sessions/${sessionId}`;
    const [kitchen, bathroom] = [await add(sessionId, { type: "kitchen" }), await add(sessionId, { type: "bathroom" })];
    for (const { id: roomId } of [kitchen, bathroom])
      await service.post(`${base}/checklist`, { roomId, category: "paint", description: "Paint" });
    await putInPhase(service, sessionId, "PLAN");
    const task = (key: string, roomId: string, dependsOn: string[]) => ({
      ...{ key, roomId, dependsOn, title: `Paint the ${key}`, trade: "painting", durationDays: 2 },
      ...{ labourMinor: 50_000, materialMinor: 10_000 },
    });
    const tasks = [task("kitchen", kitchen.id, []), task("bathroom", bathroom.id, ["kitchen"])];
    await service.post(`${base}/plan/versions`, { tasks, contingencyPercent: 0 });
    const { id: approvalId } = await (await service.post(`${base}/approvals`, { kind: "plan" })).json();
    expect((await service.post(`${base}/approvals/${approvalId}/answer`, { decision: "approve" })).status).toBe(200);
    await putInPhase(service, sessionId, "RENDER");

    expect((await service.send("DELETE", `${base}/rooms/${bathroom.id}`)).status).toBe(204);
    expect(await phaseOf(sessionId)).toBe("PLAN");
    const plan = await (await service.get(`${base}/plan`)).json();
    expect(plan).toMatchObject({ version: 2, status: "draft", totalMinor: 60_000, tasks: [{ key: "kitchen" }] });
    const approved = await (await service.get(`${base}/plan/versions/1`)).json();
    expect(approved).toMatchObject({ status: "approved", totalMinor: 120_000 });
    expect(approved.tasks).toHaveLength(2);
  });

  test("a settled renovation refuses to be changed and says what to do", async () => {
    const sessionId = await service.session();
    const { id } = await add(sessionId, { type: "kitchen" });
    await putInPhase(service, sessionId, "COMPLETE");
    const path = `/api/sessions/${sessionId}/rooms`;
    for (const refused of [
      await service.post(path, { type: "bathroom" }),
      await service.send("PATCH", `${path}/${id}`, { name: "x" }),
      await service.send("DELETE", `${path}/${id}`),
    ]) {
      expect(await refused.json()).toMatchObject({ status: 409, detail: expect.stringContaining("ITERATE") });
    }
  });
});

describe("sizes", () => {
  const none = { widthCm: null, lengthCm: null, areaM2: null };
  const kitchen = { widthCm: 300, lengthCm: 400, areaM2: 12 };
  test.each([
    ["the area follows the sides", none, { widthCm: 300, lengthCm: 400 }, kitchen],
    ["one side alone says no area", none, { widthCm: 300 }, { ...none, widthCm: 300 }],
    ["an area alone says no sides", none, { areaM2: 9 }, { ...none, areaM2: 9 }],
    ["a newer side moves the area", kitchen, { lengthCm: 500 }, { widthCm: 300, lengthCm: 500, areaM2: 15 }],
    ["a newer area that contradicts empties the sides", kitchen, { areaM2: 20 }, { ...none, areaM2: 20 }],
    ["a newer area that is about the same keeps them", kitchen, { areaM2: 12.1 }, { ...kitchen, areaM2: 12.1 }],
    ["an L-shaped room is smaller than its sides", none, { ...kitchen, areaM2: 10 }, { ...kitchen, areaM2: 10 }],
    [
      "a side beside a known area keeps it",
      { ...none, areaM2: 12 },
      { widthCm: 300 },
      { ...none, widthCm: 300, areaM2: 12 },
    ],
    ["an emptied side takes the area with it", kitchen, { widthCm: null }, { ...none, lengthCm: 400 }],
    ["an emptied area comes from the sides again", { ...kitchen, areaM2: 10 }, { areaM2: null }, kitchen],
    ["nothing new changes nothing", { ...kitchen, areaM2: 10 }, {}, { ...kitchen, areaM2: 10 }],
  ])("%s", (_name, before, change, after) => expect(mergeSizes(before, change)).toEqual(after));

  test("however a room is changed, its area never exceeds its sides, and saying the same again changes nothing", () => {
    const side = fc.option(fc.integer({ min: 50, max: 10_000 }), { nil: null });
    const area = fc.option(
      fc.integer({ min: 25, max: 100_000 }).map((n) => n / 100),
      { nil: null },
    );
    const change = fc.record({ widthCm: side, lengthCm: side, areaM2: area }, { requiredKeys: [] });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 6 }), (changes) => {
        let room: Parameters<typeof mergeSizes>[0] = none;
        for (const change of changes) {
          try {
            room = mergeSizes(room, change);
          } catch {
            continue;
          }
          expect(mergeSizes(room, {})).toEqual(room);
          if (room.widthCm && room.lengthCm)
            expect(room.areaM2 ?? 0).toBeLessThanOrEqual(((room.widthCm * room.lengthCm) / 10_000) * 1.02);
        }
      }),
    );
  });
});
