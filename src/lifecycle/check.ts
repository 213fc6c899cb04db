import type { Log } from "../log.ts";
import { type FailureClass, failureClass } from "./failure-class.ts";
import { within } from "./within.ts";

export type Check = {
  name: string;
  /** A failing `critical` check makes the service unready, a failing `warn` check only shows. */
  severity: "critical" | "warn";
  /** Throws or rejects when something is wrong. `signal` fires at the deadline or when nobody waits any more. */
  run: (signal: AbortSignal) => unknown;
  /** 800 unless given. */
  timeoutMs?: number;
  /** While all is well; the readiness's own unless given. */
  intervalMs?: number;
  /** While it fails: 500 for `critical`, so that recovery is seen within 2 s; for `warn` no faster than usual. */
  failingIntervalMs?: number;
  /** Once for every time that it begins to fail. */
  onFailing?: () => void;
};

export type CheckSnapshot = {
  name: string;
  severity: Check["severity"];
  status: "pass" | "warn" | "fail";
  /** The class of the last result. */
  result: "ok" | FailureClass;
  /** Since the last result, or since the start when there is none yet. */
  ageMs: number;
};

type Outcome = { result: "ok" | FailureClass; error?: unknown };

/** Two in a row: one lost packet must not take the service away from its users. */
const failuresToFail = 2;
/** A run that hangs beyond its deadline is not joined by another until it settles or this has passed. */
const abandonAfterMs = 5_000;
/** What requests report may hasten a check, but not more often than this. */
const hastenedIntervalMs = 500;

/** Runs one check in the background, one run at a time, and remembers what came of it. */
export function watch(check: Check, { defaultIntervalMs, log }: { defaultIntervalMs: number; log: Log }) {
  const { name, severity, run, timeoutMs = 800, intervalMs = defaultIntervalMs } = check;
  const failingIntervalMs = check.failingIntervalMs ?? (severity === "critical" ? 500 : intervalMs);
  let isOn = false;
  let failures = 0;
  let result: CheckSnapshot["result"] = "ok";
  let resultAt = performance.now();
  let runAt = Number.NEGATIVE_INFINITY;
  let flight: AbortController | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function schedule(delayMs: number) {
    clearTimeout(timer);
    if (!isOn) return;
    timer = setTimeout(tick, delayMs);
    timer.unref();
  }

  const isFailing = () => failures >= failuresToFail;
  // Jitter, so that replicas started together do not ask the database together.
  const nextDelayMs = () => (failures > 0 ? failingIntervalMs : intervalMs * (0.9 + Math.random() * 0.2));

  function tick() {
    if (flight && performance.now() - runAt < abandonAfterMs) conclude({ result: "timeout" });
    else void launch();
  }

  async function launch() {
    const abort = new AbortController();
    flight = abort;
    runAt = performance.now();
    const work = attempt(abort.signal);
    const outcome = await within(timeoutMs, work);
    if (flight !== abort) return;
    if (outcome) {
      flight = undefined;
      conclude(outcome);
      return;
    }
    conclude({ result: "timeout" });
    abort.abort(new DOMException(`The ${name} check took more than ${timeoutMs} ms`, "TimeoutError"));
    const late = await work;
    if (flight !== abort) return;
    flight = undefined;
    // What froze has thawed: look again at once rather than at the next turn.
    if (late.result === "ok") schedule(0);
  }

  async function attempt(signal: AbortSignal): Promise<Outcome> {
    try {
      await run(signal);
      return { result: "ok" };
    } catch (error) {
      return { result: failureClass(error), error };
    }
  }

  function conclude({ result: latest, error }: Outcome) {
    if (!isOn) return;
    result = latest;
    resultAt = performance.now();
    const wasFailing = isFailing();
    failures = latest === "ok" ? 0 : failures + 1;
    if (isFailing() && !wasFailing) {
      log.warn({ check: name, severity, result, error }, "check fails");
      check.onFailing?.();
    }
    if (wasFailing && !isFailing()) log.info({ check: name, severity }, "check passes again");
    schedule(nextDelayMs());
  }

  return {
    name,
    start() {
      isOn = true;
      resultAt = performance.now();
      void launch();
    },
    stop() {
      isOn = false;
      clearTimeout(timer);
      flight?.abort(new DOMException("The checks have stopped", "AbortError"));
      flight = undefined;
    },
    noteFailure() {
      if (!isOn || flight || isFailing()) return;
      failures = 1;
      // Now, or as soon as the last look is old enough.
      schedule(Math.max(0, runAt + hastenedIntervalMs - performance.now()));
    },
    /** @param isFrozen nothing is being checked any more, on purpose: results do not go stale */
    snapshot(isFrozen: boolean): CheckSnapshot {
      const ageMs = Math.round(performance.now() - resultAt);
      const isStale = !isFrozen && ageMs > 3 * (Math.max(intervalMs, failingIntervalMs) + timeoutMs);
      const isBad = isFailing() || isStale;
      const status = isBad ? (severity === "critical" ? "fail" : "warn") : "pass";
      return { name, severity, status, result: isStale ? "timeout" : result, ageMs };
    },
  };
}
