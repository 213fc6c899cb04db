import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { connect } from "../src/db/client.ts";
import { createDatabase } from "./support/database.ts";
import { examples } from "./support/effort.ts";
import { type FakeGemini, pictureAnswer, type Reply, startFakeGemini } from "./support/fake-gemini.ts";
import { picture } from "./support/files.ts";
import { startFakeS3 } from "./support/fake-s3.ts";
import { imageModel, imageModelEnv, toRender } from "./support/pictures.ts";
import { startServiceProcess } from "./support/process.ts";
import { startTestService } from "./support/service.ts";

setDefaultTimeout(30_000);

let png: Buffer;
beforeAll(async () => {
  png = await picture("png");
});

/** An image model of its own, and a service that asks it. */
async function start(replies: Reply[], env: Record<string, string> = {}) {
  const gemini = await startFakeGemini();
  gemini.scriptModel(imageModel, replies);
  const service = await startTestService({ env: { ...imageModelEnv(gemini), ...env } });
  return {
    gemini,
    service,
    env: imageModelEnv(gemini),
    sql: connect({ url: service.databaseUrl }, { applicationName: "test", poolSize: 1, queryTimeoutMs: 5_000 }),
    async [Symbol.asyncDispose]() {
      await this.sql.end({ timeout: 1 });
      await service[Symbol.asyncDispose]();
      await gemini.stop();
    },
  };
}

describe("cancelling", () => {
  test("stops a picture that is being made within 100 ms, the model's work included", async () => {
    await using started = await start(["hang"]);
    const { service, gemini } = started;
    const { draw, over, follow, read } = await toRender(service);
    await using chat = await follow();
    const tookMs: number[] = [];
    // Other load on the machine is not what is measured: the best of three counts.
    for (let version = 1; version <= 3; version++) {
      const render = await draw();
      expect(render.version).toBe(version);
      const request = await gemini.arrival(version);
      const cancelledAt = performance.now();
      chat.send({ type: "cancel", turnId: render.turnId });
      expect(await request.closed).toBe("aborted");
      tookMs.push(performance.now() - cancelledAt);
      expect(await over(chat, render)).toMatchObject({ status: "cancelled", assetId: null, problem: null });
      expect(await read(`/turns/${render.turnId}`)).toMatchObject({ status: "cancelled" });
    }
    expect(Math.min(...tookMs)).toBeLessThan(100);
  });

  test("takes a waiting one out of the queue, and the next one's turn comes", async () => {
    await using started = await start(["hang"]);
    const { service, gemini } = started;
    const { draw, over, follow, base, roomIds } = await toRender(service, {
      rooms: ["kitchen", "bathroom", "bedroom"],
    });
    await using chat = await follow();
    const running = await draw();
    await gemini.arrival(1);
    const waiting = await draw({ roomId: roomIds[1] });
    const last = await draw({ roomId: roomIds[2], renderer: "concept_board" });
    await service.post(`${base}/turns/${waiting.turnId}/cancel`, {});
    expect(await over(chat, waiting)).toMatchObject({ status: "cancelled" });
    await service.post(`${base}/turns/${running.turnId}/cancel`, {});
    expect(await over(chat, last)).toMatchObject({ status: "ready" });
    expect(gemini.requests).toHaveLength(1);
  });

  test("a picture that comes after somebody has cancelled it is not shown, and nobody is asked about it", async () => {
    const reply = Promise.withResolvers<Reply>();
    await using started = await start([() => reply.promise]);
    const { service, gemini, sql } = started;
    const { draw, over, follow, read } = await toRender(service);
    await using chat = await follow();
    const render = await draw();
    await gemini.arrival(1);
    // On another replica, of which this one has not heard yet.
    await sql`update turns set cancel_requested_at = clock_timestamp() where id = ${render.turnId}`;
    reply.resolve(pictureAnswer(png));
    expect(await over(chat, render)).toMatchObject({ status: "cancelled", assetId: null });
    expect((await read("/assets")).items).toEqual([]);
    expect(await read(`/turns/${render.turnId}`)).toMatchObject({ status: "cancelled" });
    expect(chat.received.flatMap((frame) => (frame.type === "approval.requested" ? [frame.kind] : []))).toEqual([]);
  });

  test("a second picture of a room that is under way is refused", async () => {
    await using started = await start(["hang"]);
    const { draw, refusal } = await toRender(started.service);
    const { roomId } = await draw();
    expect(await refusal("POST", "/renders", { roomId })).toMatchObject({
      kind: "conflict",
      detail: expect.stringContaining("under way already"),
    });
  });

  test.each(["the session", "its room"])("deleting %s stops what is being made", async (what) => {
    await using started = await start(["hang"]);
    const { service, gemini, sql } = started;
    const { draw, base, roomIds } = await toRender(service, { rooms: ["kitchen", "bathroom"] });
    await draw();
    const request = await gemini.arrival(1);
    const path = what === "the session" ? base : `${base}/rooms/${roomIds[0]}`;
    expect((await service.send("DELETE", path)).status).toBe(204);
    expect(await request.closed).toBe("aborted");
    expect(await sql`select id from renders`).toHaveLength(0);
    expect(await sql`select id from assets`).toHaveLength(0);
  });
});

