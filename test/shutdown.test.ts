import { beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { once } from "node:events";
import { constants, openSync } from "node:fs";
import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer, connect as connectTcp, type AddressInfo } from "node:net";
import { connect, type Sql, transaction } from "../src/db/client.ts";
import type { ShutdownReport } from "../src/lifecycle/report.ts";
import { createDatabase, createEmptyDatabase } from "./support/database.ts";
import { builtExecutable } from "./support/executable.ts";
import { gone, postmasterOf, workspace } from "./support/embedded.ts";
import { chunk, type GeminiPart, startFakeGemini } from "./support/fake-gemini.ts";
import {
  type LaunchOptions,
  launchService,
  type LogLine,
  type ServiceProcess,
  startServiceProcess,
} from "./support/process.ts";
import { runs } from "./support/effort.ts";

setDefaultTimeout(60_000);

/** The executable, which starts in a third of the time that the source takes. */
let command: string[];
beforeAll(async () => {
  command = [await builtExecutable()];
}, 60_000);

/** A private database, a Gemini that the test scripts, and the service on both, as often as it is started. */
async function stage() {
  await using resources = new AsyncDisposableStack();
  const { url } = resources.use(await createDatabase());
  const gemini = await startFakeGemini();
  resources.defer(gemini.stop);
  const database = connect({ url }, { applicationName: "test", poolSize: 4, queryTimeoutMs: 10_000 });
  resources.defer(() => database.end({ timeout: 0 }));
  const owned = resources.move();
  return {
    gemini,
    database,
    start: (env: Record<string, string> = {}, log?: LaunchOptions["log"]) =>
      startServiceProcess({
        command,
        ...(log ? { log } : {}),
        env: { DATABASE_URL: url, GEMINI_API_KEY: gemini.apiKey, GEMINI_BASE_URL: gemini.baseUrl, ...env },
      }),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** An answer that stops after its first words until the test lets it go on. */
function heldAnswer() {
  const { promise, resolve: letGo } = Promise.withResolvers<void>();
  const reply = {
    stream: [
      chunk([{ text: "Half " }], { usage: [10, 1] }),
      { until: promise },
      chunk([{ text: "done." }], { finishReason: "STOP", usage: [10, 2] }),
    ],
  };
  return { reply, letGo };
}

type Database = ReturnType<typeof connect>;

/** Takes a lock, so that whatever needs it waits until the returned function is called. */
async function hold(database: Database, lock: (sql: Sql) => Promise<unknown>) {
  const locked = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  const over = transaction(database, async (sql) => {
    await lock(sql);
    locked.resolve();
    await released.promise;
  });
  await Promise.race([locked.promise, over]);
  return async () => {
    released.resolve();
    await over;
  };
}

const holdSession = (database: Database, id: string) =>
  hold(database, (sql) => sql`select id from sessions where id = ${id} for no key update`);

/** Waits until so many in this database wait for a lock. */
async function lockAwaited(database: Database, count = 1) {
  const waiting = () =>
    database`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  while ((await waiting()).length < count) await Bun.sleep(10);
}

/** A client that says how much it will send, and never does; the service is waiting for it. */
async function unfinishedUpload({ url }: { url: URL }) {
  const socket = connectTcp(Number(url.port), url.hostname).on("error", () => {});
  const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
  const head = ["POST /api/sessions HTTP/1.1", `host: ${url.host}`, "content-type: application/json"];
  socket.write(`${[...head, "content-length: 90", "expect: 100-continue"].join("\r\n")}\r\n\r\n`);
  const [answer] = await once(socket, "data");
  expect(String(answer)).toStartWith("HTTP/1.1 100 ");
  socket.write("{");
  return { closed, [Symbol.dispose]: () => void socket.destroy() };
}

/** A pipe as a container's log is one: 64 KiB and then the writer waits. It is emptied 1 KiB at a time, or not at all. */
async function slowPipe() {
  const directory = await mkdtemp(join(tmpdir(), "ra-log-"));
  const path = join(directory, "pipe");
  await Bun.$`mkfifo ${path}`;
  // For both, because opening one end alone waits for the other.
  const writeTo = openSync(path, constants.O_RDWR);
  const reader = await open(path, "r");
  let pausing = Promise.withResolvers<void>();
  pausing.resolve();
  async function* read() {
    try {
      for (;;) {
        await pausing.promise;
        const { bytesRead, buffer } = await reader.read(new Uint8Array(1_024));
        if (bytesRead === 0) return;
        yield buffer.subarray(0, bytesRead);
        await Bun.sleep(1);
      }
    } finally {
      await reader.close();
    }
  }
  return {
    log: { writeTo, readFrom: read() },
    pause: () => {
      pausing = Promise.withResolvers();
    },
    resume: () => pausing.resolve(),
    [Symbol.asyncDispose]: async () => {
      pausing.resolve();
      await rm(directory, { recursive: true });
    },
  };
}

type Report = LogLine & ShutdownReport;

/** What the service says last, however it was made to stop. */
async function reportOf(service: ServiceProcess): Promise<Report> {
  const { code } = await service.exited;
  const report = service.lines.at(-1) as Report;
  expect([report.msg, report.exitCode]).toEqual(["stopped", code ?? -1]);
  return report;
}

const stop = (service: ServiceProcess, signal: NodeJS.Signals = "SIGTERM") => {
  service.signal(signal);
  return reportOf(service);
};

const asStream = { accept: "text/event-stream" };
const clean = { exitCode: 0, unclosed: [] };
const eventsOf = (text: string) => [...text.matchAll(/^event: (.*)$/gm)].map(([, name]) => name);

/** Each signal at least once; in CI often enough for a port that is only sometimes freed. */
const restarts = runs(4, 20);

test("restarts on one port: every signal is a clean stop that frees the port and ends with the report", async () => {
  await using on = await stage();
  let port = "0";
  for (let round = 0; round < restarts; round++) {
    await using service = await on.start({ PORT: port });
    port = service.url.port;
    expect((await service.get("/api/sessions")).status).toBe(200);
    const signal = (["SIGTERM", "SIGINT", "SIGQUIT", "SIGHUP"] as const)[round % 4] ?? "SIGTERM";
    const report = await stop(service, signal);
    expect(report).toMatchObject({ ...clean, reason: signal, signal });
    expect(report.phases.map(({ name }) => name)).toEqual(["drain", "turns", "sockets", "http", "clients", "database"]);
  }
});

describe("requests in flight", () => {
  test("are finished, and during the drain delay new ones are served while the balancer is told to go", async () => {
    await using on = await stage();
    await using service = await on.start({ DRAIN_DELAY_MS: "400" });
    const id = await service.session();
    const release = await holdSession(on.database, id);
    const inFlight = service.send("PATCH", `/api/sessions/${id}`, { title: "Bathroom" });
    await lockAwaited(on.database);
    service.signal("SIGTERM");
    await service.line("stopping");

    expect((await service.get("/health/ready")).status).toBe(503);
    expect((await service.get("/health/live")).status).toBe(200);
    const fresh = await service.get(`/api/sessions/${id}`);
    expect([fresh.status, fresh.headers.get("connection")]).toEqual([200, "close"]);
    await release();
    const answer = await inFlight;
    expect([answer.status, answer.headers.get("connection")]).toEqual([200, "close"]);
    expect(await answer.json()).toMatchObject({ title: "Bathroom" });

    expect(await reportOf(service)).toMatchObject(clean);
    await expect(service.get("/health/live")).rejects.toThrow();
  });

  test("are cut off when they take longer than their share, and the report says so", async () => {
    await using on = await stage();
    await using service = await on.start({ SHUTDOWN_TIMEOUT_MS: "1000", TURN_GRACE_MS: "0" });
    using upload = await unfinishedUpload(service);
    const report = await stop(service);
    expect(report).toMatchObject({
      exitCode: 1,
      requests: { completed: 0, aborted: 1 },
      unclosed: [{ name: "http server", phase: "http", outcome: "timed-out", open: { requests: 1, sockets: 0 } }],
    });
    expect(report.totalMs).toBeLessThan(1_100);
    await upload.closed;
  });
});

describe("conversations", () => {
  test("an answer that fits the grace is finished and stored before its readers are sent away", async () => {
    await using on = await stage();
    const answer = heldAnswer();
    on.gemini.script([[{ text: "An earlier answer, none of the stop's business." }], answer.reply]);
    await using service = await on.start({ TURN_GRACE_MS: "3000" });
    const id = await service.session();
    const earlier = await service.post(`/api/sessions/${id}/messages`, { text: "hello" }, asStream);
    expect(eventsOf(await earlier.text()).at(-1)).toBe("turn.finished");
    await using chat = await service.socket(id);
    await chat.until("hello");
    const followed = await service.get(`/api/sessions/${id}/events?after=0`);
    const streamed = await service.post(`/api/sessions/${id}/messages`, { text: "hi" }, asStream);
    const { turnId } = await chat.until("delta");
    service.signal("SIGTERM");
    await service.line("stopping");
    answer.letGo();

    expect(await chat.until("turn.finished")).toMatchObject({ turnId, status: "completed" });
    expect(await chat.closed).toMatchObject({ code: 1012 });
    expect(chat.text(turnId)).toBe("Half done.");
    expect(chat.types().slice(-3)).toEqual(["message.completed", "turn.finished", "draining"]);
    expect(eventsOf(await followed.text()).slice(-3)).toEqual(["message.completed", "turn.finished", "draining"]);
    expect(eventsOf(await streamed.text()).slice(-2)).toEqual(["message.completed", "turn.finished"]);
    expect(await reportOf(service)).toMatchObject({
      ...clean,
      sockets: { closed: 1 },
      turns: { finished: 1, released: 0, aborted: 0 },
    });
  });

  test("an answer that does not fit is handed over with its text, and the next start finishes it", async () => {
    await using on = await stage();
    on.gemini.script([heldAnswer().reply, [{ text: "The whole answer." }]]);
    await using service = await on.start({ TURN_GRACE_MS: "50" });
    const id = await service.session();
    await using chat = await service.socket(id);
    // From here on the answer comes in pieces, and not as the text so far.
    await chat.until("hello");
    const streamed = await service.post(`/api/sessions/${id}/messages`, { text: "hi" }, asStream);
    await chat.until("delta");
    const report = await stop(service);
    expect(report).toMatchObject({ ...clean, turns: { finished: 0, released: 1, aborted: 0 } });
    expect(chat.types().at(-1)).toBe("draining");
    expect(await chat.closed).toMatchObject({ code: 1012 });
    expect(eventsOf(await streamed.text()).at(-1)).toBe("draining");
    const [turn] = await on.database`select status, progress from turns`;
    expect(turn).toMatchObject({ status: "queued", progress: "Half " });

    await using next = await on.start();
    await using resumed = await next.socket(id, "?after=0");
    await resumed.until("turn.started", ({ attempt }) => attempt === 2);
    expect(await resumed.until("turn.finished")).toMatchObject({ status: "completed" });
    expect(await next.messages(id)).toMatchObject([
      { role: "user", content: "hi" },
      { role: "assistant", content: "The whole answer.", status: "complete" },
    ]);
  });

  test("Ctrl-C in mid-answer reaches the whole group, and message and answer are there after a restart", async () => {
    await using resources = new AsyncDisposableStack();
    const space = resources.use(await workspace());
    const gemini = await startFakeGemini();
    resources.defer(gemini.stop);
    gemini.script([heldAnswer().reply, [{ text: "The whole answer." }]]);
    const env = {
      GEMINI_API_KEY: gemini.apiKey,
      GEMINI_BASE_URL: gemini.baseUrl,
      DATA_DIR: space.dataDir,
      TURN_GRACE_MS: "50",
    };
    await using service = await startServiceProcess({ command, env });
    const id = await service.session();
    await using chat = await service.socket(id, "?after=0");
    chat.send({ type: "message", id: "m-1", text: "hi" });
    await chat.until("delta");
    const postmaster = postmasterOf(space.dataDir);
    service.signalGroup("SIGINT");
    expect(await reportOf(service)).toMatchObject({ ...clean, turns: { finished: 0, released: 1, aborted: 0 } });
    await gone(postmaster ?? 0);

    await using next = await startServiceProcess({ command, env });
    await using resumed = await next.socket(id, "?after=0");
    expect(await resumed.until("message.accepted")).toMatchObject({ message: { content: "hi", clientId: "m-1" } });
    expect(await resumed.until("turn.finished")).toMatchObject({ status: "completed" });
    expect(await next.messages(id)).toMatchObject([
      { role: "user", content: "hi" },
      { role: "assistant", content: "The whole answer.", status: "complete" },
    ]);
    expect(await stop(next, "SIGINT")).toMatchObject(clean);
  });
});

describe("a second signal", () => {
  test.each([
    ["another one at once", "SIGINT", 0, 130],
    ["the same one later", "SIGTERM", 250, 143],
  ] as const)("%s ends a stop that hangs", async (_name, second, afterMs, exitCode) => {
    await using on = await stage();
    on.gemini.script(["stall"]);
    await using service = await on.start({ TURN_GRACE_MS: "5000" });
    const id = await service.session();
    await using chat = await service.socket(id, "?after=0");
    chat.send({ type: "message", id: "m-1", text: "hi" });
    const { turnId } = await chat.until("delta");
    service.signal("SIGTERM");
    await service.line("stopping");
    // A copy within 200 ms counts as the same signal.
    await Bun.sleep(afterMs);
    const report = await stop(service, second);
    expect(report.exitCode).toBe(exitCode);
    expect(report.unclosed[0]).toMatchObject({
      name: "turns",
      outcome: "abandoned",
      open: [{ turnId, sessionId: id }],
    });
    expect(report.totalMs).toBeLessThan(2_000);
  });

  test("that is a copy of the first, as npx forwards it, changes nothing", async () => {
    await using on = await stage();
    await using service = await on.start({ DRAIN_DELAY_MS: "150" });
    service.signal("SIGINT");
    await service.line("stopping");
    service.signal("SIGINT");
    expect(await reportOf(service)).toMatchObject(clean);
  });
});

describe("during the start", () => {
  test.each(["refuses", "is silent"])("a stop ends the wait for a database that %s", async (how) => {
    const server = createServer((socket) => socket.on("error", () => {}));
    await once(server.listen(0, "127.0.0.1"), "listening");
    const { port } = server.address() as AddressInfo;
    const connected = once(server, "connection");
    if (how === "refuses") server.close();
    await using service = launchService({
      command,
      env: { DATABASE_URL: `postgres://nobody@127.0.0.1:${port}/nothing` },
    });
    await (how === "refuses" ? service.line("waiting for the database") : connected);
    const report = await stop(service);
    expect(report).toMatchObject({ ...clean, reason: "SIGTERM" });
    expect(report.totalMs).toBeLessThan(1_000);
    server.close();
  });

  test("a stop ends the wait for another process that migrates", async () => {
    await using empty = await createEmptyDatabase();
    const database = connect({ url: empty.url }, { applicationName: "other", poolSize: 1, queryTimeoutMs: 10_000 });
    await database`select pg_advisory_lock(${0x72656e6f}::int, 1)`;
    await using service = launchService({ command, env: { DATABASE_URL: empty.url } });
    await service.line("waiting for another process that is migrating");
    const report = await stop(service);
    expect(report).toMatchObject({ ...clean, reason: "SIGTERM" });
    expect(report.totalMs).toBeLessThan(1_000);
    await database.end({ timeout: 0 });
  });
});

