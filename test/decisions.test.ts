import { afterAll, beforeAll, expect, test } from "bun:test";
import { RecordedDecision } from "../src/decisions/schema.ts";
import { startRenovation } from "./support/renovation.ts";
import { startTestService, type TestService } from "./support/service.ts";

let service: TestService;
beforeAll(async () => {
  service = await startTestService();
});
afterAll(() => service[Symbol.asyncDispose]());

test("a decision is recorded, read, reworded and forgotten, and every change is an event", async () => {
  const { base, follow, posted, read } = await startRenovation(service, { rooms: [] });
  await using socket = await follow();
  const recorded = RecordedDecision.parse(await posted("/decisions", { text: " The old radiators stay " }));
  expect(recorded).toMatchObject({ text: "The old radiators stay", actor: "user" });
  const path = `${base}/decisions/${recorded.id}`;
  const reworded = await (await service.send("PATCH", path, { text: "The radiators stay" })).json();
  expect(reworded).toEqual({ ...recorded, text: "The radiators stay" });
  expect(await (await service.get(path)).json()).toEqual(reworded);
  expect((await service.send("DELETE", path)).status).toBe(204);
  expect((await service.get(path)).status).toBe(404);
  expect(await read("/decisions")).toEqual({ items: [], nextCursor: null });
  await socket.until("decisions.changed", ({ seq }) => seq === 4);
  const told = socket.received.filter((frame) => frame.type === "decisions.changed");
  expect(told.map(({ decisionIds }) => decisionIds)).toEqual([[recorded.id], [recorded.id], [recorded.id]]);
});

test("decisions come in the order in which they were taken, page by page", async () => {
  const { posted, read } = await startRenovation(service, { rooms: [] });
  const texts = ["one", "two", "three"];
  for (const text of texts) await posted("/decisions", { text });
  const first = await read("/decisions?limit=2");
  const second = await read(`/decisions?limit=2&cursor=${first.nextCursor}`);
  expect([...first.items, ...second.items].map(({ text }) => text)).toEqual(texts);
  expect(second.nextCursor).toBeNull();
});

test.each<[string, string, string, object | undefined, number]>([
  ["an empty text", "POST", "", { text: "  " }, 422],
  ["a text too long", "POST", "", { text: "x".repeat(501) }, 422],
  ["a NUL", "POST", "", { text: "a\0b" }, 422],
  ["an unknown decision to change", "PATCH", `/${crypto.randomUUID()}`, { text: "x" }, 404],
  ["an unknown decision to forget", "DELETE", `/${crypto.randomUUID()}`, undefined, 404],
  ["a foreign cursor", "GET", "?cursor=nonsense", undefined, 422],
])("%s is a problem", async (_name, method, path, body, status) => {
  const { base } = await startRenovation(service, { rooms: [] });
  expect((await service.send(method, `${base}/decisions${path}`, body)).status).toBe(status);
});

test("an edit of what was reworded meanwhile is refused", async () => {
  const { base, posted } = await startRenovation(service, { rooms: [] });
  const { id } = await posted("/decisions", { text: "one" });
  const path = `${base}/decisions/${id}`;
  const etag = (await service.get(path)).headers.get("etag") ?? "";
  await service.send("PATCH", path, { text: "two" });
  expect((await service.send("DELETE", path, undefined, { "if-match": etag })).status).toBe(412);
  expect((await service.send("PATCH", path, { text: "three" }, { "if-match": etag })).status).toBe(412);
});

test("no more are kept than the agent can read", async () => {
  const { base, posted } = await startRenovation(service, { rooms: [] });
  for (let n = 0; n < 200; n++) await posted("/decisions", { text: `decision ${n}` });
  const refused = await service.post(`${base}/decisions`, { text: "one more" });
  expect(await refused.json()).toMatchObject({ status: 409, type: "/problems/conflict" });
});