test("a picture that takes too long fails and says so; it is asked for anew, not retried like a message", async () => {
  await using started = await start(["hang"], { TURN_TIMEOUT_MS: "1000" });
  const { draw, over, follow, refusal } = await toRender(started.service);
  await using chat = await follow();
  const render = await over(chat, await draw());
  expect(render).toMatchObject({ status: "failed", problem: { type: "/problems/turn-too-long" } });
  expect(await refusal("POST", `/turns/${render.turnId}/retry`, {})).toMatchObject({
    kind: "conflict",
    detail: expect.stringContaining("ask for the picture again"),
  });
});

test("a shutdown hands a picture over: the next start makes it, and nothing is charged", async () => {
  await using started = await start(["hang", pictureAnswer(png)]);
  const { service, gemini, env, sql } = started;
  const { draw, id } = await toRender(service);
  const render = await draw();
  await gemini.arrival(1);
  await service.stop();
  expect(await sql`select status from renders`).toMatchObject([{ status: "queued" }]);
  await using next = await startTestService({ databaseUrl: service.databaseUrl, env });
  await using chat = await next.socket(id, "?after=0");
  await chat.until("approval.requested", ({ kind }) => kind === "render");
  expect(await sql`select attempt, failures, status from turns where kind = 'render'`).toMatchObject([
    { attempt: 2, failures: 0, status: "completed" },
  ]);
  const statuses = chat.received.flatMap((frame) => (frame.type === "render.changed" ? [frame.status] : []));
  expect(statuses.filter((status, index) => status !== statuses[index - 1])).toEqual([
    "queued",
    "running",
    "queued",
    "running",
    "ready",
  ]);
  expect(await (await next.get(`/api/sessions/${id}/renders/${render.id}`)).json()).toMatchObject({ status: "ready" });
});

test("an owner that lost its turn stores nothing: there is one picture", async () => {
  const [mine, theirs] = [Promise.withResolvers<Reply>(), Promise.withResolvers<Reply>()];
  await using started = await start([() => mine.promise, () => theirs.promise]);
  const { service, gemini, env, sql } = started;
  const { draw, id, read } = await toRender(service);
  const render = await draw();
  await gemini.arrival(1);
  await using peer = await startTestService({ databaseUrl: service.databaseUrl, env });
  await using chat = await peer.socket(id);
  await chat.until("hello");
  await sql`update turns set lease_expires_at = clock_timestamp(), claim_token = gen_random_uuid() where kind = 'render'`;
  await gemini.arrival(2);
  mine.resolve(pictureAnswer(await picture("png", { widthPx: 32, heightPx: 32 })));
  while (!service.lines.some(({ msg, status }) => msg === "turn" && status === "lost")) await Bun.sleep(5);
  theirs.resolve(pictureAnswer(png));
  await chat.until("render.changed", ({ status }) => status === "ready");
  const assets = await sql<{ id: string; widthPx: number }[]>`select id, width_px from assets`;
  expect(assets).toMatchObject([{ widthPx: 64 }]);
  expect(await read(`/renders/${render.id}`)).toMatchObject({ assetId: assets[0]?.id });
});

