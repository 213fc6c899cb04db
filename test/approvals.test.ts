import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Agent } from "../src/agent/agent.ts";
import { expireOverdue } from "../src/approvals/expiry.ts";
import { requestApproval } from "../src/approvals/requests.ts";
import { readAnswer } from "../src/approvals/wording.ts";
import { connect } from "../src/db/client.ts";
import { getSession } from "../src/sessions/store.ts";
import { onDatabase } from "./support/asset-client.ts";
import { createDatabase } from "./support/database.ts";
import { startFakeGemini } from "./support/fake-gemini.ts";
import { kitchenTasks, startRenovation } from "./support/renovation.ts";
import { startTestService, type TestService } from "./support/service.ts";
import type { TestSocket } from "./support/socket.ts";

/** An agent that asks for the plan's approval when it is told "ask", and says something else otherwise. */
const askingAgent: Agent = async function* ({ turn, effect }) {
  const { owner, sessionId, id: turnId } = turn;
  const asked = await effect("1.0", async (sql) => {
    const [said] = await sql<{ content: string }[]>`
      select content from messages where turn_id = ${turnId} and role = 'user'`;
    if (said?.content !== "ask") return { result: false, events: [] };
    const session = await getSession(sql, owner, sessionId);
    const { events } = await requestApproval(sql, owner, session, { kind: "plan" }, { turnId });
    return { result: true, events };
  });
  yield { type: "text", text: asked ? "Please decide." : "I see." };
};

let service: TestService;
beforeAll(async () => {
  service = await startTestService({ agent: askingAgent });
});
afterAll(() => service[Symbol.asyncDispose]());

test("what is stored wrongly is the service's fault: it says so to nobody but its log", async () => {
  await using broken = await startTestService({ agent: askingAgent });
  const { ask, read } = await planned(undefined, broken);
  const { id } = await ask();
  await onDatabase(broken, (sql) => sql`update approvals set facts = '{}' where id = ${id}`);
  const answer = await read(`/approvals/${id}`);
  expect(answer).toEqual({
    type: "/problems/internal",
    title: "Internal error",
    status: 500,
    requestId: answer.requestId,
  });
  expect(broken.lines).toContainEqual(expect.objectContaining({ level: "error", requestId: answer.requestId }));
});

async function planned(options?: Parameters<typeof startRenovation>[1], on = service) {
  const renovation = await startRenovation(on, options);
  await renovation.toPlan();
  await renovation.write();
  return renovation;
}
/** One that the plan of 660,000 does not fit. */
const tight = { budgetMinor: 600_000 };

async function say(chat: TestSocket, text: string) {
  const id = crypto.randomUUID();
  chat.send({ type: "message", id, text });
  const { turnId } = await chat.until("message.accepted", ({ message }) => message.clientId === id);
  await chat.until("turn.finished", (frame) => frame.turnId === turnId);
  return turnId;
}

