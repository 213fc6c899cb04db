import { expect, test } from "bun:test";
import type { ServerFrame } from "../src/chat/protocol.ts";
import { delta, message, scriptedBrowser, settled, turnId } from "./support/scripted-socket.ts";

const started: ServerFrame = { type: "turn.started", seq: 2, turnId, attempt: 1 };
const accepted = (clientId: string, content: string): ServerFrame => ({
  type: "message.accepted",
  seq: 1,
  turnId,
  position: 0,
  message: message("user", content, { clientId }),
});
const finished: ServerFrame = {
  type: "turn.finished",
  seq: 4,
  turnId,
  status: "completed",
  usage: { inputTokens: 1, outputTokens: 1 },
};

async function inAnswer() {
  const browser = scriptedBrowser();
  await browser.greet();
  browser.say(accepted("m-1", "hi"), started, delta(0, "Hello "));
  return browser;
}

test("a lost connection goes on after the last event, and an event that comes twice counts once", async () => {
  const browser = await inAnswer();
  browser.lose(1006);
  browser.clock.pass(500);
  expect(Object.fromEntries(browser.socket().url.searchParams)).toMatchObject({ after: "2" });
  await browser.greet({ seq: 4, resumed: true });
  const answer = message("assistant", "Hello there");
  browser.say(started, { type: "message.completed", seq: 3, turnId, message: answer }, finished);
  expect(browser.client.state.conversation?.turns).toMatchObject([{ status: "completed", text: "Hello there" }]);
  expect(browser.events.map((event) => ("seq" in event ? event.seq : event.type))).toEqual(["resync", 1, 2, 3, 4]);
  expect(browser.historyRead.count).toBe(1);
});

test.each([
  ["cannot be continued", { resumed: false, seq: 9 }],
  ["is another one than before", { resumed: true, seq: 9, epoch: "0198d3c1-0000-7000-9c11-000000000002" }],
])("where the log %s, history is read and what arrives meanwhile is applied on top", async (_case, hello) => {
  const browser = await inAnswer();
  browser.lose(1012);
  browser.clock.pass(3_000);
  const answer = Promise.withResolvers<Response>();
  browser.historyRead.respond = () => answer.promise;
  await browser.greet(hello);
  const newer = "0198d3c1-02aa-7000-9c11-8f0d7f4a2f11";
  const later = message("user", "and now?", { turnId: newer, createdAt: "2026-11-22T09:40:00.000Z" });
  browser.say({ type: "message.accepted", seq: 10, turnId: newer, position: 0, message: later });
  const items = [message("assistant", "Restored"), message("user", "hi")];
  answer.resolve(Response.json({ items, nextCursor: "older" }));
  await settled();
  const { conversation, hasOlder } = browser.client.state;
  expect(conversation?.turns.map(({ request, text }) => [request?.content, text])).toEqual([
    ["hi", "Restored"],
    ["and now?", ""],
  ]);
  expect(hasOlder).toBe(true);
});

test("an event that is missing in the middle makes the client connect again", async () => {
  const browser = await inAnswer();
  browser.say({ ...finished, seq: 7 });
  expect(browser.client.state.conversation?.turns[0]?.status).toBe("running");
  browser.clock.pass(500);
  expect(browser.socket().url.searchParams.get("after")).toBe("2");
});

test.each<[string, ServerFrame[], string]>([
  ["a repeated part changes nothing", [delta(0, "Hello "), delta(6, "there"), delta(0, "Hello ")], "Hello there"],
  ["a part that overlaps adds its end", [delta(0, "Hello "), delta(4, "o there")], "Hello there"],
  ["a snapshot is the whole text", [delta(0, "Hel"), { type: "snapshot", turnId, attempt: 1, text: "Hello" }], "Hello"],
  [
    "a reset replaces from its offset",
    [delta(0, "Hello moon"), { type: "reset", turnId, attempt: 1, offset: 6 }, delta(6, "there")],
    "Hello there",
  ],
  [
    "text of an older attempt is ignored",
    [
      { ...started, attempt: 2, seq: 3 } as ServerFrame,
      { type: "snapshot", turnId, attempt: 2, text: "New" },
      delta(3, "old", 1),
    ],
    "New",
  ],
  [
    "text after the end is ignored",
    [delta(0, "Hello"), { ...finished, seq: 3 } as ServerFrame, delta(5, " again")],
    "Hello",
  ],
])("streamed text: %s", async (_case, frames, text) => {
  const browser = scriptedBrowser();
  await browser.greet();
  browser.say(accepted("m-1", "hi"), started, ...frames);
  expect(browser.text()).toBe(text);
});

