import { expect, test } from "bun:test";
import { sweepContents } from "../src/assets/orphans.ts";
import { pruneEvents } from "../src/chat/store.ts";
import { sweepTexts } from "../src/turns/text.ts";
import { connect } from "../src/db/client.ts";
import { withDeadline } from "../src/db/deadline.ts";
import { assetClient } from "./support/asset-client.ts";
import { startTestService, type TestService } from "./support/service.ts";

const keepAll = { days: 3_650, perSession: 1_000_000 };

/** A service with a session of so many events, and its database. */
async function sessionWithEvents(count: number) {
  await using resources = new AsyncDisposableStack();
  const service = resources.use(await startTestService());
  const database = connect(
    { url: service.databaseUrl },
    { applicationName: "test", poolSize: 1, queryTimeoutMs: 5_000 },
  );
  resources.defer(() => database.end({ timeout: 0 }));
  const id = await service.session();
  for (let n = 0; n < count; n++) await service.send("PATCH", `/api/sessions/${id}`, { title: `Kitchen ${n}` });
  const owned = resources.move();
  return { service, database, id, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}
type Stage = Awaited<ReturnType<typeof sessionWithEvents>>;

/** An event that shows where what was missed has ended. */
const changeTitle = (service: TestService, id: string) =>
  service.send("PATCH", `/api/sessions/${id}`, { title: "The end" });

/** What a client that comes back over a socket is told, and which events it gets before anything new. */
async function overSocket({ service, id }: Stage, after: number) {
  await using chat = await service.socket(id, `?after=${after}`);
  const { resumed, seq } = await chat.until("hello");
  await changeTitle(service, id);
  await chat.until("session.changed", (frame) => frame.seq > seq);
  const seqs = chat.received.flatMap((frame) => (frame.type === "session.changed" ? [frame.seq] : []));
  return { resumed, missed: seqs.filter((missed) => missed <= seq) };
}

/** The same for one that follows server-sent events. */
async function overEvents({ service, id }: Stage, after: number) {
  const response = await service.get(`/api/sessions/${id}/events`, { "last-event-id": String(after) });
  await changeTitle(service, id);
  const decoder = new TextDecoder();
  let text = "";
  let seqs: number[] = [];
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    seqs = [...text.matchAll(/^id: (\d+)\n/gm)].map(([, seq]) => Number(seq));
    const end = /^data: (.*"type":"hello".*)$/m.exec(text)?.[1];
    if (end && (seqs.at(-1) ?? 0) > JSON.parse(end).seq) break;
  }
  const hello = JSON.parse(/^data: (.*"type":"hello".*)$/m.exec(text)?.[1] ?? "");
  return { resumed: hello.resumed, missed: seqs.filter((seq) => seq <= hello.seq) };
}

test.each([
  ["socket", overSocket],
  ["stream of events", overEvents],
] as const)(
  "who comes back over the %s within what is kept gets it, and before that is told to read anew",
  async (_name, comeBack) => {
    await using stage = await sessionWithEvents(12);
    await pruneEvents(stage.database, { ...keepAll, perSession: 5 });
    expect(await comeBack(stage, 7)).toEqual({ resumed: true, missed: [8, 9, 10, 11, 12] });
    expect(await comeBack(stage, 6)).toEqual({ resumed: false, missed: [] });
  },
);

test("events are forgotten by age, and a log that is all forgotten still resumes who has seen it all", async () => {
  await using stage = await sessionWithEvents(4);
  const { database, id } = stage;
  await database`update events set created_at = now() - interval '31 days' where session_id = ${id} and seq <= 2`;
  await pruneEvents(database, { ...keepAll, days: 30 });
  expect(await overSocket(stage, 1)).toEqual({ resumed: false, missed: [] });
  expect(await overSocket(stage, 2)).toEqual({ resumed: true, missed: [3, 4, 5] });

  await database`update events set created_at = now() - interval '31 days'`;
  await pruneEvents(database, { ...keepAll, days: 30 });
  expect(await overSocket(stage, 6)).toEqual({ resumed: true, missed: [] });
  expect(await overSocket(stage, 5)).toEqual({ resumed: false, missed: [] });
});

