import { afterEach, beforeEach, describe, expect, jest, test } from "bun:test";
import { EventEmitter } from "node:events";
import { shutdownBudgets } from "../src/lifecycle/budgets.ts";
import { type Resource, shutdownPhases } from "../src/lifecycle/resource.ts";
import { createShutdown } from "../src/lifecycle/shutdown.ts";
import { installSignalHandlers } from "../src/lifecycle/signals.ts";
import { createLog } from "../src/log.ts";

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

/** Lets promises settle and the clock run, in steps, so that timers set on the way run too. */
async function advance(durationMs: number) {
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  await settle();
  for (let passedMs = 0; passedMs < durationMs; passedMs += 5) {
    jest.advanceTimersByTime(5);
    await settle();
  }
}

function setUp({
  timeoutMs = 1_000,
  drainDelayMs = 0,
  write,
}: { timeoutMs?: number; drainDelayMs?: number; write?: () => void } = {}) {
  const lines: Record<string, unknown>[] = [];
  const exits: number[] = [];
  const closed: string[] = [];
  const log = createLog({ level: "debug", write: write ?? ((line) => lines.push(JSON.parse(line))) });
  const shutdown = createShutdown({ timeoutMs, drainDelayMs, log, exit: (code) => exits.push(code) });
  const add = (name: string, phase: Resource["phase"], rest: Partial<Resource> = {}) =>
    shutdown.register({ name, phase, timeoutMs: 50, close: () => void closed.push(name), ...rest });
  const line = (msg: string) => lines.find((entry) => entry["msg"] === msg);
  return { ...shutdown, add, lines, line, exits, closed };
}

const never = () => new Promise<void>(() => {});

describe("order", () => {
  test("phases close in their order whatever the order of registration", async () => {
    const { add, closed, shutdown } = setUp();
    for (const phase of [...shutdownPhases].reverse()) add(phase, phase);
    await shutdown("stop");
    expect(closed).toEqual([...shutdownPhases]);
  });

  test("inside a phase the last registered closes first, and only then the one before it", async () => {
    const { add, closed, shutdown } = setUp();
    const second = Promise.withResolvers<void>();
    add("first", "clients");
    add("second", "clients", { close: () => second.promise });
    const stopped = shutdown("stop");
    await advance(10);
    expect(closed).toEqual([]);
    second.resolve();
    await stopped;
    expect(closed).toEqual(["first"]);
  });

  test("what was taken back is not closed and its time is free again", async () => {
    const { add, closed, shutdown } = setUp({ timeoutMs: 100 });
    const takeBack = add("gone", "clients", { timeoutMs: 100 });
    takeBack();
    add("kept", "clients", { timeoutMs: 100 });
    await shutdown("stop");
    expect(closed).toEqual(["kept"]);
  });

  test("what a start under way still opens during the stop is closed too", async () => {
    const { add, closed, shutdown } = setUp();
    add("turns", "turns", { close: () => void add("late database", "database") });
    add("http", "http", { close: () => void add("late socket", "sockets") });
    add("logs", "logs");
    await shutdown("stop");
    add("after the end", "clients");
    expect(closed).toEqual(["late socket", "late database", "logs", "after the end"]);
  });

  test("the drain delay goes on serving before anything else closes", async () => {
    const { add, closed, shutdown } = setUp({ drainDelayMs: 500 });
    add("readiness", "drain");
    add("http", "http");
    const stopped = shutdown("stop");
    await advance(490);
    expect(closed).toEqual(["readiness"]);
    await advance(20);
    expect((await stopped).phases[0]).toEqual({ name: "drain", ms: 500, ok: true });
    expect(closed).toEqual(["readiness", "http"]);
  });

  test("nothing registered to drain, as during the start, means no drain delay", async () => {
    const { add, shutdown } = setUp({ drainDelayMs: 500 });
    add("database", "database");
    expect((await shutdown("stop")).totalMs).toBeLessThan(10);
  });
});

