import { afterEach, beforeEach, describe, expect, jest, test } from "bun:test";
import { watchEventLoop } from "../src/lifecycle/event-loop.ts";
import { failureClass } from "../src/lifecycle/failure-class.ts";
import { type Check, createReadiness } from "../src/lifecycle/readiness.ts";
import { createLog } from "../src/log.ts";

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

async function advance(durationMs: number) {
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  await settle();
  for (let passedMs = 0; passedMs < durationMs; passedMs += 10) {
    jest.advanceTimersByTime(10);
    await settle();
  }
}

const refused = () =>
  Promise.reject(Object.assign(new Error("connect to db.internal as owner"), { code: "ECONNREFUSED" }));
const fine = () => Promise.resolve();

/** A readiness with a database check whose behaviour the test sets, and what it logged. */
function setUp(database: Partial<Check> = {}, others: Check[] = []) {
  const lines: Record<string, unknown>[] = [];
  const log = createLog({ level: "debug", write: (line) => lines.push(JSON.parse(line)) });
  const runs: AbortSignal[] = [];
  const control = { run: fine as (signal: AbortSignal) => unknown };
  const run = (signal: AbortSignal) => {
    runs.push(signal);
    return control.run(signal);
  };
  const readiness = createReadiness({
    log,
    checks: [{ name: "database", severity: "critical", run, ...database }, ...others],
  });
  return { readiness, control, lines, runs, status: () => readiness.snapshot().status };
}

describe("states", () => {
  test("starting, then ready, then draining for good", async () => {
    const { readiness, status } = setUp();
    expect(status()).toBe("starting");
    expect(readiness.hasOpened).toBe(false);
    readiness.open();
    await advance(0);
    expect(status()).toBe("ready");
    readiness.drain();
    readiness.open();
    await advance(60_000);
    expect(status()).toBe("draining");
    expect(readiness).toMatchObject({ hasOpened: true, isDraining: true });
  });

  test("a stop during the start wins over its end", () => {
    const { readiness, status, runs } = setUp();
    readiness.drain();
    readiness.open();
    expect(status()).toBe("draining");
    expect(readiness.hasOpened).toBe(false);
    expect(runs).toHaveLength(0);
  });

  test("draining ends the checks, and a check under way is told so", async () => {
    const { readiness, control, runs, lines } = setUp();
    control.run = (signal) => new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    readiness.open();
    await advance(0);
    readiness.drain();
    expect(runs[0]?.aborted).toBe(true);
    await advance(20_000);
    expect(runs).toHaveLength(1);
    expect(lines).toEqual([]);
    expect(readiness.snapshot().checks).toMatchObject([{ status: "pass", result: "ok" }]);
  });
});

describe("hysteresis", () => {
  test("two failures make it unready, one success recovers, and only that is logged", async () => {
    const { readiness, control, status, lines } = setUp();
    control.run = refused;
    readiness.open();
    await advance(490);
    expect(status()).toBe("ready");
    await advance(20);
    expect(status()).toBe("unready");
    expect(readiness.snapshot().checks).toMatchObject([{ name: "database", status: "fail", result: "refused" }]);
    await advance(20_000);
    control.run = fine;
    await advance(510);
    expect(status()).toBe("ready");
    expect(lines.map(({ msg, check, result }) => ({ msg, check, result }))).toEqual([
      { msg: "check fails", check: "database", result: "refused" },
      { msg: "check passes again", check: "database", result: undefined },
    ]);
  });

  test("a request that saw the database fail makes an outage known at once", async () => {
    const { readiness, control, status } = setUp();
    readiness.open();
    await advance(1_000);
    control.run = refused;
    readiness.noteFailure("database");
    await advance(10);
    expect(status()).toBe("unready");
  });

  test("a request that fails after a failed look makes a check that is seldom made look again at once", async () => {
    const storage: Check = { name: "storage", severity: "warn", intervalMs: 60_000, run: refused };
    const { readiness } = setUp({}, [storage]);
    readiness.open();
    await advance(1_000);
    expect(readiness.snapshot().checks[1]).toMatchObject({ name: "storage", status: "pass" });
    readiness.noteFailure("storage");
    await advance(10);
    expect(readiness.snapshot().checks[1]).toMatchObject({ status: "warn" });
  });

  test("a single failure that passes again is not even logged", async () => {
    const { readiness, control, status, lines, runs } = setUp();
    control.run = refused;
    readiness.open();
    await advance(0);
    control.run = fine;
    await advance(510);
    expect(runs).toHaveLength(2);
    expect(status()).toBe("ready");
    expect(lines).toEqual([]);
  });

  test("without requests an outage is seen within 6.5 s", async () => {
    const { readiness, control, status } = setUp();
    readiness.open();
    await advance(0);
    control.run = refused;
    await advance(6_500);
    expect(status()).toBe("unready");
  });

  test("requests that fail while the check passes hasten it at most every 500 ms and never make it unready", async () => {
    const { readiness, status, runs } = setUp();
    readiness.open();
    for (let passedMs = 0; passedMs < 2_000; passedMs += 20) {
      readiness.noteFailure("database");
      readiness.noteFailure("database");
      await advance(20);
      expect(status()).toBe("ready");
    }
    expect(runs.length).toBeLessThanOrEqual(5);
  });

  test("a warn check never makes the service unready, is not asked faster while it fails, and recovers", async () => {
    let calls = 0;
    let run = refused as () => Promise<void>;
    const gemini: Check = {
      name: "gemini",
      severity: "warn",
      intervalMs: 60_000,
      run: () => {
        calls++;
        return run();
      },
    };
    const { readiness, status } = setUp({}, [gemini]);
    readiness.open();
    await advance(70_000);
    expect(calls).toBe(2);
    expect(status()).toBe("ready");
    expect(readiness.snapshot().checks[1]).toMatchObject({ name: "gemini", status: "warn", result: "refused" });
    run = fine;
    await advance(70_000);
    expect(readiness.snapshot().checks[1]).toMatchObject({ status: "pass", result: "ok" });
  });
});