describe("asking", () => {
  test("shows what to decide on, ends the turn, and waits for whoever comes back", async () => {
    const { follow, read } = await planned();
    await using chat = await follow();
    const turnId = await say(chat, "ask");
    const { seq: _, type: __, ...requested } = await chat.until("approval.requested");
    expect(requested).toMatchObject({
      turnId,
      kind: "plan",
      facts: { planVersion: 1, taskCount: 3, labourMinor: 400_000, materialMinor: 200_000, contingencyMinor: 60_000 },
    });
    expect(requested.facts).toMatchObject({ productsMinor: 0, totalMinor: 660_000, overMinor: 0, currency: "EUR" });
    await using later = await follow();
    expect((await later.until("hello")).pendingApprovals).toEqual([requested]);
    expect((await read("/approvals")).items).toMatchObject([{ id: requested.approvalId, status: "pending", turnId }]);
  });

  test("counts the products that were picked", async () => {
    const { ask, posted, roomIds } = await planned();
    await posted("/picks", { roomId: roomIds[0], productSlug: "oak-plank-natural", quantity: 10 });
    expect((await ask()).facts).toMatchObject({ productsMinor: 54_900, totalMinor: 714_900 });
  });

  test.each<[string, (renovation: Awaited<ReturnType<typeof planned>>) => Promise<unknown>, string, string, RegExp]>([
    ["outside of PLAN", ({ move }) => move("CHECKLIST"), "plan", "guard-failed", /in the phase PLAN/],
    [
      "without a plan",
      ({ base }) => service.send("DELETE", `${base}/plan/versions/1`),
      "plan",
      "guard-failed",
      /no plan/,
    ],
    ["twice", ({ ask }) => ask(), "plan", "conflict", /asked already/],
    [
      "for what is approved",
      async ({ ask, decide }) => decide((await ask()).id, "approve"),
      "plan",
      "conflict",
      /approved already/,
    ],
    ["over the budget without saying so", ({ patch }) => patch(tight), "plan", "guard-failed", /€600 over the budget/],
    ["to go over a budget that it fits", async () => {}, "over_budget", "conflict", /within the budget/],
  ])("%s is refused", async (_name, prepare, kind, problem, detail) => {
    const renovation = await planned();
    await prepare(renovation);
    expect(await renovation.refusal("POST", "/approvals", { kind })).toMatchObject({
      kind: problem,
      detail: expect.stringMatching(detail),
    });
  });
});

describe("answering", () => {
  test("over the socket applies the decision, tells every device, and starts a turn that tells the agent", async () => {
    const { follow, ask, read } = await planned();
    const { id: approvalId } = await ask();
    await using one = await follow();
    await using other = await follow();
    one.send({ type: "answer", approvalId, decision: "approve", note: "Start after Easter" });
    expect(await other.until("approval.answered")).toMatchObject({
      approvalId,
      kind: "plan",
      status: "approved",
      note: "Start after Easter",
    });
    await other.until("plan.changed");
    expect(await read("/plan")).toMatchObject({ status: "approved" });
    const { message, turnId } = await one.until("message.accepted");
    expect(message).toMatchObject({ role: "user", content: "I approve the plan.\n\nStart after Easter" });
    await one.until("turn.finished", (frame) => frame.turnId === turnId);
  });

  test("no leaves the plan a draft", async () => {
    const { ask, decide, read } = await planned();
    expect(await decide((await ask()).id, "reject", "too late")).toMatchObject({
      status: "rejected",
      note: "too late",
    });
    expect(await read("/plan")).toMatchObject({ status: "draft" });
    expect((await read("/messages")).items.at(-1)).toMatchObject({ content: "I do not approve the plan.\n\ntoo late" });
  });

  test("happens once, whoever is first, over whatever", async () => {
    const { follow, base, ask, read } = await planned();
    const { id: approvalId } = await ask();
    await using chat = await follow();
    chat.send({ type: "answer", approvalId, decision: "reject" });
    const answers = await Promise.all(
      ["approve", "reject", "approve"].map((decision) =>
        service.post(`${base}/approvals/${approvalId}/answer`, { decision }),
      ),
    );
    await chat.until("approval.answered");
    const socketRefused = chat.received.filter(({ type }) => type === "problem").length;
    const winners = answers.filter(({ ok }) => ok).length;
    expect(answers.every(({ status }) => status === 200 || status === 409)).toBe(true);
    // Either one request won and the frame comes to nothing, or the frame won.
    if (winners === 0) expect(socketRefused).toBe(0);
    else expect((await chat.until("problem")).ref).toBe(approvalId);
    expect(winners).toBeLessThanOrEqual(1);
    expect(chat.types().filter((type) => type === "approval.answered")).toHaveLength(1);
    const { status } = await read(`/approvals/${approvalId}`);
    expect(await read("/plan")).toMatchObject({ status: status === "approved" ? "approved" : "draft" });
  });

  test("survives a restart in between", async () => {
    await using database = await createDatabase();
    const first = await startTestService({ agent: askingAgent, databaseUrl: database.url });
    const { id, base, ask } = await planned({}, first);
    const { id: approvalId } = await ask();
    await first[Symbol.asyncDispose]();
    await using second = await startTestService({ agent: askingAgent, databaseUrl: database.url });
    await using chat = await second.socket(id);
    expect((await chat.until("hello")).pendingApprovals).toMatchObject([{ approvalId }]);
    chat.send({ type: "answer", approvalId, decision: "approve" });
    await chat.until("approval.answered");
    expect(await (await second.get(`${base}/plan`)).json()).toMatchObject({ status: "approved" });
  });

  test("an unknown approval is not found, over HTTP and over the socket", async () => {
    const { follow, refusal } = await planned();
    const approvalId = crypto.randomUUID();
    expect(await refusal("POST", `/approvals/${approvalId}/answer`, { decision: "approve" })).toMatchObject({
      status: 404,
    });
    await using chat = await follow();
    chat.send({ type: "answer", approvalId, decision: "approve" });
    expect(await chat.until("problem")).toMatchObject({ ref: approvalId, problem: { type: "/problems/not-found" } });
  });

  test("takes effect also where no more messages may wait for the running turn", async () => {
    const gate = Promise.withResolvers<void>();
    const slow: Agent = async function* () {
      await gate.promise;
      yield { type: "text", text: "Done" };
    };
    await using busy = await startTestService({ agent: slow });
    const { base, ask, read } = await planned({}, busy);
    for (let n = 0; n < 6; n++) await busy.post(`${base}/messages`, { text: `message ${n}` });
    const { id: approvalId } = await ask();
    const answered = await busy.post(`${base}/approvals/${approvalId}/answer`, { decision: "approve" });
    expect(await answered.json()).toMatchObject({ status: "approved" });
    expect(await read("/plan")).toMatchObject({ status: "approved" });
    expect((await read("/messages")).items).toHaveLength(6);
    gate.resolve();
  });
});