describe("isolation", () => {
  test.each<[string, Resource["close"]]>([
    [
      "throws",
      () => {
        throw new Error("broken");
      },
    ],
    ["rejects", () => Promise.reject(new Error("broken"))],
  ])("a resource that %s fails the stop but keeps nothing else from closing", async (_how, close) => {
    const { add, closed, shutdown, exits, line } = setUp();
    add("database", "database");
    add("broken", "turns", { close });
    add("readiness", "drain");
    const report = await shutdown("stop");
    expect(closed).toEqual(["readiness", "database"]);
    expect(exits).toEqual([1]);
    expect(report.unclosed).toEqual([{ name: "broken", phase: "turns", outcome: "failed" }]);
    expect(report.phases).toMatchObject([{ ok: true }, { name: "turns", ok: false }, { name: "database", ok: true }]);
    expect(line("failed to close")).toMatchObject({
      resource: "broken",
      error: { message: "broken", stack: expect.any(String) },
    });
  });

  test("a resource that hangs gets its time and its signal, then the rest closes, and the report says what was open", async () => {
    const { add, closed, shutdown, exits, line } = setUp();
    let letGo: AbortSignal | undefined;
    const close = (signal: AbortSignal) => {
      letGo = signal;
      return never();
    };
    add("database", "database");
    add("turns", "turns", { timeoutMs: 300, close, open: () => [{ turn: "t-1", ageMs: 12 }] });
    const stopped = shutdown("stop");
    await advance(265);
    expect(letGo?.aborted).toBe(false);
    expect(closed).toEqual([]);
    await advance(40);
    expect(letGo?.aborted).toBe(true);
    const { unclosed } = await stopped;
    expect(unclosed).toEqual([
      { name: "turns", phase: "turns", outcome: "timed-out", open: [{ turn: "t-1", ageMs: 12 }] },
    ]);
    expect(closed).toEqual(["database"]);
    expect(exits).toEqual([1]);
    expect(line("stopped")).toMatchObject({ level: "error", exitCode: 1, unclosed });
  });

  test("what a resource counted while letting go by force is in the report", async () => {
    const { add, shutdown } = setUp();
    const close = (signal: AbortSignal) =>
      new Promise<{ requests: { completed: number; aborted: number } }>((resolve) =>
        signal.addEventListener("abort", () => resolve({ requests: { completed: 3, aborted: 2 } })),
      );
    add("http", "http", { close });
    const stopped = shutdown("stop");
    await advance(60);
    expect(await stopped).toMatchObject({ exitCode: 1, requests: { completed: 3, aborted: 2 } });
  });

  test.each<[string, (late: PromiseWithResolvers<void>) => void, object]>([
    ["closes", (late) => late.resolve(), { outcome: "closed" }],
    ["fails", (late) => late.reject(new Error("too late")), { outcome: "failed", error: { message: "too late" } }],
  ])("a resource that %s too late is logged and nothing more", async (_how, settle, expected) => {
    const { add, shutdown, line } = setUp();
    const late = Promise.withResolvers<void>();
    add("slow", "clients", { close: () => late.promise });
    const stopped = shutdown("stop");
    await advance(60);
    await stopped;
    settle(late);
    await advance(0);
    expect(line("closed too late")).toMatchObject({ resource: "slow", ...expected });
  });

  test("a broken description of what is open does not hide the timeout", async () => {
    const { add, shutdown } = setUp();
    add("slow", "clients", {
      close: never,
      open: () => {
        throw new Error("cannot say");
      },
    });
    const stopped = shutdown("stop");
    await advance(60);
    expect((await stopped).unclosed).toMatchObject([{ name: "slow", open: "unknown: Error: cannot say" }]);
  });

  test("a log that cannot be written, as on a full disk, stops nothing", async () => {
    const { add, closed, shutdown, exits } = setUp({
      write: () => {
        throw new Error("ENOSPC");
      },
    });
    add("broken", "turns", { close: () => Promise.reject(new Error("broken")) });
    add("database", "database");
    await shutdown("uncaughtException", { error: new Error("crash") });
    expect(closed).toEqual(["database"]);
    expect(exits).toEqual([1]);
  });
});

