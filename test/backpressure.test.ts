import { expect, setDefaultTimeout, test } from "bun:test";
import { memoryUsage } from "node:process";
import { createOutbox } from "../src/chat/outbox.ts";
import { closeCodes } from "../src/chat/protocol.ts";
import { createRateLimit } from "../src/chat/rate-limit.ts";
import { connect } from "../src/db/client.ts";
import { ProblemDetails } from "../src/problem.ts";
import { runs } from "./support/effort.ts";
import { holdAt, scriptedAgent } from "./support/scripted-agent.ts";
import { startTestService, type TestService } from "./support/service.ts";
import { openSlowReader, upgrade } from "./support/slow-reader.ts";

setDefaultTimeout(30_000);

/** More than the system takes on behalf of a reader that does not read: about 4 MB on Linux. */
const words = Array.from({ length: 450 }, () => "x".repeat(16_000));
const socketPath = (sessionId: string) => `/api/sessions/${sessionId}/socket`;

/** Says the words one by one, so that others come to their turn between them. */
const talkative = (onWord: (index: number) => void = () => {}) =>
  scriptedAgent(words, async (index) => {
    await Bun.sleep(0);
    onWord(index);
  });

/** Waits until so many lines with this message are in the log. */
async function linesOf(service: TestService, message: string, count: number) {
  const found = () => service.lines.filter(({ msg }) => msg === message);
  while (found().length < count) await Bun.sleep(5);
  return found();
}

function memoryInUse() {
  Bun.gc(true);
  return memoryUsage().rss;
}

test("readers that never read cost less than 1 MiB each and are closed 1013, while their turn goes on", async () => {
  const readerCount = 20;
  let mostBytes = 0;
  const agent = talkative((index) => {
    // Seldom, as each look collects all garbage first.
    if (index % 149 === 148) mostBytes = Math.max(mostBytes, memoryInUse());
  });
  await using service = await startTestService({ agent });
  /** @returns the most memory that was in use while the answer was written. */
  const answer = async (id: string) => {
    mostBytes = 0;
    await using reader = await service.socket(id);
    reader.send({ type: "message", id: "m-1", text: "hi" });
    expect(await reader.until("turn.finished")).toMatchObject({ status: "completed" });
    return mostBytes;
  };
  await answer(await service.session());
  const usualBytes = await answer(await service.session());

  const id = await service.session();
  using readers = new DisposableStack();
  for (let n = 0; n < readerCount; n++) readers.use(await openSlowReader(service.url, socketPath(id), upgrade));
  const bytesEach = ((await answer(id)) - usualBytes) / readerCount;
  expect(bytesEach).toBeLessThan(1024 * 1024);
  const codes = (await linesOf(service, "socket", 3 + readerCount)).map(({ code }) => code);
  expect(codes.filter((code) => code === closeCodes.tooSlow)).toHaveLength(readerCount);
});

test("what waits for a reader is bounded, shrinks as it reads, and past the bound it is closed", () => {
  const sent: string[] = [];
  let closedWith = 0;
  let isBlocked = true;
  const outbox = createOutbox({
    send: (text) => {
      sent.push(text);
      return isBlocked ? -1 : text.length;
    },
    close: (code) => {
      closedWith = code;
    },
  });
  let offset = 0;
  const send = (text: string) => {
    outbox.send({ type: "delta", turnId: "t", attempt: 1, offset, text });
    offset += text.length;
  };
  // A reader that takes a part now and then keeps its connection, however much that adds up to.
  for (let round = 0; round < 50; round++) {
    for (let n = 0; n < 10; n++) send("x".repeat(10_000));
    outbox.drain();
  }
  expect(closedWith).toBe(0);
  isBlocked = false;
  outbox.drain();
  const text = sent.map((frame) => JSON.parse(frame).text).join("");
  expect(text).toHaveLength(offset);

  isBlocked = true;
  const from = offset;
  while (closedWith === 0) send("x".repeat(10_000));
  expect(closedWith).toBe(closeCodes.tooSlow);
  expect(offset - from).toBeLessThan(300_000);
});

test("a crowd of slow readers does not slow the others", async () => {
  const readers: Awaited<ReturnType<typeof openSlowReader>>[] = [];
  const agent = talkative((index) => {
    if (index % 100 === 0) for (const reader of readers) reader.sip();
  });
  await using service = await startTestService({ agent });
  const id = await service.session();
  using owned = new DisposableStack();
  for (let n = 0; n < runs(40, 100); n++)
    readers.push(owned.use(await openSlowReader(service.url, socketPath(id), upgrade)));
  await using usual = await service.socket(id);
  usual.send({ type: "message", id: "m-1", text: "hi" });
  await usual.until("turn.finished");
  // Not one of its deltas had to wait and be put together with the next.
  expect(usual.types().filter((type) => type === "delta")).toHaveLength(words.length);
  const most = Math.max(...readers.map(({ receivedBytes }) => receivedBytes));
  expect(most).toBeGreaterThan(0);
  expect(most).toBeLessThan((words.length * 16_000) / 2);
});

