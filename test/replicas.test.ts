import { expect, test } from "bun:test";
import type { Agent } from "../src/agent/agent.ts";
import { connect } from "../src/db/client.ts";
import { createLog } from "../src/log.ts";
import { createReplica } from "../src/turns/replica.ts";
import { createDatabase } from "./support/database.ts";
import { holdAt, scriptedAgent } from "./support/scripted-agent.ts";
import { startTestService } from "./support/service.ts";

test("a client on another replica sees the message, the live text and the end", async () => {
  const hold = holdAt(1);
  await using first = await startTestService({ agent: scriptedAgent(["Hello ", "there"], hold.gate) });
  await using second = await startTestService({ databaseUrl: first.databaseUrl });
  const id = await first.session();
  await using near = await first.socket(id, "?after=0");
  await using far = await second.socket(id, "?after=0");
  await far.until("hello");
  near.send({ type: "message", id: "m-1", text: "hi" });
  const { turnId } = await near.until("delta");
  expect((await far.until("message.accepted")).message.content).toBe("hi");
  await far.untilText(turnId, "Hello ");
  hold.open();
  await far.until("turn.finished");
  const durable = (types: string[]) => types.filter((type) => type.includes("."));
  expect(durable(far.types())).toEqual(durable(near.types()));
  expect((await far.until("message.completed")).message.content).toBe("Hello there");
});

test("a turn is cancelled from another replica", async () => {
  const hold = holdAt(1);
  await using first = await startTestService({ agent: scriptedAgent(["Hello ", "there"], hold.gate) });
  await using second = await startTestService({ databaseUrl: first.databaseUrl });
  const id = await first.session();
  await using near = await first.socket(id);
  await using far = await second.socket(id);
  near.send({ type: "message", id: "m-1", text: "hi" });
  await near.until("delta");
  far.send({ type: "cancel", id: "m-1" });
  expect(await near.until("turn.finished")).toMatchObject({ status: "cancelled" });
  expect(await far.until("turn.finished")).toMatchObject({ status: "cancelled" });
});

test("a stopping replica hands its turn to its peer, which goes on with the text kept", async () => {
  const hold = holdAt(1);
  const first = await startTestService({ agent: scriptedAgent(["Hello ", "there"], hold.gate) });
  await using second = await startTestService({ databaseUrl: first.databaseUrl, agent: scriptedAgent(["World"]) });
  const id = await first.session();
  await using far = await second.socket(id, "?after=0");
  const accepted = await first.post(`/api/sessions/${id}/messages`, { text: "hi", id: "m-1" });
  await far.untilText((await accepted.json()).turnId, "Hello ");
  await first.stop();
  await far.until("turn.started", ({ attempt }) => attempt === 2);
  expect(await far.until("snapshot", ({ attempt }) => attempt === 2)).toMatchObject({ text: "Hello " });
  expect(await far.until("turn.finished")).toMatchObject({ status: "completed" });
  await first[Symbol.asyncDispose]();
});

test("what a turn used before its hand-over is counted at its end", async () => {
  const hold = holdAt(1);
  const costly: Agent = async function* (run) {
    yield { type: "usage", usage: { inputTokens: 500, outputTokens: 2 } };
    yield* scriptedAgent(["Hello ", "there"], hold.gate)(run);
  };
  const first = await startTestService({ agent: costly });
  await using second = await startTestService({ databaseUrl: first.databaseUrl, agent: scriptedAgent(["World"]) });
  const id = await first.session();
  await using far = await second.socket(id, "?after=0");
  await first.post(`/api/sessions/${id}/messages`, { text: "hi", id: "m-1" });
  await hold.reached;
  await first.stop();
  const { turnId, usage } = await far.until("turn.finished");
  expect(usage).toEqual({ inputTokens: 510, outputTokens: 3 });
  expect(await (await second.get(`/api/sessions/${id}/turns/${turnId}`)).json()).toMatchObject({ usage });
  await first[Symbol.asyncDispose]();
});

test("deleting a session on one replica closes its sockets on the other", async () => {
  await using first = await startTestService();
  await using second = await startTestService({ databaseUrl: first.databaseUrl });
  const id = await first.session();
  const far = await second.socket(id);
  await far.until("hello");
  await first.send("DELETE", `/api/sessions/${id}`);
  expect(await far.closed).toMatchObject({ code: 4404 });
});

test("where no other replica can be, what a commit whose answer got lost did not tell is told a moment later", async () => {
  await using created = await createDatabase();
  const database = connect({ url: created.url }, { applicationName: "test", poolSize: 2, queryTimeoutMs: 5_000 });
  const replica = createReplica({
    database,
    listenTo: undefined,
    agent: scriptedAgent([]),
    makePicture: () => Promise.reject(new Error("no pictures")),
    log: createLog({ level: "silent" }),
    concurrency: 1,
    timeoutMs: 5_000,
  });
  try {
    await replica.open();
    const id = crypto.randomUUID();
    await database`insert into sessions (id, owner_id, last_seq) values (${id}, 'local', 1)`;
    await database`
      insert into events (session_id, seq, owner_id, type, payload) values (${id}, 1, 'local', 'session.changed', '{}')`;
    const told = new Promise((resolve) => replica.bus.subscribe(id, resolve));
    replica.bus.noteSeq(id, 0);
    expect(await told).toEqual({ type: "session.changed", seq: 1 });
  } finally {
    await replica.runner.close(0);
    await replica.close();
    await database.end({ timeout: 1 });
  }
});
