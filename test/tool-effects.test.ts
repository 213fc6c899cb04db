import { afterAll, beforeAll, expect, test } from "bun:test";
import fc from "fast-check";
import type { Tool } from "../src/agent/tools/tool.ts";
import { allTools } from "../src/agent/tools/toolbox.ts";
import { loadProject } from "../src/agent/context.ts";
import { connect, type Database, transaction } from "../src/db/client.ts";
import { localOwner as owner } from "../src/sessions/owner.ts";
import { createSession, getSession } from "../src/sessions/store.ts";
import type { Claim } from "../src/turns/claim.ts";
import { applyEffect } from "../src/turns/fence.ts";
import { submitTurn } from "../src/turns/submit.ts";
import { createDatabase, type TestDatabase } from "./support/database.ts";
import { trials } from "./support/effort.ts";

let own: TestDatabase;
let database: Database;
beforeAll(async () => {
  own = await createDatabase();
  database = connect({ url: own.url }, { applicationName: "tool-effects", poolSize: 8, queryTimeoutMs: 10_000 });
});
afterAll(async () => {
  await database.end({ timeout: 1 });
  await own[Symbol.asyncDispose]();
});

/** A session with a running turn, as an agent has it. */
async function startTurn() {
  const { id } = await transaction(database, (sql) => createSession(sql, owner, {}));
  const turn = { clientId: "m-1", text: "hello" };
  const { claim } = await submitTurn(database, owner, id, turn, { replica: "test", dailyTokens: undefined });
  if (!claim) throw new Error("the turn was not claimed");
  return claim;
}

const tool = (name: string): Tool => {
  const found = allTools.find((known) => known.name === name);
  if (!found) throw new Error(`there is no tool ${name}`);
  return found;
};

/** One attempt at a tool call, as the agent makes it. */
const attempt = (claim: Claim, callId: string, name: string, input: object) =>
  applyEffect(database, claim, callId, async (sql) => {
    const session = await getSession(sql, owner, claim.sessionId);
    const { result, events = [] } = await tool(name).use(input, {
      sql,
      owner,
      session,
      turnId: claim.turnId,
      renderers: ["concept_board"],
    });
    return { result, events };
  });

/** Everything a client could read of the renovation, without ids and times. */
async function look({ sessionId }: Claim) {
  const project = await loadProject(database, owner, sessionId);
  const [log] = await database<{ lastSeq: number }[]>`select last_seq from sessions where id = ${sessionId}`;
  const { session, rooms, checklist, picks, plan, budget, approvals, decisions } = project;
  return {
    lastSeq: log?.lastSeq,
    phase: session.phase,
    rooms: rooms.map(({ name }) => name),
    items: checklist.map(({ description, estimateMinor }) => [description, estimateMinor]),
    picks: picks.map(({ productSlug, costMinor }) => [productSlug, costMinor]),
    plan: plan && [plan.version, plan.totalMinor],
    allocated: budget.allocatedMinor,
    approvals: approvals.map(({ status }) => status),
    decisions: decisions.map(({ text }) => text),
  };
}

/** The way to the question, one call after the other; each is tried so many times at once. */
async function work(claim: Claim, attemptsOf: (index: number) => number) {
  let index = 0;
  const call = async (name: string, input: object) => {
    const callId = `1.${index}`;
    const attempts = attemptsOf(index++);
    const all = await Promise.all(Array.from({ length: attempts }, () => attempt(claim, callId, name, input)));
    for (const { result } of all) expect(Bun.deepEquals(result, all[0]?.result)).toBe(true);
    expect(all.filter(({ published }) => published.length > 0).length).toBeLessThanOrEqual(1);
  };
  const decisions = ["The radiators stay"];
  await call("save_intake", { rooms: [{ type: "kitchen", areaM2: 12 }], budget: { amount: 9_000 }, decisions });
  const { rooms } = await loadProject(database, owner, claim.sessionId);
  const roomId = rooms[0]?.id;
  await call("move_to_phase", { to: "CHECKLIST", reason: "go" });
  const item = { roomId, category: "flooring", description: "Floor", work: { rate: "lay-wood-floor" } };
  await call("save_checklist", { items: [item] });
  await call("pick_product", { picks: [{ roomId, product: "oak-plank-natural", quantity: 13 }] });
  await call("move_to_phase", { to: "PLAN", reason: "go" });
  const task = { key: "floor", title: "Floor", roomId, work: [{ rate: "lay-wood-floor", quantity: 12 }] };
  await call("save_plan", { tasks: [task] });
  await call("request_approval", { kind: "plan" });
}

test.each([
  ["a room's name", { rooms: [{ type: "kitchen", name: " " }] }],
  ["what a room needs", { rooms: [{ type: "kitchen", requirements: [" "] }] }],
  ["a wish", { constraints: [" \n"] }],
])("%s that is blank is refused from the agent as over HTTP", async (_what, input) => {
  const claim = await startTurn();
  await expect(attempt(claim, "1.0", "save_intake", input)).rejects.toMatchObject({ kind: "invalid-input" });
});

test("a tool call that is tried again and again, also side by side, is done once", async () => {
  const once = await startTurn();
  await work(once, () => 1);
  const expected = await look(once);
  expect(expected).toMatchObject({ phase: "PLAN", rooms: ["Kitchen"], plan: [1, 58_080], approvals: ["pending"] });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 7, maxLength: 7 }), async (attempts) => {
      const claim = await startTurn();
      await work(claim, (index) => attempts[index] ?? 1);
      expect(await look(claim)).toEqual(expected);
    }),
    trials(3, 16),
  );
}, 60_000);

test("a tool call that fails half-way leaves nothing behind", async () => {
  const claim = await startTurn();
  const before = await look(claim);
  const rooms = [
    { type: "kitchen", areaM2: 12 },
    { type: "bathroom", widthCm: 100, lengthCm: 100, areaM2: 900 },
  ];
  const failed = await attempt(claim, "1.0", "save_intake", { rooms, budget: { amount: 9_000 } }).then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(String(failed)).toContain("does not match");
  expect(await look(claim)).toEqual(before);
});
