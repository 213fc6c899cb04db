import { expect, spyOn, test } from "bun:test";
import type { Agent } from "../src/agent/agent.ts";
import { Message, ServerFrame } from "../src/chat/protocol.ts";
import { connect } from "../src/db/client.ts";
import { holdAt, scriptedAgent } from "./support/scripted-agent.ts";
import { startTestService } from "./support/service.ts";

const history = async (service: Awaited<ReturnType<typeof startTestService>>, id: string) => {
  const page = await (await service.get(`/api/sessions/${id}/messages`)).json();
  return page.items.map((item: unknown) => Message.parse(item)) as Message[];
};

function openDatabase(url: string) {
  const sql = connect({ url }, { applicationName: "test", poolSize: 1, queryTimeoutMs: 5_000 });
  return { sql, [Symbol.asyncDispose]: () => sql.end({ timeout: 0 }) };
}

test("a message is accepted, streamed and stored, in this order", async () => {
  await using service = await startTestService();
  const id = await service.session();
  await using chat = await service.socket(id);
  chat.send({ type: "message", id: "m-1", text: "hi" });
  const { turnId, usage } = await chat.until("turn.finished");
  const types = chat.received.map((frame) => ServerFrame.parse(frame).type).filter((type) => type !== "ack");
  expect(types).toEqual([
    "hello",
    "message.accepted",
    "turn.started",
    "snapshot",
    "delta",
    "delta",
    "message.completed",
    "turn.finished",
  ]);
  expect(await chat.until("ack")).toMatchObject({ id: "m-1", turnId });
  expect(chat.text(turnId)).toBe("Hello there");
  expect(usage).toEqual({ inputTokens: 10, outputTokens: 2 });
  expect((await history(service, id)).map(({ role, content, status }) => [role, content, status])).toEqual([
    ["assistant", "Hello there", "complete"],
    ["user", "hi", "complete"],
  ]);
});

test("a repeated client id is acked with the first result and starts nothing", async () => {
  await using service = await startTestService();
  const id = await service.session();
  await using chat = await service.socket(id);
  chat.send({ type: "message", id: "m-1", text: "hi" });
  const first = await chat.until("ack");
  await chat.until("turn.finished");
  await using other = await service.socket(id);
  other.send({ type: "message", id: "m-1", text: "hi" });
  expect(await other.until("ack")).toEqual(first);
  const byHttp = await service.post(`/api/sessions/${id}/messages`, { text: "hi" }, { "idempotency-key": "m-1" });
  expect(await byHttp.json()).toEqual({ messageId: first.messageId, turnId: first.turnId });
  expect(await history(service, id)).toHaveLength(2);
});

test("a turn ends, whatever characters its model wrote", async () => {
  const odd = "a\0b \ud83d";
  const agent: Agent = async function* ({ turn, effect }) {
    const call = { turnId: turn.id, callId: "call-1", name: "save_intake" };
    await effect("call-1", async () => ({
      result: { told: odd },
      events: [{ type: "tool.started", ...call, arguments: { name: odd } }],
    }));
    yield { type: "text", text: odd };
  };
  await using service = await startTestService({ agent });
  const id = await service.session();
  await using chat = await service.socket(id);
  chat.send({ type: "message", id: "m-1", text: "hi" });
  expect(await chat.until("turn.finished")).toMatchObject({ status: "completed" });
  expect((await history(service, id)).map(({ content }) => content)).toEqual(["ab \ufffd", "hi"]);
});

test("a client id used again for another text is a conflict", async () => {
  await using service = await startTestService();
  const id = await service.session();
  await using chat = await service.socket(id);
  chat.send({ type: "message", id: "m-1", text: "hi" });
  await chat.until("turn.finished");
  chat.send({ type: "message", id: "m-1", text: "something else" });
  expect(await chat.until("problem")).toMatchObject({ ref: "m-1", problem: { type: "/problems/conflict" } });
});