test("text that was missed is made up by a new connection", async () => {
  const browser = await inAnswer();
  browser.say(delta(9, "re"));
  browser.clock.pass(500);
  expect(browser.sockets).toHaveLength(2);
  await browser.greet({ seq: 2, resumed: true, runningTurn: { turnId, attempt: 1 } });
  browser.say({ type: "snapshot", turnId, attempt: 1, text: "Hello there" });
  expect(browser.text()).toBe("Hello there");
});

test("a message without an acknowledgement is sent again under the same id, also after a crash of the page", async () => {
  const browser = scriptedBrowser();
  const offline = browser.client.send("written before there was a connection");
  await browser.greet();
  const id = browser.client.send("hi");
  const sent = [
    { type: "message", id: offline, text: "written before there was a connection" },
    { type: "message", id, text: "hi" },
  ];
  expect(browser.socket().frames).toEqual(sent as never);
  browser.reload("crash");
  await browser.greet();
  expect(browser.socket().frames).toEqual(sent as never);
  expect(browser.client.state.outbox.map(({ text }) => text)).toEqual([sent[0]?.text, "hi"] as never);
});

test("an acknowledged message is not sent again, and stays in sight until the conversation has it", async () => {
  const browser = scriptedBrowser();
  await browser.greet();
  const id = browser.client.send("hi");
  browser.say({ type: "ack", id, messageId: crypto.randomUUID(), turnId });
  expect(browser.client.state.outbox).toMatchObject([{ id, status: "stored" }]);
  browser.say(accepted(id, "hi"));
  expect(browser.client.state.outbox).toEqual([]);
  browser.reload();
  await browser.greet({ seq: 1, resumed: true });
  expect(browser.socket().frames).toEqual([]);
  expect(browser.client.state.conversation?.turns).toHaveLength(1);
});

test("a reload in mid-answer goes on where it was, with the tools that were used", async () => {
  const browser = await inAnswer();
  browser.say({ type: "tool.started", seq: 3, turnId, callId: "c", name: "save_intake", arguments: { a: 1 } });
  browser.reload();
  expect(browser.client.state.conversation?.turns).toMatchObject([{ text: "Hello ", tools: [{ callId: "c" }] }]);
  expect(browser.socket().url.searchParams.get("after")).toBe("3");
  await browser.greet({ seq: 3, resumed: true, runningTurn: { turnId, attempt: 1 } });
  browser.say({ type: "snapshot", turnId, attempt: 1, text: "Hello the" }, delta(9, "re"));
  expect(browser.text()).toBe("Hello there");
  expect(browser.historyRead.count).toBe(1);
});

test("a refused message says why and can be sent again; one that met the server's trouble is sent again by itself", async () => {
  const browser = scriptedBrowser();
  await browser.greet();
  const id = browser.client.send("hi");
  const problem = { type: "/problems/queue-full", title: "Too many messages are waiting", status: 429 };
  browser.say({ type: "problem", ref: id, problem });
  expect(browser.client.state.outbox).toMatchObject([{ id, status: "refused", problem }]);
  browser.client.sendAgain(id);
  browser.say({ type: "problem", ref: id, problem: { ...problem, status: 503 } });
  browser.clock.pass(2_000);
  expect(browser.socket().frames).toEqual(Array(3).fill({ type: "message", id, text: "hi" }));
});

test("a cancellation outlives a broken connection until its turn is over", async () => {
  const browser = await inAnswer();
  browser.lose(1006);
  browser.client.cancel({ turnId });
  browser.clock.pass(500);
  await browser.greet({ seq: 2, resumed: true, runningTurn: { turnId, attempt: 1 } });
  expect(browser.socket().frames).toEqual([{ type: "cancel", turnId }]);
  browser.say({ ...finished, seq: 3, status: "cancelled" } as ServerFrame);
  browser.lose(1006);
  browser.clock.pass(15_000);
  await browser.greet({ seq: 3, resumed: true });
  expect(browser.socket().frames).toEqual([]);
});

