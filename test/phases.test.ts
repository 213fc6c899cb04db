import { afterAll, beforeAll, expect, test } from "bun:test";
import fc from "fast-check";
import type { Phase } from "../src/sessions/schema.ts";
import { putInPhase } from "./support/phase.ts";
import { kitchenTasks, type Renovation, startRenovation } from "./support/renovation.ts";
import { startTestService, type TestService } from "./support/service.ts";
import { isThorough, trials } from "./support/effort.ts";

let service: TestService;
beforeAll(async () => {
  service = await startTestService();
});
afterAll(() => service[Symbol.asyncDispose]());

/** A renovation that went the whole way to RENDER. */
async function inRender(options?: Parameters<typeof startRenovation>[1]) {
  const renovation = await startRenovation(service, options);
  await renovation.toPlan();
  await renovation.write();
  await renovation.decide((await renovation.ask()).id, "approve");
  await renovation.move("RENDER");
  return renovation;
}

test("the way to RENDER and back is history, with who moved and why", async () => {
  const { id, follow, base, read, move } = await inRender();
  await using socket = await follow();
  await service.post(`${base}/phase`, { to: "PLAN", reason: "Other tiles" });
  await move("CHECKLIST");
  expect(await socket.until("phase.changed")).toMatchObject({ from: "RENDER", to: "PLAN", reason: "Other tiles" });
  const { items } = await read("/phases");
  expect(items.map(({ from, to, actor, reason }: Record<string, string>) => [from, to, actor, reason])).toEqual([
    ["INTAKE", "CHECKLIST", "user", "Moved by the user"],
    ["CHECKLIST", "PLAN", "user", "Moved by the user"],
    ["PLAN", "RENDER", "user", "Moved by the user"],
    ["RENDER", "PLAN", "user", "Other tiles"],
    ["PLAN", "CHECKLIST", "user", "Moved by the user"],
  ]);
  const { items: newest } = await read(`/phases?limit=10&cursor=${items[3].id}`);
  expect(newest).toEqual([items[4]]);
  expect(await read()).toMatchObject({ id, phase: "CHECKLIST" });
});

const remove =
  (what: string) =>
  async ({ base, read }: Renovation) => {
    const { items } = await read(`/${what}`);
    return (await service.send("DELETE", `${base}/${what}/${items[0].id}`)).status;
  };

test.each<[string, Phase, string[], Phase, RegExp]>([
  ["a checklist without a room", "INTAKE", [], "CHECKLIST", /needs at least one room/],
  ["a plan straight from the start", "INTAKE", ["kitchen"], "PLAN", /From INTAKE the next phase can be CHECKLIST/],
  ["pictures without a plan", "PLAN", ["kitchen"], "RENDER", /needs? an approved plan, and there is no plan/],
  ["the payment, which is off", "RENDER", ["kitchen"], "PAYMENT", /Payments are off/],
  ["the end without a picture", "RENDER", ["kitchen"], "COMPLETE", /needs? an approved p/],
  ["the same phase again", "PLAN", ["kitchen"], "PLAN", /From PLAN/],
])("%s is refused, and says why", async (_name, from, rooms, to, detail) => {
  const { id, refusal, phase, read } = await startRenovation(service, { rooms });
  await putInPhase(service, id, from);
  expect(await refusal("POST", "/phase", { to })).toMatchObject({
    status: 409,
    kind: "guard-failed",
    detail: expect.stringMatching(detail),
  });
  expect(await phase()).toBe(from);
  expect((await read("/phases")).items).toEqual([]);
});

test("a plan that names the rooms without a checklist is what the refusal does", async () => {
  const { posted, move, refusal } = await startRenovation(service);
  await posted("/rooms", { type: "bathroom" });
  await posted("/rooms", { type: "bedroom", name: "Guest room" });
  await move("CHECKLIST");
  expect((await refusal("POST", "/phase", { to: "PLAN" })).detail).toContain("none for Bathroom, Guest room");
});

test.each<[string, object]>([
  ["a phase that does not exist", { to: "DEMOLITION" }],
  ["no phase", {}],
  ["another field", { to: "CHECKLIST", force: true }],
])("%s is invalid input", async (_name, body) => {
  const { refusal } = await startRenovation(service);
  expect(await refusal("POST", "/phase", body)).toMatchObject({ status: 422, kind: "invalid-input" });
});