test("a second tab sees the user's message and the answer in progress", async () => {
  const hold = holdAt(1);
  await using service = await startTestService({ agent: scriptedAgent(["Hello ", "there"], hold.gate) });
  const id = await service.session();
  await using first = await service.socket(id, "?after=0");
  first.send({ type: "message", id: "m-1", text: "hi" });
  await first.until("delta");
  await using second = await service.socket(id, "?after=0");
  expect(await second.until("snapshot")).toMatchObject({ text: "Hello ", attempt: 1 });
  hold.open();
  const { turnId } = await second.until("turn.finished");
  expect(second.text(turnId)).toBe("Hello there");
  expect(second.types().filter((type) => type === "message.accepted")).toHaveLength(1);
});

test("a client that comes back with its last seq gets exactly what it missed", async () => {
  await using service = await startTestService();
  const id = await service.session();
  const first = await service.socket(id, "?after=0");
  first.send({ type: "message", id: "m-1", text: "one" });
  const { seq } = await first.until("turn.finished");
  first.close();
  await service.post(`/api/sessions/${id}/messages`, { text: "two", id: "m-2" });
  await using again = await service.socket(id, `?after=${seq}`);
  await again.until("turn.finished");
  expect(await again.until("hello")).toMatchObject({ resumed: true });
  const seqs = again.received.flatMap((frame) => ("seq" in frame && frame.type !== "hello" ? [frame.seq] : []));
  expect(seqs).toEqual([seq + 1, seq + 2, seq + 3, seq + 4]);
});

test("a seq from beyond the log or of another log is not resumed", async () => {
  await using service = await startTestService();
  const id = await service.session();
  await using ahead = await service.socket(id, "?after=99");
  expect(await ahead.until("hello")).toMatchObject({ resumed: false, seq: 0 });
  await using foreign = await service.socket(id, `?after=0&epoch=${crypto.randomUUID()}`);
  expect(await foreign.until("hello")).toMatchObject({ resumed: false });
});

test.each([
  ["its turn id", (turnId: string) => ({ type: "cancel", turnId })],
  ["the client's message id", () => ({ type: "cancel", id: "m-1" })],
])("cancelling by %s stops the answer and keeps its text", async (_name, cancel) => {
  const hold = holdAt(1);
  await using service = await startTestService({ agent: scriptedAgent(["Hello ", "there"], hold.gate) });
  const id = await service.session();
  await using chat = await service.socket(id);
  chat.send({ type: "message", id: "m-1", text: "hi" });
  const { turnId } = await chat.until("delta");
  chat.send(cancel(turnId));
  expect(await chat.until("turn.finished")).toMatchObject({ status: "cancelled" });
  expect((await history(service, id))[0]).toMatchObject({ content: "Hello ", status: "cancelled", turnId });
});

test("a second message waits its turn, and can be cancelled while it waits", async () => {
  const hold = holdAt(0);
  await using service = await startTestService({ agent: scriptedAgent(["Hello"], hold.gate) });
  const id = await service.session();
  await using chat = await service.socket(id);
  for (const name of ["m-1", "m-2", "m-3"]) chat.send({ type: "message", id: name, text: name });
  const third = await chat.until("message.accepted", ({ message }) => message.clientId === "m-3");
  expect(third.position).toBe(2);
  chat.send({ type: "cancel", id: "m-3" });
  expect(await chat.until("turn.finished", ({ turnId }) => turnId === third.turnId)).toMatchObject({
    status: "cancelled",
  });
  hold.open();
  const second = await chat.until("message.accepted", ({ message }) => message.clientId === "m-2");
  expect(await chat.until("turn.finished", ({ turnId }) => turnId === second.turnId)).toMatchObject({
    status: "completed",
  });
});

test("whenBusy: reject refuses, interrupt stops the running answer", async () => {
  const hold = holdAt(1);
  const agent = scriptedAgent(["Hello ", "there"], hold.gate);
  await using service = await startTestService({ agent });
  const id = await service.session();
  await using chat = await service.socket(id);
  chat.send({ type: "message", id: "m-1", text: "one" });
  const { turnId } = await chat.until("delta");
  chat.send({ type: "message", id: "m-2", text: "two", whenBusy: "reject" });
  expect(await chat.until("problem")).toMatchObject({ ref: "m-2", problem: { type: "/problems/turn-running" } });
  chat.send({ type: "message", id: "m-3", text: "three", whenBusy: "interrupt" });
  expect(await chat.until("turn.finished", (frame) => frame.turnId === turnId)).toMatchObject({ status: "cancelled" });
  hold.open();
  const third = await chat.until("message.accepted", ({ message }) => message.clientId === "m-3");
  expect(await chat.until("turn.finished", (frame) => frame.turnId === third.turnId)).toMatchObject({
    status: "completed",
  });
});