describe("budgets", () => {
  test("a resource whose time does not fit the deadline is refused when it registers", () => {
    const { add } = setUp({ timeoutMs: 1_000, drainDelayMs: 200 });
    add("turns", "turns", { timeoutMs: 500 });
    expect(() => add("database", "database", { timeoutMs: 301 })).toThrow(
      "database may take 301 ms to stop, but the others leave 300 of 800 ms",
    );
    add("database", "database", { timeoutMs: 300 });
  });

  test.each([0, -1, Number.NaN])("a timeout of %p is refused", (timeoutMs) => {
    expect(() => setUp().add("http", "http", { timeoutMs })).toThrow("http needs a shutdown timeout above 0 ms");
  });

  test.each([
    [9_000, 2_000, 4_000],
    [500, 0, 0],
    [25_003, 5_000, 12_000],
  ])("shared budgets fit a deadline of %p ms with drain delay %p and turn grace %p", (...values) => {
    const [shutdownTimeoutMs, drainDelayMs, turnGraceMs] = values;
    const config = { shutdownTimeoutMs, drainDelayMs, turnGraceMs };
    const { add } = setUp({ timeoutMs: config.shutdownTimeoutMs, drainDelayMs: config.drainDelayMs });
    const budgets = shutdownBudgets(config);
    for (const phase of shutdownPhases) add(phase, phase, { timeoutMs: budgets[phase] });
    expect(budgets.turns).toBeGreaterThan(config.turnGraceMs);
  });

  test("with everything hanging, every phase gets its turn and the stop ends inside the deadline", async () => {
    const { add, shutdown } = setUp({ timeoutMs: 400 });
    for (const phase of shutdownPhases) add(phase, phase, { timeoutMs: 50, close: never });
    const stopped = shutdown("stop");
    await advance(410);
    const report = await stopped;
    expect(report.totalMs).toBeLessThanOrEqual(400);
    expect(report.unclosed.map(({ phase, outcome }) => `${phase} ${outcome}`)).toEqual(
      shutdownPhases.map((phase) => `${phase} timed-out`),
    );
  });

  test("what overruns takes time from its neighbours, never from the database and the logs", async () => {
    const { add, shutdown } = setUp({ timeoutMs: 400 });
    // A close that blocks the event loop is the one way to overrun a timeout.
    add("blocking", "turns", { close: () => void jest.advanceTimersByTime(250) });
    add("http", "http", { timeoutMs: 150, close: never });
    const database = Promise.withResolvers<void>();
    add("database", "database", { timeoutMs: 100, close: () => database.promise });
    const stopped = shutdown("stop");
    await advance(55);
    database.resolve();
    expect((await stopped).unclosed).toMatchObject([{ name: "http" }]);
  });

  test("what may take the rest gets what the others left of the deadline, and no more", async () => {
    const { add, closed, shutdown, line } = setUp({ timeoutMs: 1_000 });
    add("quick", "turns", { timeoutMs: 400 });
    add("logs", "logs", { timeoutMs: 100 });
    const database = Promise.withResolvers<void>();
    add("database", "database", { takesRest: true, close: () => database.promise });
    add("endless", "clients", { close: never });
    const stopped = shutdown("stop");
    await advance(500);
    expect(line("stopped")).toBeUndefined();
    database.resolve();
    expect((await stopped).unclosed).toMatchObject([{ name: "endless" }]);
    expect(closed).toEqual(["quick", "logs"]);

    const hanging = setUp({ timeoutMs: 1_000 });
    hanging.add("database", "database", { takesRest: true, close: never });
    const ended = hanging.shutdown("stop");
    await advance(1_000);
    expect(await ended).toMatchObject({ exitCode: 1, unclosed: [{ name: "database", outcome: "timed-out" }] });
  });

  test("the global deadline forces the exit and says what was never closed", async () => {
    const { add, closed, shutdown, exits, lines } = setUp({ timeoutMs: 400 });
    add("logs", "logs");
    add("database", "database", { open: () => ({ queries: 2 }) });
    add("blocking", "http", { close: () => void jest.advanceTimersByTime(410) });
    const report = await shutdown("SIGTERM", { signal: "SIGTERM" });
    expect(exits).toEqual([1]);
    expect(closed).toEqual(["logs"]);
    expect(report).toMatchObject({
      exitCode: 1,
      phases: [
        { name: "http", ok: false },
        { name: "logs", ok: true },
      ],
      unclosed: [
        { name: "blocking", outcome: "abandoned" },
        { name: "database", outcome: "abandoned", open: { queries: 2 } },
      ],
    });
    expect(lines.at(-1)).toMatchObject({ msg: "stopped", exitCode: 1 });
  });
});