test("forgetting events forgets no message, and the log goes on where it was", async () => {
  await using stage = await sessionWithEvents(1);
  const { service, database, id } = stage;
  await using chat = await service.socket(id);
  chat.send({ type: "message", id: "m-1", text: "hi" });
  const { seq } = await chat.until("turn.finished");
  await database`update events set created_at = now() - interval '31 days'`;
  await pruneEvents(database, { ...keepAll, days: 30 });
  const { items } = await (await service.get(`/api/sessions/${id}/messages`)).json();
  expect(items.map(({ content }: { content: string }) => content)).toEqual(["Hello there", "hi"]);
  await service.send("PATCH", `/api/sessions/${id}`, { title: "Bath" });
  expect(await chat.until("session.changed")).toMatchObject({ seq: seq + 1 });
});

test("what one session has too much of is not taken from another", async () => {
  await using stage = await sessionWithEvents(6);
  const { service, database } = stage;
  const other = await service.session();
  await service.send("PATCH", `/api/sessions/${other}`, { title: "Bath" });
  await pruneEvents(database, { ...keepAll, perSession: 3 });
  expect(await overSocket({ ...stage, id: other }, 0)).toEqual({ resumed: true, missed: [1] });
});

test("a log that takes longer to forget than a query may take is forgotten all the same", async () => {
  await using stage = await sessionWithEvents(2);
  const { database } = stage;
  await database.unsafe(`
    create function slow() returns trigger language plpgsql as 'begin perform pg_sleep(0.15); return null; end';
    create trigger slow before delete on events for each statement execute function slow()`);
  await pruneEvents(withDeadline(database, 100), { days: 0, perSession: 1 });
  expect(await database`select seq from events`).toHaveLength(0);
});

test("text that was on its way while its session was deleted does not stay", async () => {
  await using stage = await sessionWithEvents(0);
  const { service, database, id } = stage;
  await using chat = await service.socket(id);
  chat.send({ type: "message", id: "m-1", text: "hi" });
  const { turnId } = await chat.until("turn.finished");
  const write = (turn: string) =>
    database`insert into turn_text (turn_id, owner_id, attempt, revision, text_offset, text)
      values (${turn}, 'local', 1, 1, 0, 'Hel')`;
  await write(turnId);
  await write(crypto.randomUUID());
  await sweepTexts(database);
  expect(await database`select turn_id from turn_text`).toEqual([{ turnId }] as never);
});

test("what was uploaded goes with its file at once, and with its session at the next housekeeping: no deletion waits for it", async () => {
  await using stage = await sessionWithEvents(0);
  const { service, database } = stage;
  const [gone, kept] = [await assetClient(service), await assetClient(service)];
  const [removed, left, other] = [await gone.photo(), await gone.photo(), await kept.photo()];
  const contents = async () => {
    const rows = await database<{ assetId: string }[]>`select asset_id from asset_contents order by asset_id`;
    return rows.map(({ assetId }) => assetId);
  };
  await service.send("DELETE", `${gone.path}/${removed.id}`);
  expect(await contents()).toEqual([left.id, other.id]);
  expect((await service.send("DELETE", `/api/sessions/${gone.sessionId}`)).status).toBe(204);
  expect((await gone.content(left.id)).status).toBe(404);
  await sweepContents(database);
  expect(await contents()).toEqual([other.id]);
});

test.each(["over a socket", "as server-sent events"])(
  "an event that only a newer release knows is passed on %s, and holds nothing up",
  async (way) => {
    await using stage = await sessionWithEvents(1);
    const { database, id } = stage;
    await database`
      with log as (update sessions set last_seq = last_seq + 1 where id = ${id} returning last_seq)
      insert into events (session_id, seq, owner_id, type, payload)
      select ${id}, last_seq, 'local', 'something.new', '{"thingId": 7}' from log`;
    if (way === "over a socket") {
      await using chat = await stage.service.socket(id, "?after=0");
      const { received } = chat;
      while (received.length < 3) await Bun.sleep(5);
      expect(received.slice(1)).toMatchObject([{ seq: 1 }, { type: "something.new", seq: 2, thingId: 7 }]);
    }
    const read = way === "over a socket" ? overSocket : overEvents;
    expect(await read(stage, 2)).toEqual({ resumed: true, missed: [] });
  },
);