test("the log is complete however slowly it is read, and ends with the report", async () => {
  await using on = await stage();
  await using pipe = await slowPipe();
  await using service = await on.start({ LOG_LEVEL: "debug" }, pipe.log);
  const address = new URL("/problems/conflict", service.url);
  const answered: string[] = [];
  const askMany = async (count: number, name: string) => {
    const ids = Array.from({ length: count }, (_, number) => `${name}-${number}`);
    const asking = Array.from({ length: 20 }, async () => {
      for (let id = ids.pop(); id; id = ids.pop()) {
        await fetch(address, { headers: { "x-request-id": id } });
        answered.push(id);
      }
    });
    await Promise.allSettled(asking);
  };
  await askMany(2_000, "slow");
  expect(answered).toHaveLength(2_000);
  pipe.pause();
  // More than the pipe holds: at some point the service waits for its reader, which nothing but its silence tells.
  const asked = askMany(500, "last");
  await Promise.race([asked, Bun.sleep(300)]);
  service.signal("SIGTERM");
  await Promise.race([service.exited, Bun.sleep(100)]);
  pipe.resume();
  expect(await reportOf(service)).toMatchObject(clean);
  await asked;
  const logged = new Set(service.lines.filter(({ msg }) => msg === "request").map((line) => line["requestId"]));
  expect(answered.length).toBeGreaterThan(2_000);
  expect(answered.filter((id) => !logged.has(id))).toEqual([]);
  expect(service.lines.filter(({ level }) => level === "unreadable")).toEqual([]);
});

