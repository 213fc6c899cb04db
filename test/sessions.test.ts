import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { Session } from "../src/sessions/schema.ts";
import { titleFrom } from "../src/sessions/title.ts";
import { startRenovation } from "./support/renovation.ts";
import { startTestService, type TestService } from "./support/service.ts";

let service: TestService;
beforeAll(async () => {
  service = await startTestService();
});
afterAll(() => service[Symbol.asyncDispose]());

test("budget, style, title and constraints are changed, emptied, and told to everyone", async () => {
  const { patch, read, follow } = await startRenovation(service, { rooms: [] });
  await using socket = await follow();
  const constraints = ["the old radiators stay"];
  const changed = await patch({ title: "Ours", budgetMinor: 1_500_000, styleSlug: "scandinavian", constraints });
  expect(changed).toMatchObject({ title: "Ours", budgetMinor: 1_500_000, styleSlug: "scandinavian", constraints });
  await socket.until("session.changed");
  expect(await read()).toMatchObject({ budgetMinor: 1_500_000, currency: "EUR", styleSlug: "scandinavian" });
  const emptied = await patch({ budgetMinor: null, styleSlug: null, constraints: [] });
  expect(emptied).toMatchObject({
    title: "Ours",
    budgetMinor: null,
    currency: "EUR",
    styleSlug: null,
    constraints: [],
  });
});

test("a first budget without a currency is in euros", async () => {
  const id = await service.session();
  const response = await service.send("PATCH", `/api/sessions/${id}`, { budgetMinor: 2_000_000 });
  expect(Session.parse(await response.json())).toMatchObject({ budgetMinor: 2_000_000, currency: "EUR" });
});

test.each<[string, object, string]>([
  ["nothing", {}, ""],
  ["a negative budget", { budgetMinor: -1 }, "/budgetMinor"],
  ["a budget above all measure", { budgetMinor: 1e15 }, "/budgetMinor"],
  ["half a cent", { budgetMinor: 0.5 }, "/budgetMinor"],
  ["a currency that is none", { budgetMinor: 1, currency: "ABC" }, "/currency"],
  ["a currency in small letters", { currency: "eur" }, "/currency"],
  ["another currency without its budget", { currency: "GBP" }, "/budgetMinor"],
  ["a style that does not exist", { styleSlug: "brutal-gothic" }, "/styleSlug"],
  ["a style without a name", { styleSlug: "" }, "/styleSlug"],
  ["a phase", { title: "Ours", phase: "COMPLETE" }, ""],
])("changing %s is refused, and nothing changes", async (_name, change, pointer) => {
  const { base, read } = await startRenovation(service, { rooms: [] });
  const before = await read();
  const response = await service.send("PATCH", base, change);
  expect(response.status).toBe(422);
  expect(await response.json()).toMatchObject({ type: "/problems/invalid-input", errors: [{ pointer }] });
  expect(await read()).toEqual(before);
});

test("an edit or deletion of what somebody else changed meanwhile is refused; messages do not count", async () => {
  const { base, posted } = await startRenovation(service, { rooms: [] });
  const etag = (await service.get(base)).headers.get("etag") ?? "";
  await posted("/messages", { text: "hi" });
  const edit = (budgetMinor: number, tag: string) => service.send("PATCH", base, { budgetMinor }, { "if-match": tag });
  const first = await edit(1_000, etag);
  expect(first.status).toBe(200);
  expect((await edit(2_000, etag)).status).toBe(412);
  expect((await edit(2_000, first.headers.get("etag") ?? "")).status).toBe(200);
  expect((await edit(3_000, "*")).status).toBe(200);
  const remove = (tag: string) => service.send("DELETE", base, undefined, { "if-match": tag });
  expect((await remove(etag)).status).toBe(412);
  expect((await remove((await service.get(base)).headers.get("etag") ?? "")).status).toBe(204);
});

test("a new currency converts what was estimated and picked, and a plan in the old one has to be written anew", async () => {
  const { posted, roomIds, toPlan, write, ask, decide, move, patch, phase, read, refusal, base } =
    await startRenovation(service);
  const roomId = roomIds[0];
  await posted("/checklist", { roomId, category: "paint", description: "Paint", estimateMinor: 100_000 });
  await posted("/picks", { roomId, productSlug: "oak-plank-natural", quantity: 2 });
  await service.send("PATCH", `${base}/rooms/${roomId}`, { budgetMinor: 1_000_000 });
  await toPlan();
  await write();
  await decide((await ask()).id, "approve");
  await move("RENDER");
  await patch({ budgetMinor: 1_800_000, currency: "GBP" });
  // 0.87 pounds stand for a euro.
  expect(await read("/rooms")).toMatchObject({ items: [{ budgetMinor: 870_000 }] });
  expect((await read("/checklist")).items).toContainEqual(expect.objectContaining({ estimateMinor: 87_000 }));
  expect(await read("/picks")).toMatchObject({ items: [{ unitPriceMinor: 4_776, costMinor: 9_552 }] });
  expect(await phase()).toBe("PLAN");
  expect(await refusal("POST", "/approvals", { kind: "plan" })).toMatchObject({
    kind: "guard-failed",
    detail: expect.stringContaining("write a new version"),
  });
  expect(await write()).toMatchObject({ currency: "GBP" });
  expect(await refusal("POST", "/plan/versions/1/restore", {})).toMatchObject({ kind: "conflict" });
});

describe("a session without a title", () => {
  test("takes it from the first message, and keeps it", async () => {
    const { id } = Session.parse(await (await service.post("/api/sessions", {})).json());
    const path = `/api/sessions/${id}`;
    await using chat = await service.socket(id);
    await chat.until("hello");
    chat.send({ type: "message", id: "m-1", text: "  Redo my kitchen,\n3 by 4 metres" });
    await chat.until("session.changed");
    await service.post(`${path}/messages`, { text: "And the bathroom" });
    expect(await (await service.get(path)).json()).toMatchObject({ title: "Redo my kitchen" });
  });

  test("is not renamed where it has one", async () => {
    const id = await service.session("Ours");
    await service.post(`/api/sessions/${id}/messages`, { text: "Redo my kitchen" });
    expect(await (await service.get(`/api/sessions/${id}`)).json()).toMatchObject({ title: "Ours" });
  });

  test.each([
    ["I want to redo my kitchen", "Redo my kitchen"],
    ["Redo\t my   kitchen\nplease", "Redo my kitchen"],
    ["I want to redo my kitchen, 3 by 4 metres, about 20k, something Scandinavian", "Redo my kitchen"],
    ["Hi! We'd like a calm bedroom, 4 by 4.5 metres", "A calm bedroom"],
    ["We bought a flat and need a bathroom. It has 6 m²", "We bought a flat and need a bathroom"],
    ["My kitchen is 3.5 m wide - and old", "My kitchen is 3.5 m wide"],
    ["hello", "hello"],
    ["Kitchen, please", "Kitchen, please"],
    [
      "Combine the living room and the dining room into one bright space",
      "Combine the living room and the dining room into one bright…",
    ],
    ["x".repeat(100), `${"x".repeat(60)}…`],
    ["🏠".repeat(60), `${"🏠".repeat(30)}…`],
    [`a${"🏠".repeat(60)}`, `a${"🏠".repeat(29)}…`],
  ])("%p is called %p", (text, title) => expect(titleFrom(text)).toBe(title));
});