describe("in the chat", () => {
  test("a yes right after the question decides", async () => {
    const { follow, read } = await planned();
    await using chat = await follow();
    await say(chat, "ask");
    await say(chat, "Yes, please!");
    expect(await chat.until("approval.answered")).toMatchObject({ status: "approved" });
    expect(await read("/plan")).toMatchObject({ status: "approved" });
    expect((await read("/messages")).items).toHaveLength(4);
  });

  test("a yes later may mean something else, and decides nothing; saying “approve” does", async () => {
    const { follow, read } = await planned();
    await using chat = await follow();
    await say(chat, "ask");
    await say(chat, "what about the lights?");
    await say(chat, "yes");
    expect(await read("/plan")).toMatchObject({ status: "draft" });
    await say(chat, "I approve the plan");
    expect(await read("/plan")).toMatchObject({ status: "approved" });
  });

  test("a message with an answer and more in it is a message", async () => {
    const { follow, read } = await planned();
    await using chat = await follow();
    await say(chat, "ask");
    await say(chat, "yes but cheaper");
    expect((await read("/approvals")).items).toMatchObject([{ status: "pending" }]);
  });

  test("a repeated message decides once", async () => {
    const { base, write, ask, read } = await planned();
    await ask();
    const send = () => service.post(`${base}/messages`, { id: "m-yes", text: "approve" });
    const [first, second] = [await (await send()).json(), await (await send()).json()];
    expect(second).toEqual(first);
    await write();
    await ask();
    expect(await (await send()).json()).toEqual(first);
    expect((await read("/approvals")).items).toMatchObject([{ status: "pending" }, { status: "approved" }]);
  });
});

