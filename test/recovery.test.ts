import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { type DoomedService, startDoomedService } from "./faults/doomed-service.ts";
import { numberedReplies } from "./faults/numbered-replies.ts";
import { createPace } from "./faults/paced-agent.ts";
import type { ChatClient } from "./support/chat-client.ts";
import { type FakeGemini, startFakeGemini } from "./support/fake-gemini.ts";
import { startTestService } from "./support/service.ts";
import { isThorough } from "./support/effort.ts";

setDefaultTimeout(60_000);

/** A lease is 10 s and a poll comes every half second. */
const takeoverMs = 12_000;

let gemini: FakeGemini;
beforeAll(async () => {
  gemini = await startFakeGemini();
  gemini.script([numberedReplies()]);
});
afterAll(() => gemini.stop());

/** What brings a process to each kind of failpoint. @returns what was said last */
const ways: Record<string, (service: DoomedService) => Promise<{ text: string }>> = {
  submit: async ({ client }) => client.say({ id: "m-1", text: "m-1 a room, then a room" }),
  async claim({ client }) {
    client.say({ id: "m-1", text: "m-1 slow" });
    return client.say({ id: "m-2", text: "m-2 a room" });
  },
  async cancel({ client }) {
    const sent = client.say({ id: "m-1", text: "m-1 slow" });
    await client.untilFrame("delta");
    client.cancel({ id: "m-1" });
    return sent;
  },
  async retry({ client, sessionId }) {
    const sent = client.say({ id: "m-1", text: `${sessionId} fail, then a room` });
    const { frame } = await client.untilFrame("turn.finished");
    client.retry(frame.turnId);
    return sent;
  },
  async release({ client, doomed }) {
    const sent = client.say({ id: "m-1", text: "m-1 slow" });
    await client.untilFrame("delta");
    doomed.signal("SIGTERM");
    return sent;
  },
};

type Moment = [failpoint: string, ends: { attempt: number; failures: number; status: string }];
const resumed = { attempt: 2, failures: 1, status: "completed" };
const untouched = { attempt: 1, failures: 0, status: "completed" };
const cancelled = { attempt: 1, failures: 1, status: "cancelled" };
/** Where it dies, and how the turn ends. Each is a process; the ones in the second list differ less from the others. */
const moments: Moment[] = [
  ["effect.committed", resumed],
  ["cancel.committed", cancelled],
  ["finish.before-commit", resumed],
];
const moreMoments: Moment[] = [
  ["submit.before-commit", untouched],
  ["submit.committed", resumed],
  ["claim.before-commit", untouched],
  ["claim.committed", resumed],
  ["checkpoint.before-commit", resumed],
  ["checkpoint.before-commit:2", resumed],
  ["checkpoint.committed", resumed],
  ["checkpoint.committed:2", resumed],
  ["effect.before-commit", resumed],
  ["effect.before-commit:2", resumed],
  ["effect.committed:2", resumed],
  ["cancel.before-commit", cancelled],
  ["retry.before-commit", untouched],
  ["retry.committed", resumed],
  ["release.before-commit", resumed],
  ["release.committed", { ...resumed, failures: 0 }],
  ["finish.committed", untouched],
];

test.concurrent.each(moments)("a process killed at %s loses and doubles nothing", dieAt);
test.skipIf(!isThorough).concurrent.each(moreMoments)(
  "a process killed at %s loses and doubles nothing (RENOVATION_LONG_TESTS=1)",
  dieAt,
);

async function dieAt(failpoint: string, ends: Moment[1]) {
  await using service = await startDoomedService(gemini, { FAILPOINT: failpoint, TURN_GRACE_MS: "50" });
  const { client, doomed, stored, sessionId } = service;
  const [kind = ""] = failpoint.split(".");
  const sent = await (ways[kind] ?? ways["submit"])?.(service);
  expect(await doomed.exited).toMatchObject({ signal: "SIGKILL" });
  const diedAt = performance.now();
  const peer = await service.startPeer();
  const turnCount = kind === "claim" || kind === "retry" ? 2 : 1;
  await client.until("the end of every turn", () => (finishedTurns(client) === turnCount ? true : undefined));
  const turn = (await stored.session(peer.url, sessionId)).turns.at(-1);
  expect(turn).toMatchObject(ends);
  if (ends.attempt > 1) {
    const isIt = (frame: { turnId: string; attempt?: number }) =>
      frame.turnId === turn?.id && (frame.attempt ?? 2) === 2;
    const restarted = await client.untilFrame("turn.started", isIt);
    await client.untilFrame("snapshot", isIt);
    expect(restarted.atMs - diedAt).toBeLessThan(takeoverMs);
  }
  const { items } = await (await peer.get(`/api/sessions/${sessionId}/rooms`)).json();
  expect(items).toHaveLength(sent?.text.match(/room/g)?.length ?? 0);
  expect(await service.faults()).toEqual([]);
}

const finishedTurns = (client: ChatClient) =>
  client.received.filter(({ frame }) => frame.type === "turn.finished").length;

test.concurrent(
  "a replica that was frozen past its lease writes nothing more, and its clients see the turn go on",
  async () => {
    await using service = await startDoomedService(gemini);
    const { client, doomed, sessionId } = service;
    const sent = client.say({ id: "m-1", text: "m-1 crawl" });
    await client.untilFrame("delta");
    doomed.signal("SIGSTOP");
    // The phone stays where it is.
    const stay = service.openClient("tab on the frozen one", sessionId, doomed.url);
    await service.lapseLeases();
    const peer = await service.startPeer();
    const other = service.openClient("tablet", sessionId, peer.url);
    await other.untilFrame("delta", ({ attempt }) => attempt === 2);
    doomed.signal("SIGCONT");
    for (const each of [client, stay]) {
      const { connection } = await each.untilFrame("turn.started", ({ attempt }) => attempt === 2);
      expect(connection).toBe(1);
      await each.untilFrame("turn.finished", ({ status }) => status === "completed");
    }
    expect(await doomed.line("turn")).toMatchObject({ status: "lost", attempt: 1 });
    await client.settled(sent);
    expect(await service.faults()).toEqual([]);
  },
);