describe("causes", () => {
  test("later calls return the same promise, also from inside a resource, and close nothing twice", async () => {
    const { add, closed, shutdown, exits } = setUp();
    let inner: unknown;
    add("http", "http");
    add("turns", "turns", {
      close: () => {
        inner = shutdown("again");
      },
    });
    const stopped = shutdown("stop");
    expect(shutdown("stop")).toBe(stopped);
    await stopped;
    expect(inner).toBe(stopped);
    expect(shutdown("stop")).toBe(stopped);
    expect(closed).toEqual(["http"]);
    expect(exits).toEqual([0]);
  });

  test("without an exit a stop only resolves", async () => {
    const { register, shutdown } = createShutdown({ timeoutMs: 100, log: createLog({ level: "silent" }) });
    register({
      name: "turns",
      phase: "turns",
      timeoutMs: 50,
      close: () => ({ turns: { finished: 1, released: 2, aborted: 3 } }),
    });
    expect(await shutdown("stop")).toMatchObject({ exitCode: 0, turns: { finished: 1, released: 2, aborted: 3 } });
  });

  test("the signal fires at once, so that a start under way gives up", () => {
    const { shutdown, signal } = setUp();
    expect(signal.aborted).toBe(false);
    void shutdown("SIGINT", { signal: "SIGINT" });
    expect(signal.aborted).toBe(true);
    expect(() => signal.throwIfAborted()).toThrow("The service is stopping: SIGINT");
  });

  test("the last line reports what the resources counted", async () => {
    const { add, shutdown, lines } = setUp();
    add("chat", "sockets", { close: () => ({ sockets: { closed: 4 } }) });
    add("events", "sockets", { close: async () => ({ sockets: { closed: 1 } }) });
    add("http", "http", { close: () => ({ requests: { completed: 3, aborted: 0 } }) });
    add("turns", "turns", { close: () => ({ turns: { finished: 1, released: 1, aborted: 0 } }) });
    const report = await shutdown("SIGTERM", { signal: "SIGTERM" });
    expect(report).toEqual({
      reason: "SIGTERM",
      signal: "SIGTERM",
      exitCode: 0,
      totalMs: expect.any(Number),
      phases: ["turns", "sockets", "http"].map((name) => ({ name, ms: expect.any(Number), ok: true })) as never,
      requests: { completed: 3, aborted: 0 },
      sockets: { closed: 5 },
      turns: { finished: 1, released: 1, aborted: 0 },
      unclosed: [],
    });
    expect(lines.at(-1)).toMatchObject({ msg: "stopped", level: "info", ...report });
  });

  test("the logs close after the report was written", async () => {
    const { add, shutdown, lines } = setUp();
    let last: unknown;
    add("logs", "logs", {
      close: () => {
        last = lines.at(-1)?.["msg"];
      },
    });
    await shutdown("stop");
    expect(last).toBe("stopped");
  });

  test("a second signal stops the waiting, flushes the logs and exits with 128+n", async () => {
    const { add, closed, shutdown, exits } = setUp();
    add("logs", "logs");
    add("database", "database");
    add("turns", "turns", { timeoutMs: 500, close: never, open: () => "turn t-1" });
    void shutdown("SIGTERM", { signal: "SIGTERM" });
    await advance(20);
    const report = await shutdown("SIGINT", { signal: "SIGINT" });
    expect(exits).toEqual([130]);
    expect(closed).toEqual(["logs"]);
    expect(report).toMatchObject({
      reason: "SIGTERM",
      exitCode: 130,
      unclosed: [
        { name: "turns", outcome: "abandoned", open: "turn t-1" },
        { name: "database", outcome: "abandoned" },
      ],
    });
  });

  test.each(["turns", "logs"] as const)(
    "a second signal waits at most 200 ms for hanging logs (sent during %s)",
    async (during) => {
      const { add, shutdown, exits } = setUp();
      add("logs", "logs", { timeoutMs: 600, close: never });
      if (during === "turns") add("turns", "turns", { close: never });
      const stopped = shutdown("SIGTERM", { signal: "SIGTERM" });
      await advance(20);
      void shutdown("SIGTERM", { signal: "SIGTERM" });
      await advance(190);
      expect(exits).toEqual([]);
      await advance(20);
      expect(exits).toEqual([143]);
      expect((await stopped).exitCode).toBe(143);
    },
  );

  test("the first signal during a stop asked for otherwise does not force it", async () => {
    const { add, shutdown, exits } = setUp();
    const http = Promise.withResolvers<void>();
    add("http", "http", { close: () => http.promise });
    const stopped = shutdown("stop");
    void shutdown("SIGTERM", { signal: "SIGTERM" });
    await advance(20);
    http.resolve();
    await stopped;
    expect(exits).toEqual([0]);
  });

  test.each([
    ["an error", new Error("boom"), { error: { message: "boom", stack: expect.stringContaining("boom") } }],
    ["a rejection with nothing", undefined, {}],
  ])(
    "a crash by %s is logged with its stack, skips the drain delay, closes everything and exits 1",
    async (_what, error, logged) => {
      const { add, closed, shutdown, exits, line } = setUp({ drainDelayMs: 500 });
      add("readiness", "drain");
      add("database", "database");
      const report = await shutdown("uncaughtException", { error });
      expect(closed).toEqual(["readiness", "database"]);
      expect(report.totalMs).toBeLessThan(10);
      expect(exits).toEqual([1]);
      expect(line("crashed")).toMatchObject({ level: "error", reason: "uncaughtException", ...logged });
    },
  );

  test("a crash during the drain delay of a clean stop ends the delay and turns the exit code to 1", async () => {
    const { add, shutdown, exits, lines } = setUp({ drainDelayMs: 500 });
    add("readiness", "drain");
    const stopped = shutdown("SIGTERM", { signal: "SIGTERM" });
    await advance(20);
    void shutdown("uncaughtException", { error: new Error("first") });
    void shutdown("unhandledRejection", { error: new Error("second") });
    const report = await stopped;
    expect(report).toMatchObject({ reason: "SIGTERM", exitCode: 1 });
    expect(report.totalMs).toBeLessThan(100);
    expect(exits).toEqual([1]);
    expect(lines.filter(({ msg }) => msg === "crashed")).toMatchObject([
      { error: { message: "first" } },
      { error: { message: "second" } },
    ]);
  });
});

