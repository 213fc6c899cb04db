import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { once } from "node:events";
import { type AddressInfo, connect as connectTcp, createServer } from "node:net";
import { connect } from "../src/db/client.ts";
import type { ShutdownReport } from "../src/lifecycle/report.ts";
import { Problem, ProblemDetails } from "../src/problem.ts";
import { builtExecutable } from "./support/executable.ts";
import { chunk, type FakeGemini, startFakeGemini } from "./support/fake-gemini.ts";
import { type PostgresServer, startPostgres } from "./support/postgres.ts";
import { type RunningService, startServiceProcess } from "./support/process.ts";

setDefaultTimeout(30_000);

let postgres: PostgresServer;
let gemini: FakeGemini;
let command: string[];
beforeAll(async () => {
  // With fsync, so that a crash loses nothing that was committed; without processes that come and go by themselves.
  const server = startPostgres({ fsync: true, settings: { autovacuum: "off" } });
  [postgres, gemini, command] = await Promise.all([
    server,
    startFakeGemini(),
    builtExecutable().then((path) => [path]),
  ]);
}, 60_000);
afterAll(async () => {
  await postgres.stop("crash");
  await postgres[Symbol.asyncDispose]();
  await gemini.stop();
});

const outages = [
  ["is stopped and started again", () => postgres.stop(), () => postgres.start()],
  ["crashes and recovers", () => postgres.stop("crash"), () => postgres.start()],
  ["hangs for a while", async () => postgres.freeze(), async () => postgres.thaw()],
] as const;