test("a stream of events that nobody reads holds little, and is ended", async () => {
  await using service = await startTestService({ agent: talkative() });
  const id = await service.session();
  using never = await openSlowReader(service.url, `/api/sessions/${id}/events`);
  await using usual = await service.socket(id);
  usual.send({ type: "message", id: "m-1", text: "hi" });
  await usual.until("turn.finished");
  expect((await linesOf(service, "stream", 1))[0]).toMatchObject({ sessionId: id, isTooSlow: true });
  await never.drain();
  expect(never.receivedBytes).toBeLessThan(words.length * 16_000);
});

test("a long log reaches a reader that reads whole, over the socket and as server-sent events", async () => {
  const count = 5_000;
  await using service = await startTestService();
  const id = await service.session();
  const database = connect(
    { url: service.databaseUrl },
    { applicationName: "test", poolSize: 1, queryTimeoutMs: 10_000 },
  );
  const payload = JSON.stringify({ roomIds: Array.from({ length: 20 }, () => crypto.randomUUID()) });
  await database`
    insert into events (session_id, seq, owner_id, type, payload)
    select ${id}, seq, 'local', 'rooms.changed', ${payload}::text::jsonb from generate_series(1, ${count}::int) seq`;
  await database`update sessions set last_seq = ${count} where id = ${id}`;
  await database.end();

  await using chat = await service.socket(id, "?after=0");
  await chat.until("rooms.changed", ({ seq }) => seq === count);
  expect(chat.types().filter((type) => type === "rooms.changed")).toHaveLength(count);

  const response = await service.get(`/api/sessions/${id}/events?after=0`);
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.includes(`\nid: ${count}\n`)) break;
  }
  expect([...text.matchAll(/^id: /gm)]).toHaveLength(count);
});

test("a session that is flooded over many sockets loses the flooding ones with 4429, and others do not notice", async () => {
  const hold = holdAt(0);
  await using service = await startTestService({ agent: scriptedAgent(["Hello"], hold.gate) });
  const [flooded, other] = [await service.session(), await service.session()];
  await using resources = new AsyncDisposableStack();
  const sockets = await Promise.all(
    Array.from({ length: 12 }, async () => resources.use(await service.socket(flooded))),
  );
  await Promise.all(sockets.map((socket) => socket.until("hello")));
  for (const [index, socket] of sockets.entries()) {
    for (let n = 0; n < 25; n++) socket.send({ type: "message", id: `m-${index}-${n}`, text: "hi" });
  }
  const first = await Promise.race(sockets.map(({ closed }) => closed));
  expect(first.code).toBe(closeCodes.rateLimited);
  await using calm = await service.socket(other);
  calm.send({ type: "message", id: "m-1", text: "hi" });
  await calm.until("ack");
  hold.open();
  expect(await calm.until("turn.finished")).toMatchObject({ status: "completed" });
});

test("messages posted in a flood are refused with 429 and Retry-After; other sessions are not", async () => {
  const hold = holdAt(0);
  await using service = await startTestService({ agent: scriptedAgent(["Hello"], hold.gate) });
  const [flooded, other] = [await service.session(), await service.session()];
  const post = (id: string) => service.post(`/api/sessions/${id}/messages`, { id: "m-1", text: "hi" });
  const answers = await Promise.all(Array.from({ length: 400 }, () => post(flooded)));
  const refused = answers.filter(({ status }) => status === 429);
  expect(answers.every(({ status }) => status === 202 || status === 429)).toBe(true);
  expect(refused.length).toBeGreaterThan(0);
  expect(refused[0]?.headers.get("retry-after")).toBe("1");
  expect(ProblemDetails.parse(await refused[0]?.json()).type).toBe("/problems/rate-limited");
  expect((await post(other)).status).toBe(202);
  hold.open();
});

test("the rate is per key, and quiet keys regain their burst", async () => {
  const limit = createRateLimit({ burst: 3, perSecond: 100 });
  const take = (key: string, count: number) => Array.from({ length: count }, () => limit.take(key));
  expect(take("a", 4)).toEqual([true, true, true, false]);
  expect(take("b", 3)).toEqual([true, true, true]);
  await Bun.sleep(40);
  expect(take("a", 4)).toEqual([true, true, true, false]);
});