test
  .skipIf(!isThorough)
  .concurrent(
    "a turn that kills its process three times fails, and those that were interrupted with it do not (RENOVATION_LONG_TESTS=1)",
    async () => {
      let kill = () => {};
      const deadly = await startFakeGemini();
      // Long enough for the others to be taken up beside it.
      const asked = (text: string) => void (text.includes("poison") && setTimeout(() => kill(), 700));
      deadly.script([numberedReplies({ asked })]);
      await using service = await startDoomedService(deadly);
      const { client, stored, sessionId, lapseLeases } = service;
      let process: { signal: (name: "SIGKILL") => void; exited: Promise<unknown> } = service.doomed;
      kill = () => process.signal("SIGKILL");
      const neighbours = [];
      for (let index = 0; index < 2; index++) {
        const neighbour = service.openClient(`neighbour ${index}`, await service.doomed.session());
        neighbours.push({ neighbour, sent: neighbour.say({ id: "n-1", text: "n-1 crawl" }) });
        await neighbour.untilFrame("delta");
      }
      await client.answered(client.say({ id: "m-1", text: "m-1 crawl, poison" }));
      for (let deaths = 1; ; deaths++) {
        await process.exited;
        await lapseLeases();
        if (deaths === 3) break;
        process = await service.startAnother();
      }
      kill = () => {};
      const peer = await service.startPeer();
      const { frame } = await client.untilFrame("turn.finished");
      expect(frame).toMatchObject({ status: "failed", problem: { type: "/problems/turn-failed" } });
      for (const { neighbour, sent } of neighbours) {
        await neighbour.settled(sent);
        expect((await neighbour.untilFrame("turn.finished")).frame).toMatchObject({ status: "completed" });
      }
      await client.settled(client.say({ id: "m-2", text: "m-2" }));
      expect((await stored.session(peer.url, sessionId)).turns.map(({ status }) => status)).toEqual([
        "failed",
        "completed",
      ]);
      expect(await service.faults()).toEqual([]);
      await deadly.stop();
    },
  );

test("a turn that is cancelled after its hand-over, before anybody took it up, keeps its text", async () => {
  const [pace, busy] = [createPace(), createPace()];
  const first = await startTestService({ agent: pace.agent(6) });
  const { databaseUrl } = first;
  await using second = await startTestService({ databaseUrl, agent: busy.agent(6), env: { TURN_CONCURRENCY: "1" } });
  await second.post(`/api/sessions/${await second.session()}/messages`, { id: "m-0", text: "busy" });
  const id = await first.session();
  await using chat = await second.socket(id, "?after=0");
  await first.post(`/api/sessions/${id}/messages`, { id: "m-1", text: "hi" });
  const { turnId } = await chat.until("snapshot");
  while (pace.waiting === 0) await Bun.sleep(1);
  pace.pace();
  await chat.untilText(turnId, "1.0 ");
  await first.stop();
  chat.send({ type: "cancel", id: "m-1" });
  expect(await chat.until("turn.finished")).toMatchObject({ turnId, status: "cancelled" });
  const kept = chat.received.find(({ type }) => type === "message.completed");
  expect(kept).toMatchObject({ message: { content: "1.0 ", status: "cancelled" } });
  await second.stop();
  await first[Symbol.asyncDispose]();
});

test("after a hand-over a reader on a third replica sees the old text, then the new one", async () => {
  const [pace, busy] = [createPace(), createPace()];
  const first = await startTestService({ agent: pace.agent(6) });
  const { databaseUrl } = first;
  await using second = await startTestService({ databaseUrl, agent: pace.agent(6) });
  // Its only place is taken, so that the second is the one to go on.
  await using third = await startTestService({ databaseUrl, agent: busy.agent(6), env: { TURN_CONCURRENCY: "1" } });
  await third.post(`/api/sessions/${await third.session()}/messages`, { id: "m-0", text: "busy" });
  const id = await first.session();
  await using far = await third.socket(id, "?after=0");
  await first.post(`/api/sessions/${id}/messages`, { id: "m-1", text: "hi" });
  const { turnId } = await far.until("snapshot");
  await sayWords(3);
  const shown = await far.until("delta", ({ offset, text }) => offset + text.length === 12);
  expect(shown).toMatchObject({ attempt: 1 });
  await first.stop();
  expect(await far.until("snapshot", ({ attempt }) => attempt === 2)).toMatchObject({ text: "1.0 1.1 1.2 " });
  await sayWords(3);
  await far.untilText(turnId, "2.0 2.1 2.2 ");
  expect(await far.until("reset")).toMatchObject({ attempt: 2 });
  pace.free();
  expect(await far.until("turn.finished")).toMatchObject({ status: "completed" });
  expect((await far.until("message.completed")).message.content).toBe("2.0 2.1 2.2 2.3 2.4 2.5!");
  await second.stop();
  await first[Symbol.asyncDispose]();

  async function sayWords(count: number) {
    for (let word = 0; word < count; word++) {
      while (pace.waiting === 0) await Bun.sleep(1);
      pace.pace();
    }
  }
});