test("what a phase stands on cannot be deleted under it, and the refusal says the way out", async () => {
  const renovation = await inRender();
  expect(await remove("checklist")(renovation)).toBe(409);
  expect(await remove("rooms")(renovation)).toBe(409);
  const { items } = await renovation.read("/checklist");
  expect((await renovation.refusal("DELETE", `/checklist/${items[0].id}`)).detail).toContain("go back to PLAN first");
  expect(await renovation.phase()).toBe("RENDER");
  await renovation.move("PLAN");
  await renovation.move("CHECKLIST");
  expect(await remove("checklist")(renovation)).toBe(204);
});

test("a room that comes late leads back to its checklist, over every phase in between", async () => {
  const { posted, phase, read } = await inRender();
  await posted("/rooms", { type: "bathroom" });
  expect(await phase()).toBe("CHECKLIST");
  const { items } = await read("/phases");
  expect(items.slice(-2)).toMatchObject([
    { from: "RENDER", to: "PLAN", reason: expect.stringContaining("Bathroom") },
    { from: "PLAN", to: "CHECKLIST", reason: expect.stringContaining("Bathroom") },
  ]);
});

test.each<Phase>(["PAYMENT", "COMPLETE"])(
  "in %s neither budget, style nor plan change, and the title may",
  async (to) => {
    const { id, refusal, patch, phase } = await inRender();
    await putInPhase(service, id, to);
    expect(await refusal("PATCH", "", { budgetMinor: 1 })).toMatchObject({ status: 409, kind: "conflict" });
    expect(await refusal("PATCH", "", { styleSlug: null })).toMatchObject({ status: 409 });
    expect(await refusal("POST", "/plan/versions", { tasks: kitchenTasks })).toMatchObject({ status: 409 });
    expect(await phase()).toBe(to);
    expect(await patch({ title: "Ours" })).toMatchObject({ title: "Ours" });
  },
);

/** What anybody can do to a renovation over HTTP; whether it works is the service's business. */
const doings: Record<string, (renovation: Renovation, choice: number) => Promise<unknown>> = {
  addRoom: ({ base }) => service.post(`${base}/rooms`, { type: "bedroom" }),
  removeRoom: (each, choice) => deleteOne(each, "rooms", choice),
  addItem: async ({ base, read }, choice) => {
    const { items } = await read("/rooms");
    const roomId = items[choice % Math.max(1, items.length)]?.id ?? crypto.randomUUID();
    return service.post(`${base}/checklist`, { roomId, category: "paint", description: "Paint" });
  },
  removeItem: (each, choice) => deleteOne(each, "checklist", choice),
  pick: async ({ base, read }, choice) => {
    const { items } = await read("/rooms");
    const roomId = items[choice % Math.max(1, items.length)]?.id ?? crypto.randomUUID();
    return service.post(`${base}/picks`, { roomId, productSlug: "oak-plank-natural", quantity: 1 + (choice % 60) });
  },
  setBudget: ({ patch }, choice) => patch({ budgetMinor: 500_000 + (choice % 10) * 50_000 }),
  setCurrency: ({ patch }, choice) => patch({ budgetMinor: 800_000, currency: choice % 3 === 0 ? "GBP" : "EUR" }),
  writePlan: async ({ base, read }, choice) => {
    const { items } = await read("/rooms");
    const roomId = items[choice % Math.max(1, items.length)]?.id ?? null;
    return service.post(`${base}/plan/versions`, { tasks: kitchenTasks.map((task) => ({ ...task, roomId })) });
  },
  deletePlan: async ({ base, read }) => {
    const { items } = await read("/plan/versions");
    return service.send("DELETE", `${base}/plan/versions/${items[0]?.version ?? 1}`);
  },
  restorePlan: ({ base }, choice) => service.post(`${base}/plan/versions/${1 + (choice % 3)}/restore`, {}),
  ask: ({ base }) => service.post(`${base}/approvals`, { kind: "plan" }),
  askForMore: ({ base }) => service.post(`${base}/approvals`, { kind: "over_budget" }),
  answer: async ({ base, read }, choice) => {
    const { items } = await read("/approvals");
    const decision = choice % 4 === 0 ? "reject" : "approve";
    return service.post(`${base}/approvals/${items[0]?.id ?? crypto.randomUUID()}/answer`, { decision });
  },
  move: ({ base }, choice) =>
    service.post(`${base}/phase`, {
      to: ["CHECKLIST", "PLAN", "RENDER", "PAYMENT", "COMPLETE", "ITERATE"][choice % 6],
    }),
  forward: async ({ base, phase }) => {
    const next = { INTAKE: "CHECKLIST", CHECKLIST: "PLAN", PLAN: "RENDER" }[await phase()];
    return service.post(`${base}/phase`, { to: next ?? "PAYMENT" });
  },
};