test.each<[string, ReturnType<typeof readAnswer>]>([
  ["yes", { decision: "approve", isExplicit: false }],
  ["Yes, go ahead!", { decision: "approve", isExplicit: false }],
  ["ok ok, looks good, thanks", { decision: "approve", isExplicit: false }],
  ["Let’s do it!", { decision: "approve", isExplicit: false }],
  ["I approve the plan.", { decision: "approve", isExplicit: true }],
  ["yes, approved", { decision: "approve", isExplicit: true }],
  ["no thanks", { decision: "reject", isExplicit: false }],
  ["I reject it", { decision: "reject", isExplicit: true }],
  ["I do not approve", undefined],
  ["don't approve it", undefined],
  ["yes, no, maybe", undefined],
  ["yes and no", undefined],
  ["approve version 3", undefined],
  ["yes, if it is under 15k", undefined],
  ["yesterday", undefined],
  ["the plan", undefined],
  ["not good", undefined],
  ["good, but too dear", undefined],
  ["", undefined],
])("the message “%s” decides %j", (text, answer) => expect(readAnswer(text)).toEqual(answer));

describe("what overtakes a question", () => {
  test.each<[string, (renovation: Awaited<ReturnType<typeof planned>>) => Promise<unknown>]>([
    ["a newer version", ({ write }) => write()],
    ["the version's deletion", ({ base }) => service.send("DELETE", `${base}/plan/versions/1`)],
    ["another budget", ({ patch }) => patch({ budgetMinor: 1_900_000 })],
    ["another currency", ({ patch }) => patch({ budgetMinor: 1_900_000, currency: "GBP" })],
    [
      "a picked product",
      ({ posted, roomIds }) => posted("/picks", { roomId: roomIds[0], productSlug: "oak-plank-natural" }),
    ],
    ["a room that still needs its checklist", ({ posted }) => posted("/rooms", { type: "bathroom" })],
    ["going back", ({ move }) => move("CHECKLIST")],
    [
      "taking it back",
      async ({ base, read }) => service.send("DELETE", `${base}/approvals/${(await read("/approvals")).items[0].id}`),
    ],
  ])("%s withdraws it: it cannot be answered, and everyone is told", async (_name, overtake) => {
    const renovation = await planned();
    const { follow, ask, read, refusal } = renovation;
    const { id: approvalId } = await ask();
    await using chat = await follow();
    await overtake(renovation);
    expect(await chat.until("approval.answered")).toMatchObject({ approvalId, status: "withdrawn" });
    expect(await refusal("POST", `/approvals/${approvalId}/answer`, { decision: "approve" })).toMatchObject({
      status: 409,
    });
    expect(await read(`/approvals/${approvalId}`)).toMatchObject({ status: "withdrawn" });
    const { items } = await read("/plan/versions");
    expect(items.every(({ status }: { status: string }) => status === "draft")).toBe(true);
  });

  test("what changes none of its facts leaves it", async () => {
    const { ask, read, patch } = await planned();
    const { id: approvalId } = await ask();
    await patch({ title: "Another name", styleSlug: "scandinavian" });
    expect(await read(`/approvals/${approvalId}`)).toMatchObject({ status: "pending" });
  });

  test("time: it expires, cannot be answered, and can be asked again", async () => {
    const { follow, ask, refusal, read } = await planned();
    const { id: approvalId } = await ask();
    const database = connect(
      { url: service.databaseUrl },
      { applicationName: "test", poolSize: 1, queryTimeoutMs: 5_000 },
    );
    await database`update approvals set expires_at = clock_timestamp() where id = ${approvalId}`;
    await database.end();
    expect(await refusal("POST", `/approvals/${approvalId}/answer`, { decision: "approve" })).toMatchObject({
      status: 409,
      detail: expect.stringContaining("expired"),
    });
    await using chat = await follow();
    expect((await chat.until("hello")).pendingApprovals).toEqual([]);
    await ask();
    expect(await chat.until("approval.answered")).toMatchObject({ approvalId, status: "expired" });
    expect((await read("/approvals")).items).toMatchObject([{ status: "pending" }, { status: "expired" }]);
  });
});

