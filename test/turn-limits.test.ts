import { expect, test } from "bun:test";
import type { Agent } from "../src/agent/agent.ts";
import { connect } from "../src/db/client.ts";
import { ProblemDetails } from "../src/problem.ts";
import { Turn } from "../src/turns/schema.ts";
import { holdAt, scriptedAgent } from "./support/scripted-agent.ts";
import { startTestService, type TestService } from "./support/service.ts";

/** Answers with one word and bills 600 tokens for it. */
const costly: Agent = async function* () {
  yield { type: "text", text: "Hello" };
  yield { type: "usage", usage: { inputTokens: 500, outputTokens: 100 } };
};

async function say(service: TestService, sessionId: string, id: string) {
  await using chat = await service.socket(sessionId);
  chat.send({ type: "message", id, text: "hi" });
  const { turnId } = await chat.until("ack");
  return await chat.until("turn.finished", (frame) => frame.turnId === turnId);
}

test("past the day's tokens an owner's messages are refused in every session, until the next day", async () => {
  await using service = await startTestService({ agent: costly, env: { OWNER_DAILY_TOKENS: "1000" } });
  const [first, second] = [await service.session(), await service.session()];
  await say(service, first, "m-1");
  // 600 of 1000: the turn that passes the cap is still answered.
  await say(service, first, "m-2");

  await using chat = await service.socket(second);
  chat.send({ type: "message", id: "m-3", text: "hi" });
  expect(await chat.until("problem")).toMatchObject({
    ref: "m-3",
    problem: { type: "/problems/token-cap", status: 429 },
  });
  const refused = await service.post(`/api/sessions/${second}/messages`, { id: "m-3", text: "hi" });
  expect(refused.status).toBe(429);
  expect(ProblemDetails.parse(await refused.json()).detail).toBe("1200 of 1000 tokens are used up today");
  expect(Number(refused.headers.get("retry-after"))).toBeWithin(0, 86_401);
  // What was accepted before stays so.
  const repeated = await service.post(`/api/sessions/${first}/messages`, { id: "m-2", text: "hi" });
  expect(repeated.status).toBe(202);

  const database = connect(
    { url: service.databaseUrl },
    { applicationName: "test", poolSize: 1, queryTimeoutMs: 5_000 },
  );
  await database`update turns set finished_at = finished_at - interval '1 day'`;
  await database.end();
  expect(await say(service, second, "m-3")).toMatchObject({ status: "completed" });
});

test("without a cap nothing is refused", async () => {
  await using service = await startTestService({ agent: costly });
  const id = await service.session();
  for (const name of ["m-1", "m-2", "m-3"]) expect(await say(service, id, name)).toMatchObject({ status: "completed" });
});

test("an answer that the database refuses for ever fails, and the session goes on", async () => {
  const words = ["unspeakable", "Hello"];
  const agent: Agent = async function* () {
    yield { type: "text", text: words.shift() ?? "" };
  };
  await using service = await startTestService({ agent });
  const database = connect(
    { url: service.databaseUrl },
    { applicationName: "test", poolSize: 1, queryTimeoutMs: 5_000 },
  );
  await database`alter table messages add check (content <> 'unspeakable')`;
  await database.end();
  const id = await service.session();
  expect(await say(service, id, "m-1")).toMatchObject({ status: "failed", problem: { type: "/problems/turn-failed" } });
  expect(await say(service, id, "m-2")).toMatchObject({ status: "completed" });
});

/** A replica with room for one turn, and that turn, in a session of its own. */
async function fullReplica() {
  await using resources = new AsyncDisposableStack();
  const hold = holdAt(0);
  const agent = scriptedAgent(["Hello"], hold.gate);
  const service = resources.use(await startTestService({ agent, env: { TURN_CONCURRENCY: "1" } }));
  const running = resources.use(await service.socket(await service.session()));
  running.send({ type: "message", id: "m-1", text: "hi" });
  await running.until("turn.started");
  await hold.reached;
  const id = await service.session();
  const waiting = resources.use(await service.socket(id));
  waiting.send({ type: "message", id: "m-1", text: "hi" });
  const { turnId } = await waiting.until("ack");
  const owned = resources.move();
  const statusOf = async () =>
    Turn.parse(await (await service.get(`/api/sessions/${id}/turns/${turnId}`)).json()).status;
  return { service, hold, running, waiting, turnId, statusOf, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

test("a turn beyond TURN_CONCURRENCY waits until another one is done", async () => {
  await using stage = await fullReplica();
  const { service, hold, running, waiting, turnId } = stage;
  expect(await stage.statusOf()).toBe("queued");
  expect((await (await service.get("/health/status")).json()).turns).toMatchObject({ running: 1, concurrency: 1 });
  hold.open();
  expect(await running.until("turn.finished")).toMatchObject({ status: "completed" });
  expect(await waiting.until("turn.finished")).toMatchObject({ turnId, status: "completed" });
});

test("however many are sent at the same moment, no more than TURN_CONCURRENCY run, and all are answered", async () => {
  const hold = holdAt(0);
  await using service = await startTestService({
    agent: scriptedAgent(["Hello"], hold.gate),
    env: { TURN_CONCURRENCY: "2" },
  });
  const ids = await Promise.all(Array.from({ length: 8 }, () => service.session()));
  const sent = ids.map(async (id) => {
    const response = await service.post(`/api/sessions/${id}/messages`, { id: "m-1", text: "hi" });
    const { turnId } = (await response.json()) as { turnId: string };
    return async () => Turn.parse(await (await service.get(`/api/sessions/${id}/turns/${turnId}`)).json()).status;
  });
  const statuses = await Promise.all(sent);
  const running = async () =>
    (await Promise.all(statuses.map((status) => status()))).filter((status) => status === "running").length;
  // A place that was kept for a moment is taken at the next look.
  while ((await running()) === 0) await Bun.sleep(5);
  expect(await running()).toBeLessThanOrEqual(2);
  hold.open();
  for (const status of statuses) while ((await status()) !== "completed") await Bun.sleep(10);
});

test("a turn beyond TURN_CONCURRENCY can be cancelled while it waits", async () => {
  await using stage = await fullReplica();
  const { hold, waiting, turnId } = stage;
  waiting.send({ type: "cancel", turnId });
  expect(await waiting.until("turn.finished")).toMatchObject({ turnId, status: "cancelled" });
  expect(waiting.types()).not.toContain("turn.started");
  hold.open();
});

test("a replica with room takes the turn that another one has no room for", async () => {
  await using stage = await fullReplica();
  const { service, hold, waiting, turnId } = stage;
  await using _peer = await startTestService({ databaseUrl: service.databaseUrl, agent: scriptedAgent(["Here"]) });
  expect(await waiting.until("turn.finished")).toMatchObject({ turnId, status: "completed" });
  expect((await waiting.until("message.completed")).message.content).toBe("Here");
  hold.open();
});