test("at most five messages wait; the sixth is told so", async () => {
  const hold = holdAt(0);
  await using service = await startTestService({ agent: scriptedAgent(["Hello"], hold.gate) });
  const id = await service.session();
  await using chat = await service.socket(id);
  for (let n = 1; n <= 7; n++) chat.send({ type: "message", id: `m-${n}`, text: "hi" });
  expect(await chat.until("problem")).toMatchObject({
    ref: "m-7",
    problem: { type: "/problems/queue-full", status: 429 },
  });
  hold.open();
});

test("closing the socket does not stop the turn", async () => {
  const hold = holdAt(1);
  await using service = await startTestService({ agent: scriptedAgent(["Hello ", "there"], hold.gate) });
  const id = await service.session();
  const chat = await service.socket(id);
  chat.send({ type: "message", id: "m-1", text: "hi" });
  await chat.until("delta");
  chat.close();
  await chat.closed;
  hold.open();
  await using again = await service.socket(id, "?after=0");
  expect(await again.until("turn.finished")).toMatchObject({ status: "completed" });
});

test("deleting a session in mid-answer closes its sockets with 4404 and leaves nothing", async () => {
  const hold = holdAt(1);
  await using service = await startTestService({ agent: scriptedAgent(["Hello ", "there"], hold.gate) });
  const id = await service.session();
  const chat = await service.socket(id);
  chat.send({ type: "message", id: "m-1", text: "hi" });
  await chat.until("delta");
  expect((await service.send("DELETE", `/api/sessions/${id}`)).status).toBe(204);
  expect(await chat.closed).toMatchObject({ code: 4404 });
  hold.open();
  expect((await service.get(`/api/sessions/${id}/messages`)).status).toBe(404);
  expect(service.lines.filter(({ level }) => level === "error")).toEqual([]);
});

test("a socket to an unknown session says so and closes with 4404", async () => {
  await using service = await startTestService();
  const chat = await service.socket(crypto.randomUUID());
  expect(await chat.until("problem")).toMatchObject({ problem: { type: "/problems/not-found" } });
  expect(await chat.closed).toMatchObject({ code: 4404 });
});

test.each([
  ["no JSON", "{"],
  ["an unknown type", { type: "shout" }],
  ["an empty text", { type: "message", id: "m-1", text: " " }],
  ["a NUL in the text", { type: "message", id: "m-1", text: "a\0b" }],
  ["a bad id", { type: "message", id: "ä", text: "hi" }],
  ["both ids to cancel", { type: "cancel", id: "m-1", turnId: crypto.randomUUID() }],
  ["an array", []],
  ["null", "null"],
])("a frame with %s is a problem and the socket stays open", async (_name, frame) => {
  await using service = await startTestService();
  await using chat = await service.socket(await service.session());
  chat.send(frame);
  expect((await chat.until("problem")).problem.status).toBeOneOf([400, 422]);
  chat.send({ type: "ping" });
  await chat.until("pong");
});

test("the third bad frame closes the socket with 4400", async () => {
  await using service = await startTestService();
  const chat = await service.socket(await service.session());
  for (let n = 0; n < 3; n++) chat.send("{");
  expect(await chat.closed).toMatchObject({ code: 4400 });
});

test("a flood of frames is cut off with 4429", async () => {
  await using service = await startTestService();
  const chat = await service.socket(await service.session());
  for (let n = 0; n < 500; n++) chat.send({ type: "message", id: `m-${n}`, text: "hi", whenBusy: "queue" });
  expect(await chat.closed).toMatchObject({ code: 4429 });
});