async function deleteOne({ base, read }: Renovation, what: string, choice: number) {
  const { items } = await read(`/${what}`);
  return service.send(
    "DELETE",
    `${base}/${what}/${items[choice % Math.max(1, items.length)]?.id ?? crypto.randomUUID()}`,
  );
}

/** What must be there for a session to be in its phase, read from outside and counted anew. */
async function standsFirmly({ read }: Renovation) {
  const { phase, budgetMinor, currency } = await read();
  const [{ items: rooms }, { items: checklist }, { items: picks }, { items: versions }, { items: approvals }] =
    await Promise.all(["/rooms", "/checklist", "/picks", "/plan/versions", "/approvals"].map((path) => read(path)));
  const hasRoom = rooms.length > 0;
  const hasChecklists = rooms.every(({ id }: { id: string }) =>
    checklist.some((item: { roomId: string }) => item.roomId === id),
  );
  const [plan] = versions;
  const spent =
    (plan?.totalMinor ?? 0) + picks.reduce((sum: number, pick: { costMinor: number }) => sum + pick.costMinor, 0);
  const allowed = approvals
    .filter(
      ({ kind, status, facts }: { kind: string; status: string; facts: { planVersion: number } }) =>
        kind === "over_budget" && status === "approved" && facts.planVersion === plan?.version,
    )
    .map(({ facts }: { facts: { overMinor: number } }) => facts.overMinor);
  const fits = spent <= budgetMinor + Math.max(0, ...allowed) && plan?.currency === currency;
  const pending = approvals.filter(({ status }: { status: string }) => status === "pending");
  expect(pending.length === 0 || phase === "PLAN").toBe(true);
  for (const { facts } of pending)
    expect(facts).toMatchObject({ planVersion: plan?.version, totalMinor: spent, budgetMinor });
  switch (phase) {
    case "INTAKE":
      return true;
    case "CHECKLIST":
      return hasRoom;
    case "PLAN":
      return hasRoom && hasChecklists;
    case "RENDER":
      return hasRoom && hasChecklists && plan?.status === "approved" && fits;
    default:
      return false;
  }
}

const legal = "INTAKE>CHECKLIST CHECKLIST>PLAN PLAN>CHECKLIST PLAN>RENDER RENDER>PLAN".split(" ");

test("no sequence of requests leads to a phase that has nothing to stand on, or to one by a way that is none", async () => {
  // Doings that lead on come more often, so that the later phases are reached.
  const names = [
    ...Object.keys(doings),
    "forward",
    "forward",
    "writePlan",
    "ask",
    "answer",
    "askForMore",
    "answer",
    "forward",
  ];
  const reached = new Set<string>();
  const steps = fc.array(fc.tuple(fc.constantFrom(...names), fc.nat(1_000)), { minLength: 8, maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(steps, async (sequence) => {
      const begin = sequence.length % 2 === 0 ? inRender : (options: object) => startRenovation(service, options);
      const renovation = await begin({ budgetMinor: 700_000 });
      for (const [name, choice] of sequence) {
        await doings[name]?.(renovation, choice);
        expect(await standsFirmly(renovation)).toBe(true);
      }
      const { items } = await renovation.read("/phases?limit=100");
      for (const { from, to } of items) {
        reached.add(`${from}>${to}`);
        expect(legal).toContain(`${from}>${to}`);
      }
      for (const [index, { from }] of items.entries()) expect(from).toBe(items[index - 1]?.to ?? "INTAKE");
    }),
    // With these examples every legal step comes up.
    { ...trials(6, 20), seed: 4, endOnFailure: true },
  );
  if (isThorough) expect([...reached].toSorted()).toEqual(legal.toSorted());
  expect(service.lines.filter(({ level }) => level === "error")).toEqual([]);
}, 60_000);