test("housekeeping ends what nobody answered in time, once, and leaves the rest", async () => {
  const [old, fresh] = [await planned(), await planned()];
  const { id: approvalId } = await old.ask();
  await fresh.ask();
  const database = connect(
    { url: service.databaseUrl },
    { applicationName: "test", poolSize: 2, queryTimeoutMs: 5_000 },
  );
  await database`update approvals set expires_at = clock_timestamp() where id = ${approvalId}`;
  const told: unknown[] = [];
  const tell = (sessionId: string, events: object[]) => {
    for (const event of events) told.push({ sessionId, ...event });
  };
  await Promise.all([expireOverdue(database, tell), expireOverdue(database, tell)]);
  await database.end();
  expect(told).toMatchObject([{ sessionId: old.id, type: "approval.answered", approvalId, status: "expired" }]);
  expect((await fresh.read("/approvals")).items).toMatchObject([{ status: "pending" }]);
});

test("a model that asks is not asked again: the turn ends with the question and its figures", async () => {
  const gemini = await startFakeGemini();
  const env = { GEMINI_API_KEY: gemini.apiKey, GEMINI_MODEL: gemini.model, GEMINI_BASE_URL: gemini.baseUrl };
  await using real = await startTestService({ realAgent: true, env });
  const { id, read } = await planned({}, real);
  await using chat = await real.socket(id);
  const call = { functionCall: { name: "request_approval", args: { kind: "plan" } } };
  gemini.script([[{ text: "Here it is." }, call], [{ text: "I approve it for you." }]]);
  const turnId = await say(chat, "shall we?");
  expect(chat.text(turnId)).toContain("Here it is.\n\n");
  expect(chat.text(turnId)).toContain("€6,600 in all, €13,400 below the budget of €20,000");
  expect((await chat.until("message.completed")).message.content).toBe(chat.text(turnId));
  expect(gemini.requests).toHaveLength(1);
  expect(await read("/plan")).toMatchObject({ status: "draft" });
  await gemini.stop();
});

describe("going over the budget", () => {
  test("is decided first, then the plan, and then the way to RENDER is open", async () => {
    const { patch, ask, decide, move, phase, refusal } = await planned();
    await patch(tight);
    const { id, facts } = await ask("over_budget");
    expect(facts).toMatchObject({ totalMinor: 660_000, budgetMinor: 600_000, overMinor: 60_000 });
    await decide(id, "approve");
    expect(await refusal("POST", "/phase", { to: "RENDER" })).toMatchObject({ kind: "guard-failed" });
    await decide((await ask()).id, "approve");
    await move("RENDER");
    expect(await phase()).toBe("RENDER");
  });

  test("covers no more than it was about: less money leads back to PLAN", async () => {
    const { follow, patch, ask, decide, move, phase } = await planned();
    await patch(tight);
    await decide((await ask("over_budget")).id, "approve");
    await decide((await ask()).id, "approve");
    await move("RENDER");
    await patch({ budgetMinor: 610_000 });
    expect(await phase()).toBe("RENDER");
    await using chat = await follow();
    expect(await patch({ budgetMinor: 500_000 })).toMatchObject({ budgetMinor: 500_000, phase: "PLAN" });
    expect(await phase()).toBe("PLAN");
    expect(await chat.until("phase.changed")).toMatchObject({
      reason: expect.stringContaining("€1,600 over the budget"),
    });
  });

  test("covers no other version", async () => {
    const { patch, ask, decide, write, refusal } = await planned();
    await patch(tight);
    await decide((await ask("over_budget")).id, "approve");
    await write({ tasks: kitchenTasks });
    expect(await refusal("POST", "/approvals", { kind: "plan" })).toMatchObject({ kind: "guard-failed" });
  });
});