describe("deadlines", () => {
  test("a check that hangs counts as a timeout, is told so, and is not joined by a second run", async () => {
    const { readiness, control, status, runs } = setUp();
    const frozen = Promise.withResolvers<void>();
    control.run = () => frozen.promise;
    readiness.open();
    await advance(790);
    expect(runs[0]?.aborted).toBe(false);
    await advance(600);
    expect(runs[0]?.aborted).toBe(true);
    expect(status()).toBe("unready");
    expect(readiness.snapshot().checks).toMatchObject([{ result: "timeout" }]);
    await advance(2_000);
    expect(runs).toHaveLength(1);

    control.run = fine;
    frozen.resolve();
    await advance(10);
    expect(status()).toBe("ready");
  });

  test("a check that never settles is given up and run anew, so that a black-holed connection is no life sentence", async () => {
    const { readiness, control, status, runs } = setUp();
    control.run = () => new Promise(() => {});
    readiness.open();
    await advance(3_000);
    control.run = fine;
    await advance(2_600);
    expect(runs).toHaveLength(2);
    expect(status()).toBe("ready");
  });

  test("a hanging check holds up no other", async () => {
    let calls = 0;
    const { readiness, control } = setUp({}, [{ name: "overload", severity: "critical", run: () => void calls++ }]);
    control.run = () => new Promise(() => {});
    readiness.open();
    await advance(6_000);
    expect(calls).toBe(2);
  });

  test("results that nothing renews go stale and count as failed", async () => {
    const { readiness, status } = setUp();
    readiness.open();
    await advance(0);
    readiness.stop();
    await advance(17_000);
    expect(status()).toBe("ready");
    await advance(1_000);
    expect(status()).toBe("unready");
    expect(readiness.snapshot()).toMatchObject({ ageMs: 18_000, checks: [{ status: "fail", result: "timeout" }] });
  });
});

test("a snapshot never holds a driver's text", async () => {
  const { readiness, control } = setUp();
  control.run = refused;
  readiness.open();
  await advance(1_000);
  expect(JSON.stringify(readiness.snapshot())).not.toContain("db.internal");
});

test.each<[string, unknown, string]>([
  ["a refused connection", Object.assign(new Error(), { code: "ECONNREFUSED" }), "refused"],
  ["a missing unix socket", Object.assign(new Error(), { code: "ENOENT" }), "refused"],
  ["postgres.js's connect timeout", Object.assign(new Error(), { code: "CONNECT_TIMEOUT" }), "timeout"],
  ["a deadline", new DOMException("late", "TimeoutError"), "timeout"],
  ["a wrong password", Object.assign(new Error(), { code: "28P01" }), "auth"],
  ["a server that starts up", Object.assign(new Error(), { code: "57P03" }), "starting"],
  ["a standby", Object.assign(new Error(), { code: "25006" }), "read-only"],
  ["a wrapped cause", new Error("outer", { cause: Object.assign(new Error(), { code: "28P01" }) }), "auth"],
  ["all addresses refused", new AggregateError([Object.assign(new Error(), { code: "ECONNREFUSED" })]), "refused"],
  ["a check's own finding", new Error("2 migrations are pending"), "failed"],
  ["something that is no error", "nonsense", "failed"],
])("%s is classed", (_what, error, expected) => expect(failureClass(error)).toBe(expected as never));

test("a blocked event loop shows as its largest lag", async () => {
  jest.useRealTimers();
  const loop = watchEventLoop();
  Bun.sleepSync(150);
  await new Promise((resolve) => setTimeout(resolve, 0));
  loop.stop();
  expect(loop.lag().maxMs).toBeGreaterThanOrEqual(49);
});