test.each([
  [4404, "gone"],
  [4403, "forbidden"],
  [4401, "unauthorized"],
  [4408, "unauthorized"],
  [4400, "refused"],
  [1008, "refused"],
  [1009, "refused"],
])("close code %d ends the connection for good: %s", async (code, reason) => {
  const browser = scriptedBrowser();
  await browser.greet();
  browser.lose(code);
  browser.clock.pass(3_600_000);
  expect(browser.sockets).toHaveLength(1);
  expect(browser.client.state.connection).toEqual({ type: "ended", reason: reason as "gone" });
});

test.each([1000, 1001, 1006, 1011, 1012, 1013, 4429])("after close code %d the client comes back", async (code) => {
  const browser = scriptedBrowser();
  await browser.greet();
  browser.lose(code);
  browser.clock.pass(10_000);
  expect(browser.sockets).toHaveLength(2);
});

test("a draining server is left alone for as long as it asked", async () => {
  const browser = scriptedBrowser();
  await browser.greet();
  browser.say({ type: "draining", reconnectAfterMs: 4_000 });
  browser.lose(1012);
  browser.clock.pass(3_999);
  expect(browser.sockets).toHaveLength(1);
  browser.clock.pass(1);
  expect(browser.sockets).toHaveLength(2);
});

test("the waits between attempts grow to 15 seconds, and start over once a connection lasts", async () => {
  const browser = scriptedBrowser();
  const waits = Array.from({ length: 8 }, () => {
    browser.lose(1006);
    const { connection } = browser.client.state;
    const waitMs = connection.type === "waiting" ? connection.untilMs - browser.clock.now() : 0;
    browser.clock.pass(waitMs);
    return waitMs;
  });
  // With the random number at one half: three quarters of the ceiling.
  expect(waits).toEqual([375, 750, 1_500, 3_000, 6_000, 11_250, 11_250, 11_250]);
  await browser.greet();
  browser.clock.pass(6_000);
  browser.lose(1006);
  browser.clock.pass(375);
  expect(browser.sockets).toHaveLength(10);
});

test("a silent server is pinged, and given up when it stays silent", async () => {
  const browser = scriptedBrowser();
  await browser.greet({ heartbeatMs: 1_000 });
  browser.clock.pass(1_000);
  expect(browser.socket().frames).toEqual([{ type: "ping" }]);
  browser.say({ type: "pong" });
  browser.clock.pass(1_999);
  expect(browser.client.state.connection.type).toBe("live");
  browser.clock.pass(1);
  expect(browser.client.state.connection.type).toBe("waiting");
  expect(browser.sockets[0]?.closedWith).toBe(4000);
});

test("a page that comes to the front reconnects at once, or finds out within seconds that it must", async () => {
  const browser = scriptedBrowser();
  browser.lose(1006);
  browser.client.wake();
  expect(browser.sockets).toHaveLength(2);
  await browser.greet({ heartbeatMs: 60_000 });
  browser.client.wake();
  expect(browser.socket().frames).toEqual([{ type: "ping" }]);
  browser.clock.pass(3_000);
  expect(browser.client.state.connection.type).toBe("waiting");
});

test("a session that was deleted leaves nothing behind", async () => {
  const browser = await inAnswer();
  browser.client.send("never arrives");
  browser.lose(4404);
  browser.reload("crash");
  expect(browser.client.state).toMatchObject({ outbox: [], conversation: undefined });
});

const approvalId = "0198d3c4-7f10-7000-8b21-6c9d4e2f1a07";
const facts = {
  planVersion: 1,
  taskCount: 9,
  startsOn: "2026-12-07",
  endsOn: "2027-01-15",
  labourMinor: 1,
  materialMinor: 1,
  contingencyMinor: 1,
  productsMinor: 1,
  totalMinor: 4,
  budgetMinor: null,
  overMinor: 0,
  currency: "EUR",
};
const requested = (seq: number): ServerFrame => ({
  type: "approval.requested",
  seq,
  approvalId,
  turnId,
  kind: "plan",
  facts,
  expiresAt: "2026-12-06T09:30:00.000Z",
});