test("a log that nobody reads any more holds up neither the service nor its stop", async () => {
  await using on = await stage();
  await using pipe = await slowPipe();
  await using service = await on.start({ LOG_LEVEL: "debug" }, pipe.log);
  pipe.pause();
  const ask = () => fetch(new URL("/problems/conflict", service.url), { headers: { "x-request-id": "x".repeat(60) } });
  const fill = async () => {
    // Twice what the pipe holds.
    for (let asked = 0; asked < 500; asked++) expect((await ask()).status).toBe(200);
  };
  await fill();
  pipe.resume();
  const message = "lines were dropped, as nobody read them";
  while (!service.lines.some(({ msg }) => msg === message)) await ask();
  expect((await service.line(message))["dropped"]).toBeGreaterThan(100);

  pipe.pause();
  await fill();
  service.signal("SIGTERM");
  await gone(service.pid);
  pipe.resume();
  expect((await service.exited).code).toBe(0);
  expect(service.lines.filter(({ level }) => level === "unreadable")).toEqual([]);
});

test("turns cut off by kill -9 are each finished once by the next start, whatever they were doing", async () => {
  await using on = await stage();
  let isRestarted = false;
  const locked = Promise.withResolvers<void>();
  const save: GeminiPart[] = [{ functionCall: { name: "save_intake", args: { rooms: [{ type: "kitchen" }] } } }];
  on.gemini.script([
    ({ contents }) => {
      const [said] = contents.at(0)?.parts ?? [];
      const toolIsDone = contents.at(-1)?.parts.some(({ functionResponse }) => functionResponse);
      if (toolIsDone) return said?.text === "told" && !isRestarted ? "hang" : [{ text: "The answer." }];
      if (said?.text === "told") return save;
      if (said?.text?.startsWith("in a tool"))
        return { stream: [{ until: locked.promise }, chunk(save, { finishReason: "STOP" })] };
      if (isRestarted) return [{ text: "The answer." }];
      return said?.text === "silent" ? "hang" : "stall";
    },
  ]);
  await using service = await on.start();
  const moments = ["silent", "in mid-answer", "in a tool", "in a tool, which is done", "told"];
  await using clients = new AsyncDisposableStack();
  const started = await Promise.all(
    moments.map(async (text) => {
      const id = await service.session();
      const chat = clients.use(await service.socket(id));
      chat.send({ type: "message", id: "m-1", text });
      const { turnId } = await chat.until("ack");
      return { text, id, chat, turnId };
    }),
  );
  const [, midAnswer, inTool, toolDone, told] = started;
  await midAnswer?.chat.until("delta");
  await told?.chat.until("tool.finished");
  const holdEffect = (turnId = "") =>
    hold(on.database, (sql) => sql`select id from turns where id = ${turnId} for update`);
  const releaseInTool = await holdEffect(inTool?.turnId);
  const releaseToolDone = await holdEffect(toolDone?.turnId);
  locked.resolve();
  await lockAwaited(on.database, 2);
  // What the tool did is committed, but not yet that the graph knows of it.
  const releaseWrites = await hold(on.database, (sql) => sql`lock table checkpoint_writes in exclusive mode`);
  await releaseToolDone();
  await toolDone?.chat.until("tool.finished");
  await lockAwaited(on.database, 2);
  // One for each turn, and one for the step after the tool.
  await on.gemini.arrival(6);
  service.signal("SIGKILL");
  expect(await service.exited).toEqual({ code: null, signal: "SIGKILL" });
  await Promise.all([releaseInTool(), releaseWrites()]);
  // As if the ten seconds of the leases had passed.
  await on.database`update turns set lease_expires_at = clock_timestamp()`;

  isRestarted = true;
  await using next = await on.start();
  for (const { text, id } of started) {
    await using chat = await next.socket(id, "?after=0");
    expect(await chat.until("turn.finished")).toMatchObject({ status: "completed" });
    expect(chat.received.flatMap((frame) => (frame.type === "turn.started" ? [frame.attempt] : []))).toEqual([1, 2]);
    expect(await next.messages(id)).toMatchObject([
      { role: "user", content: text },
      { role: "assistant", content: "The answer.", status: "complete" },
    ]);
    const { items: rooms } = await (await next.get(`/api/sessions/${id}/rooms`)).json();
    expect(rooms).toHaveLength(/tool|told/.test(text) ? 1 : 0);
  }
});