test.each(["refused", "lost"])("with a bucket, a picture that is %s in the end leaves nothing there", async (fate) => {
  await using bucket = startFakeS3();
  const reply = Promise.withResolvers<Reply>();
  const tight = fate === "refused" ? { ASSET_MAX_BYTES: "1024", OWNER_ASSET_BYTES: "1024" } : {};
  await using started = await start([() => reply.promise, "hang"], { ...bucket.env, ...tight });
  const { service, gemini, sql } = started;
  const { draw, over, follow } = await toRender(service);
  await using chat = await follow();
  const board = fate === "refused" ? { renderer: "concept_board" } : {};
  const render = await draw(board);
  if (fate === "refused") {
    expect(await over(chat, render)).toMatchObject({ problem: { type: "/problems/quota-exceeded" } });
  } else {
    await gemini.arrival(1);
    await sql`update turns set claim_token = gen_random_uuid() where kind = 'render'`;
    reply.resolve(pictureAnswer(png));
    while (!service.lines.some(({ msg, status }) => msg === "turn" && status === "lost")) await Bun.sleep(5);
  }
  expect([...bucket.objects.keys()].filter((key) => !key.includes("check"))).toEqual([]);
  expect(await sql`select id from assets`).toHaveLength(0);
});

test("a picture whose owners vanish three times fails instead of being tried for ever", async () => {
  await using started = await start(["hang"]);
  const { service, gemini, sql } = started;
  const { draw, over, follow } = await toRender(service);
  await using chat = await follow();
  const render = await draw();
  await gemini.arrival(1);
  await sql`
    update turns set failures = 2, claimed_by = 'gone', claim_token = gen_random_uuid(), lease_expires_at = clock_timestamp()
    where kind = 'render'`;
  // The owner finds out by its next renewal, and the turn is free.
  expect(await over(chat, render)).toMatchObject({ status: "failed", problem: { type: "/problems/turn-failed" } });
});

describe("a process that is killed", () => {
  let gemini: FakeGemini;
  beforeAll(async () => {
    gemini = await startFakeGemini();
  });
  afterAll(() => gemini.stop());

  const moments: [string, Record<string, string>][] = [
    ["just before the picture is stored", { FAILPOINT: "finish.before-commit" }],
    ["while the model is at work", {}],
    ["just after the picture was stored", { FAILPOINT: "finish.committed" }],
  ];
  test.each(examples(1, moments))("%s leaves one picture", async (_name, failpoint) => {
    await using database = await createDatabase();
    const env = imageModelEnv(gemini);
    const before = await startTestService({ databaseUrl: database.url, env });
    const { id, base, roomIds, follow } = await toRender(before);
    const chat = await follow();
    if ((await chat.until("hello")).runningTurn) await chat.until("turn.finished");
    await chat[Symbol.asyncDispose]();
    await before[Symbol.asyncDispose]();

    const isKilledHere = !("FAILPOINT" in failpoint);
    const count = gemini.requests.length;
    gemini.scriptModel(imageModel, [...(isKilledHere ? ["hang" as const] : []), pictureAnswer(png)]);
    const doomed = await startServiceProcess({ env: { ...env, DATABASE_URL: database.url, ...failpoint } });
    const asked = await fetch(new URL(`${base}/renders`, doomed.url), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ roomId: roomIds[0] }),
    });
    expect(asked.status).toBe(202);
    await gemini.arrival(count + 1);
    if (isKilledHere) doomed.signal("SIGKILL");
    expect(await doomed.exited).toMatchObject({ signal: "SIGKILL" });

    const sql = connect({ url: database.url }, { applicationName: "test", poolSize: 1, queryTimeoutMs: 5_000 });
    await sql`update turns set lease_expires_at = clock_timestamp() where status = 'running'`;
    await using peer = await startTestService({ databaseUrl: database.url, env });
    await using after = await peer.socket(id, "?after=0");
    await after.until("render.changed", ({ status }) => status === "ready");
    const stored = await sql<{ assets: number; asked: number }[]>`
      select (select count(*) from assets) as assets, (select count(*) from approvals where kind = 'render') as asked`;
    expect(stored).toMatchObject([{ assets: 1, asked: 1 }]);
    await sql.end({ timeout: 1 });
  });
});