/** The service with a session and a turn whose answer is being written, and the two parts still to come of that. */
async function startedTurn(env: Record<string, string> = {}) {
  await using resources = new AsyncDisposableStack();
  const [second, third] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const stream = [
    chunk([{ text: "First, " }], { usage: [10, 1] }),
    { until: second.promise },
    chunk([{ text: "then, " }], { usage: [10, 2] }),
    { until: third.promise },
    chunk([{ text: "finally." }], { finishReason: "STOP", usage: [10, 3] }),
  ];
  gemini.script([{ stream }]);
  const { apiKey, baseUrl } = gemini;
  const service = resources.use(
    await startServiceProcess({
      command,
      env: { DATABASE_URL: postgres.url(), GEMINI_API_KEY: apiKey, GEMINI_BASE_URL: baseUrl, ...env },
    }),
  );
  const sessionId = await service.session();
  const chat = resources.use(await service.socket(sessionId));
  chat.send({ type: "message", id: "m-1", text: "hi" });
  const { turnId } = await chat.until("ack");
  await chat.until("delta");
  const owned = resources.move();
  return {
    ...{ service, sessionId, chat, turnId },
    goOn: second.resolve,
    finish: third.resolve,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** Asks until it is so. @returns how long that took, in milliseconds */
async function untilReadiness(service: RunningService, status: 200 | 503): Promise<number> {
  const from = performance.now();
  while ((await service.get("/health/ready")).status !== status) await Bun.sleep(20);
  return performance.now() - from;
}

/** Asks the probes all the time, until told to stop. */
function watchProbes(service: RunningService) {
  const liveStatuses = new Set<number>();
  const tookMs: number[] = [];
  let isOn = true;
  const ask = async (path: string) => {
    const from = performance.now();
    const { status } = await service.get(path);
    tookMs.push(performance.now() - from);
    return status;
  };
  const done = (async () => {
    while (isOn) {
      await ask("/health/ready");
      liveStatuses.add(await ask("/health/live"));
      await Bun.sleep(20);
    }
  })();
  return async () => {
    isOn = false;
    await done;
    // Not the slowest: other tests share the machine.
    return {
      liveStatuses: [...liveStatuses],
      usualMs: tookMs.toSorted((a, b) => a - b)[Math.floor(tookMs.length * 0.9)],
    };
  };
}

test.each(outages)("when the database %s, the service stays, says so, and comes back", async (how, cut, mend) => {
  await using turn = await startedTurn({ DATABASE_QUERY_TIMEOUT_MS: "800" });
  const { service, sessionId, chat } = turn;
  const probesSeen = watchProbes(service);
  const cutAt = performance.now();
  await cut();

  const refused = await service.get(`/api/sessions/${sessionId}`);
  expect([refused.status, refused.headers.get("content-type")]).toEqual([503, "application/problem+json"]);
  expect(refused.headers.get("retry-after")).toBe("1");
  expect(ProblemDetails.parse(await refused.json()).type).toBe("/problems/database-unavailable");
  await untilReadiness(service, 503);
  turn.goOn();
  // What is being written is shown all the same.
  await chat.until("delta", ({ text }) => text === "then, ");
  if (how.startsWith("hangs")) await Bun.sleep(3_000 - (performance.now() - cutAt));
  await mend();
  expect(await untilReadiness(service, 200)).toBeLessThan(2_000);
  const { liveStatuses, usualMs } = await probesSeen();
  expect(liveStatuses).toEqual([200]);
  expect(usualMs).toBeLessThan(50);

  turn.finish();
  expect(await chat.until("turn.finished")).toMatchObject({ turnId: turn.turnId, status: "completed" });
  expect(await service.messages(sessionId)).toMatchObject([
    { role: "user", content: "hi" },
    { role: "assistant", content: "First, then, finally.", status: "complete" },
  ]);
  service.signal("SIGTERM");
  expect(await service.exited).toEqual({ code: 0, signal: null });
});

test.each(outages)("an answer that ends while the database %s is stored afterwards", async (_how, cut, mend) => {
  await using turn = await startedTurn({ DATABASE_QUERY_TIMEOUT_MS: "500" });
  const { service, sessionId, chat } = turn;
  await cut();
  turn.goOn();
  turn.finish();
  await service.line("turns: background work failed, will be tried again");
  await mend();
  expect(await chat.until("turn.finished")).toMatchObject({ turnId: turn.turnId, status: "completed" });
  expect(chat.text(turn.turnId)).toBe("First, then, finally.");
  expect(await service.messages(sessionId)).toMatchObject([
    { role: "user", content: "hi" },
    { role: "assistant", content: "First, then, finally.", status: "complete" },
  ]);
});

test("a server that hangs up on whoever connects leaves the pool able to connect once it is well", async () => {
  let isWell = false;
  const server = createServer((client) => {
    client.on("error", () => {});
    if (!isWell) return setImmediate(() => client.destroy());
    const upstream = connectTcp(postgres.port, "127.0.0.1").on("error", () => {});
    return client.pipe(upstream).pipe(client);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const url = `postgres://postgres@127.0.0.1:${(server.address() as AddressInfo).port}/postgres`;
  const database = connect({ url }, { applicationName: "test", poolSize: 2, queryTimeoutMs: 1_000 });
  for (let attempt = 0; attempt < 5; attempt++) {
    await expect(Promise.all([database`select 1`, database`select 2`])).rejects.toBeInstanceOf(Problem);
  }
  isWell = true;
  expect(await database`select 1 as one`).toMatchObject([{ one: 1 }]);
  await database.end({ timeout: 0 });
  server.close();
});

test("a stop stays within its deadline when the database hangs, and says what it had to leave", async () => {
  await using turn = await startedTurn({ SHUTDOWN_TIMEOUT_MS: "1500", TURN_GRACE_MS: "100" });
  const { service, sessionId, chat, turnId } = turn;
  postgres.freeze();
  try {
    const stoppingFrom = performance.now();
    service.signal("SIGTERM");
    expect(await service.exited).toEqual({ code: 1, signal: null });
    expect(performance.now() - stoppingFrom).toBeLessThan(2_000);
  } finally {
    postgres.thaw();
  }
  const report = service.lines.findLast(({ msg }) => msg === "stopped") as ShutdownReport | undefined;
  expect(report?.unclosed).toMatchObject([{ name: "turns", outcome: "timed-out", open: [{ turnId, sessionId }] }]);
  expect(await chat.closed).toMatchObject({ code: 1012 });
});
