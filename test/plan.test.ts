import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { Plan } from "../src/plan/schema.ts";
import { kitchenTasks, startRenovation } from "./support/renovation.ts";
import { startTestService, type TestService } from "./support/service.ts";

let service: TestService;
beforeAll(async () => {
  service = await startTestService();
});
afterAll(() => service[Symbol.asyncDispose]());

async function inPlan(options?: Parameters<typeof startRenovation>[1]) {
  const renovation = await startRenovation(service, options);
  await renovation.toPlan();
  return renovation;
}

test("a plan is written, and its order, dates and totals are computed", async () => {
  const { follow, read, write, roomIds } = await inPlan();
  await using socket = await follow();
  const [strip, tile, paint] = kitchenTasks;
  const plan = await write({
    tasks: [{ ...paint, roomId: roomIds[0] }, tile, strip],
    startsOn: "2026-12-05",
    contingencyPercent: 15,
  });
  expect(plan).toMatchObject({
    version: 1,
    status: "draft",
    currency: "EUR",
    startsOn: "2026-12-07",
    endsOn: "2026-12-10",
    workingDays: 4,
    taskCount: 3,
    labourMinor: 400_000,
    materialMinor: 200_000,
    contingencyMinor: 90_000,
    totalMinor: 690_000,
    criticalPath: ["strip", "tile", "paint"],
    actor: "user",
  });
  expect(plan.tasks.map(({ key, startsOn, roomName }) => [key, startsOn, roomName])).toEqual([
    ["strip", "2026-12-07", null],
    ["tile", "2026-12-08", null],
    ["paint", "2026-12-10", "Kitchen"],
  ]);
  expect(Plan.parse(await read("/plan"))).toEqual(plan);
  expect(await socket.until("plan.changed")).toMatchObject({ version: 1 });
});

test.each<[string, object, number, RegExp]>([
  [
    "a cycle",
    { tasks: [{ ...kitchenTasks[0], dependsOn: ["tile"] }, kitchenTasks[1]] },
    422,
    /strip after tile after strip/,
  ],
  ["an unknown dependency", { tasks: [{ ...kitchenTasks[0], dependsOn: ["roof"] }] }, 422, /roof, which is no task/],
  [
    "a room of another session",
    { tasks: [{ ...kitchenTasks[0], roomId: crypto.randomUUID() }] },
    422,
    /does not exist/,
  ],
  ["no task at all", { tasks: [] }, 422, /./],
  ["negative money", { tasks: [{ ...kitchenTasks[0], labourMinor: -1 }] }, 422, /./],
  ["more money than there is", { tasks: [{ ...kitchenTasks[0], labourMinor: 1e15 }] }, 422, /./],
  ["half a day", { tasks: [{ ...kitchenTasks[0], durationDays: 0.5 }] }, 422, /./],
  ["a trade that nobody has", { tasks: [{ ...kitchenTasks[0], trade: "wizardry" }] }, 422, /./],
  ["a day that does not exist", { tasks: kitchenTasks, startsOn: "2026-02-30" }, 422, /./],
  ["a total of its own", { tasks: kitchenTasks, totalMinor: 1 }, 422, /./],
])("a plan with %s is refused, and nothing is written", async (_name, plan, status, detail) => {
  const { refusal, read } = await inPlan();
  expect(await refusal("POST", "/plan/versions", plan)).toMatchObject({
    status,
    detail: expect.stringMatching(detail),
  });
  expect(await read("/plan/versions")).toEqual({ items: [], nextCursor: null });
});

test("a plan is not written before its phase, and there is none to read", async () => {
  const { refusal, move } = await startRenovation(service);
  const early = () => refusal("POST", "/plan/versions", { tasks: kitchenTasks });
  expect(await early()).toMatchObject({ status: 409, kind: "guard-failed" });
  await move("CHECKLIST");
  expect(await early()).toMatchObject({ status: 409, kind: "guard-failed" });
  expect(await refusal("GET", "/plan")).toMatchObject({ status: 404 });
});