describe("signal handlers", () => {
  test.each(["SIGTERM", "SIGINT", "SIGQUIT", "SIGHUP"] as const)("%s stops the service with 0", async (signal) => {
    const { shutdown, exits, ...rest } = setUp();
    const target = new EventEmitter();
    installSignalHandlers(target, { shutdown, ...rest });
    target.emit(signal, signal);
    expect(await shutdown("wait")).toMatchObject({ reason: signal, signal });
    expect(exits).toEqual([0]);
  });

  test.each(["uncaughtException", "unhandledRejection"])("%s stops the service with 1", async (event) => {
    const { shutdown, exits, ...rest } = setUp();
    const target = new EventEmitter();
    installSignalHandlers(target, { shutdown, ...rest });
    target.emit(event, new Error("boom"));
    expect(await shutdown("wait")).toMatchObject({ reason: event, exitCode: 1 });
    expect(exits).toEqual([1]);
  });

  test("one Ctrl-C that npx delivers twice is one request; a later one forces the exit", async () => {
    const { add, shutdown, exits, ...rest } = setUp();
    const target = new EventEmitter();
    installSignalHandlers(target, { shutdown, ...rest });
    add("turns", "turns", { timeoutMs: 900, close: never });
    target.emit("SIGINT", "SIGINT");
    target.emit("SIGINT", "SIGINT");
    await advance(250);
    expect(exits).toEqual([]);
    target.emit("SIGINT", "SIGINT");
    await advance(0);
    expect(exits).toEqual([130]);
  });

  test("another signal forces the exit at once", async () => {
    const { add, shutdown, exits, ...rest } = setUp();
    const target = new EventEmitter();
    installSignalHandlers(target, { shutdown, ...rest });
    add("turns", "turns", { close: never });
    target.emit("SIGINT", "SIGINT");
    target.emit("SIGTERM", "SIGTERM");
    await advance(0);
    expect(exits).toEqual([143]);
  });

  test("taken off again, they leave nothing behind", () => {
    const target = new EventEmitter();
    const uninstall = installSignalHandlers(target, setUp());
    expect(target.eventNames()).toHaveLength(6);
    uninstall();
    expect(target.eventNames()).toEqual([]);
  });
});