test("a foreign origin may not open a socket", async () => {
  await using service = await startTestService();
  const id = await service.session();
  const upgrade = {
    upgrade: "websocket",
    connection: "upgrade",
    "sec-websocket-version": "13",
    "sec-websocket-key": "AAAAAAAAAAAAAAAAAAAAAA==",
  };
  const refused = await service.get(`/api/sessions/${id}/socket`, { ...upgrade, origin: "https://evil.example" });
  expect(refused.status).toBe(403);
  expect((await service.get(`/api/sessions/${id}/socket`)).status).toBe(426);
});

test("curl is a client: POST streams the turn as server-sent events and ends", async () => {
  await using service = await startTestService();
  const id = await service.session();
  const response = await service.post(`/api/sessions/${id}/messages`, { text: "hi" }, { accept: "text/event-stream" });
  expect(response.headers.get("content-type")).toStartWith("text/event-stream");
  const events = [...(await response.text()).matchAll(/^event: (.*)$/gm)].map(([, name]) => name);
  expect(events[0]).toBe("message.accepted");
  expect(events.at(-1)).toBe("turn.finished");
});

test("a repeated message whose turn cannot be read is answered by a problem, and the service lives on", async () => {
  await using service = await startTestService();
  await using database = openDatabase(service.databaseUrl);
  const { sql } = database;
  const id = await service.session();
  const message = { id: "m-1", text: "hi" };
  const send = () => service.post(`/api/sessions/${id}/messages`, message, { accept: "text/event-stream" });
  await (await send()).text();
  // The log is gone, and what reads a turn fails, as it would in an outage that begins at this moment.
  await sql`delete from events`;
  await sql`alter table turns rename column problem to fault`;
  expect(await (await send()).text()).toContain('"type":"/problems/internal"');
});

test.each(["events of a session that is not there", "an answer that has ended"])(
  "a connection is given up when it stays silent after %s",
  async (what) => {
    using serve = spyOn(Bun, "serve");
    await using service = await startTestService();
    using timeout = spyOn(serve.mock.results[0]?.value as Bun.Server<unknown>, "timeout");
    const accept = { accept: "text/event-stream" };
    const id = await service.session();
    const response = what.startsWith("an answer")
      ? await service.post(`/api/sessions/${id}/messages`, { text: "hi" }, accept)
      : await service.get(`/api/sessions/${crypto.randomUUID()}/events`, accept);
    await response.text();
    expect(timeout.mock.calls.at(-1)?.[1] ?? 30).toBe(30);
  },
);

test("HEAD of the events follows nothing", async () => {
  await using service = await startTestService();
  const path = `/api/sessions/${await service.session()}/events`;
  using timers = spyOn(globalThis, "setInterval");
  const keepAlives = () => timers.mock.calls.filter(([, ms]) => ms === 15_000).length;
  const response = await service.send("HEAD", path);
  expect(response.headers.get("content-type")).toBe("text/event-stream");
  expect(keepAlives()).toBe(0);
  await (await service.get(path)).body?.cancel();
  expect(keepAlives()).toBe(1);
});

test("stopping tells sockets to come back, closes them with 1012, and the turn goes on after the restart", async () => {
  const hold = holdAt(1);
  const first = await startTestService({ agent: scriptedAgent(["Hello ", "there"], hold.gate) });
  const id = await first.session();
  const chat = await first.socket(id);
  chat.send({ type: "message", id: "m-1", text: "hi" });
  const { turnId } = await chat.until("delta");
  const report = await first.stop();
  expect(report).toMatchObject({ exitCode: 0, turns: { released: 1 }, sockets: { closed: 1 } });
  expect(chat.types()).toContain("draining");
  expect(await chat.closed).toMatchObject({ code: 1012 });

  await using second = await startTestService({ databaseUrl: first.databaseUrl, agent: scriptedAgent(["again"]) });
  await using again = await second.socket(id, "?after=0");
  expect(await again.until("turn.finished")).toMatchObject({ turnId, status: "completed" });
  expect(await again.until("turn.started", ({ attempt }) => attempt === 2)).toBeDefined();
  await first[Symbol.asyncDispose]();
});