describe("versions", () => {
  test("an edit is a new version, which is refused when the plan has changed since it was read", async () => {
    const { base, write, read, refusal } = await inPlan();
    await write();
    const etag = (await service.get(`${base}/plan`)).headers.get("etag") ?? "";
    const second = await write({ contingencyPercent: 0 });
    expect(second.version).toBe(2);
    expect(await refusal("POST", "/plan/versions", { tasks: kitchenTasks }, { "if-match": etag })).toMatchObject({
      status: 412,
      kind: "precondition-failed",
    });
    expect((await read("/plan/versions")).items).toMatchObject([{ version: 2 }, { version: 1 }]);
  });

  test.each(['"5Jb0Fq2sQ1yV7m0cX3kW9A"', "*"])("If-Match %s names no plan where there is none yet", async (tag) => {
    const { refusal } = await inPlan();
    const refused = await refusal("POST", "/plan/versions", { tasks: kitchenTasks }, { "if-match": tag });
    expect(refused).toMatchObject({ status: 412, kind: "precondition-failed" });
  });

  test("the same Idempotency-Key writes one version", async () => {
    const { base, read } = await inPlan();
    const key = { "idempotency-key": crypto.randomUUID() };
    const write = () => service.post(`${base}/plan/versions`, { tasks: kitchenTasks }, key);
    const [first, second] = await Promise.all([write(), write()]);
    expect(await second.json()).toEqual(await first.json());
    expect((await read("/plan/versions")).items).toHaveLength(1);
  });

  test("an older one is brought back as a draft, without the work in rooms that are gone", async () => {
    const { base, write, posted, roomIds } = await inPlan({ rooms: ["kitchen", "bathroom"] });
    const [strip, tile, paint] = kitchenTasks;
    const first = await write({ tasks: [strip, { ...tile, roomId: roomIds[1] }, paint], startsOn: "2027-03-01" });
    await write({ tasks: [strip] });
    await service.send("DELETE", `${base}/rooms/${roomIds[1]}`);
    const restored = Plan.parse(await posted("/plan/versions/1/restore", {}));
    expect(restored).toMatchObject({ version: 3, basedOn: 1, status: "draft", startsOn: "2027-03-01" });
    expect(restored.tasks.map(({ key, dependsOn }) => [key, dependsOn])).toEqual([
      ["strip", []],
      ["paint", ["strip"]],
    ]);
    expect(Plan.parse(await (await service.get(`${base}/plan/versions/1`)).json())).toEqual(first);
  });

  test("a draft can be deleted, and its number is not used again", async () => {
    const { base, write, read, refusal } = await inPlan();
    await write();
    await write();
    expect((await service.send("DELETE", `${base}/plan/versions/2`)).status).toBe(204);
    expect(await read("/plan")).toMatchObject({ version: 1 });
    expect(await write()).toMatchObject({ version: 3 });
    expect(await refusal("DELETE", "/plan/versions/2")).toMatchObject({ status: 404 });
    expect(await refusal("POST", "/plan/versions/3/restore", {})).toMatchObject({ status: 409 });
  });

  test("an approved one never changes: an edit is a draft beside it, and leads back to PLAN", async () => {
    const { write, ask, decide, move, read, refusal, phase } = await inPlan();
    await write();
    await decide((await ask()).id, "approve");
    const approved = await read("/plan");
    expect(approved).toMatchObject({ version: 1, status: "approved", approvedAt: expect.any(String) });
    await move("RENDER");
    expect(await refusal("DELETE", "/plan/versions/1")).toMatchObject({ status: 409, kind: "conflict" });
    expect(await write({ tasks: [kitchenTasks[0]] })).toMatchObject({ version: 2, status: "draft" });
    expect(await phase()).toBe("PLAN");
    expect(await read("/plan/versions/1")).toEqual(approved);
    expect(await refusal("POST", "/phase", { to: "RENDER" })).toMatchObject({ kind: "guard-failed" });
  });
});

test("dropping a room takes its work out of the plan, in any phase before the payment", async () => {
  const { base, follow, roomIds, write, ask, decide, move, read, phase } = await inPlan({
    rooms: ["kitchen", "bathroom"],
  });
  const [strip, tile, paint] = kitchenTasks;
  await write({ tasks: [strip, { ...tile, roomId: roomIds[1] }, paint] });
  await decide((await ask()).id, "approve");
  await move("RENDER");
  await using socket = await follow();
  expect((await service.send("DELETE", `${base}/rooms/${roomIds[1]}`)).status).toBe(204);
  expect(await phase()).toBe("PLAN");
  expect(await read("/plan")).toMatchObject({ version: 2, status: "draft", taskCount: 2, labourMinor: 200_000 });
  expect(await socket.until("phase.changed")).toMatchObject({ from: "RENDER", to: "PLAN" });
});

test("identifiers in capitals name the same session, to its followers too, and the same room", async () => {
  const { id, roomIds, write, read } = await inPlan({ rooms: ["kitchen", "bathroom"] });
  const [kitchen = "", bathroom = ""] = roomIds;
  const [strip, tile] = kitchenTasks;
  const plan = {
    tasks: [
      { ...strip, roomId: kitchen.toUpperCase() },
      { ...tile, roomId: bathroom },
    ],
  };
  expect((await write(plan)).tasks.map(({ roomId }) => roomId)).toEqual([kitchen, bathroom]);
  await using socket = await service.socket(id.toUpperCase());
  expect(await socket.until("hello")).toMatchObject({ sessionId: id });
  const path = `/api/sessions/${id.toUpperCase()}/rooms/${bathroom.toUpperCase()}`;
  expect((await service.send("DELETE", path)).status).toBe(204);
  expect(await socket.until("rooms.changed")).toMatchObject({ roomIds: [bathroom] });
  expect((await read("/plan")).tasks).toMatchObject([{ key: "strip" }]);
});

test("another owner's plan is not there", async () => {
  const unknown = crypto.randomUUID();
  for (const path of ["plan", "plan/versions", "plan/versions/1", "approvals", "decisions", "phases"])
    expect((await service.get(`/api/sessions/${unknown}/${path}`)).status).toBe(404);
});