test("an answer to an approval outlives a broken connection, and is forgotten once any device has answered", async () => {
  const browser = await inAnswer();
  browser.say(requested(3));
  browser.lose(1006);
  browser.client.answer({ approvalId, decision: "reject", note: "Later" });
  browser.clock.pass(500);
  await browser.greet({ seq: 3, resumed: true });
  expect(browser.socket().frames).toEqual([{ type: "answer", approvalId, decision: "reject", note: "Later" }]);
  browser.say({ type: "approval.answered", seq: 4, approvalId, kind: "plan", status: "approved", note: null });
  expect(browser.client.state.requests).toEqual([]);
  expect(browser.client.state.conversation?.approvals).toMatchObject([{ status: "approved", afterTurnId: turnId }]);
});

test("an answer that is refused says why, and can be given again", async () => {
  const browser = await inAnswer();
  browser.say(requested(3));
  browser.client.answer({ approvalId, decision: "approve" });
  const problem = { type: "/problems/conflict", title: "Conflict with the current state", status: 409 };
  browser.say({ type: "problem", ref: approvalId, problem });
  expect(browser.client.state).toMatchObject({ problem, requests: [] });
});

test("answered approvals are known after a fresh start, and an older event does not open them again", async () => {
  const createdAt = "2026-11-22T09:31:00.000Z";
  const answered = { status: "approved" as const, note: "Go", createdAt, answeredAt: createdAt };
  const listed = { id: approvalId, turnId: null, kind: "plan" as const, facts, expiresAt: createdAt, ...answered };
  const browser = scriptedBrowser({ history: [message("user", "hi")], approvals: [listed] });
  await browser.greet({ seq: 2 });
  browser.say(requested(3));
  expect(browser.client.state.conversation?.approvals).toMatchObject([
    { approvalId, status: "approved", note: "Go", afterTurnId: turnId },
  ]);
});

const newerTurn = "0198d3c1-02aa-7000-9c11-8f0d7f4a2f11";
const failed: ServerFrame = {
  ...(finished as Extract<ServerFrame, { type: "turn.finished" }>),
  seq: 3,
  status: "failed",
  problem: { type: "/problems/turn-failed", title: "The turn failed", status: 500 },
};

test("a failed turn is tried again by its id, through a broken connection, until the log shows the new turn", async () => {
  const browser = await inAnswer();
  browser.say(failed);
  browser.client.retry(turnId);
  browser.lose(1006);
  browser.clock.pass(500);
  await browser.greet({ seq: 3, resumed: true });
  expect(browser.socket().frames).toEqual([{ type: "retry", turnId }]);
  const again = message("user", "hi", { clientId: "m-1" });
  browser.say({ type: "message.accepted", seq: 4, turnId: newerTurn, position: 0, message: again });
  expect(browser.client.state.requests).toEqual([]);
  expect(browser.client.state.conversation?.turns).toMatchObject([
    { id: turnId, retriedBy: newerTurn, status: "failed" },
    { id: newerTurn, request: undefined, status: "queued" },
  ]);
});

test("a message that history shows without an answer says what became of it", async () => {
  const problem = { type: "/problems/turn-failed", title: "The turn failed", status: 500 };
  const unansweredTurn = { status: "failed", problem, retriedBy: null };
  const browser = scriptedBrowser({ history: [message("user", "hi")], unansweredTurn });
  await browser.greet({ seq: 5 });
  expect(browser.client.state.conversation?.turns).toMatchObject([{ status: "failed", problem }]);
});

test("a message carries its attachments, also when it is sent again", async () => {
  const browser = scriptedBrowser();
  const asset = "0198d3c5-2c40-7000-9a10-5b7e1d2f3c08";
  const id = browser.client.send("look", [asset]);
  await browser.greet();
  browser.reload("crash");
  await browser.greet();
  expect(browser.socket().frames).toEqual([{ type: "message", id, text: "look", attachments: [asset] }]);
});

test("while the language model is asked again the turn says why it waits", async () => {
  const browser = await inAnswer();
  const problem = { type: "/problems/model-unavailable", title: "The language model does not answer", status: 503 };
  browser.say({ type: "retrying", turnId, attempt: 1, problem, retryInMs: 2_000 });
  expect(browser.client.state.conversation?.turns[0]?.waitingFor).toEqual(problem);
  browser.say(delta(6, "there"));
  expect(browser.client.state.conversation?.turns[0]?.waitingFor).toBeUndefined();
});
