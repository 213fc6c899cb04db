import { constants } from "node:os";
import type { Log } from "../log.ts";
import { createRegistry } from "./registry.ts";
import { createRecord, type ShutdownReport } from "./report.ts";
import type { Resource } from "./resource.ts";
import { safeLog } from "./safe-log.ts";
import { createSequence, forcedFlushMs } from "./sequence.ts";
import { aborted, within } from "./within.ts";

type ShutdownOptions = {
  /** The global deadline: when it passes, the exit is forced. */
  timeoutMs: number;
  /** How long to go on serving after the `drain` phase, until balancers have noticed. Nothing to drain, no delay. */
  drainDelayMs?: number;
  log: Log;
  /** Ends the process; without it a stop only resolves. */
  exit?: (code: number) => void;
};

type Cause = {
  signal?: keyof typeof constants.signals;
  /** Present, whatever its value, when the cause is a crash: there is no drain delay then. */
  error?: unknown;
  /** What a clean stop exits with, where it is not 0: a start that failed. */
  exitCode?: number;
};

export type Shutdown = ReturnType<typeof createShutdown>;

/**
 * The ShutdownManager: stops the service once, in order and in time, whatever closes badly.
 * Exit codes: 0 clean; 1 after a crash, or when anything failed or ran out of time; 128+n when signal n forced it.
 */
export function createShutdown({ timeoutMs, drainDelayMs = 0, log: unsafeLog, exit }: ShutdownOptions) {
  const stopping = new AbortController();
  const crashed = new AbortController();
  const forced = new AbortController();
  const log = safeLog(unsafeLog);
  const record = createRecord();
  const registry = createRegistry(timeoutMs - drainDelayMs);
  let deadlineAt = Number.POSITIVE_INFINITY;
  const sequence = createSequence({
    registry,
    record,
    log,
    drainDelayMs,
    deadlineAt: () => deadlineAt,
    crashed: crashed.signal,
    forced: forced.signal,
  });
  let running: Promise<ShutdownReport> | undefined;
  let signalCount = 0;
  let forcedCode: number | undefined;
  let cleanCode: number | undefined;
  let isOver = false;

  /**
   * Hands a resource over to be closed in its phase, the last registered first. During a stop it closes as soon as
   * its phase has come; after one, at once.
   * @returns how to take it back, for what has closed by itself
   * @throws {Error} when its time does not fit what the others leave of the deadline
   */
  function register(resource: Resource): () => void {
    if (!running) registry.checkBudget(resource);
    if (isOver) void sequence.close(resource);
    else registry.add(resource);
    return () => registry.remove(resource);
  }

  /** Stops everything. Never rejects; later calls return the same promise. A second signal forces the exit. */
  function shutdown(reason: string, cause: Cause = {}): Promise<ShutdownReport> {
    cleanCode ??= cause.exitCode;
    if ("error" in cause) {
      log("error", { reason, error: cause.error }, "crashed");
      crashed.abort();
    }
    if (cause.signal && ++signalCount > 1) {
      log("warn", { signal: cause.signal }, "second signal: exit forced");
      force(128 + constants.signals[cause.signal]);
    }
    if (!running) {
      // Assigned before anything of it runs: a resource may call shutdown() too.
      running = Promise.resolve().then(() => run(reason, cause.signal));
      stopping.abort(new Error(`The service is stopping: ${reason}`));
    }
    return running;
  }

  function force(exitCode: number) {
    forcedCode ??= exitCode;
    forced.abort(new Error("The exit is forced"));
  }

  async function run(reason: string, signal: Cause["signal"]): Promise<ShutdownReport> {
    const startedAt = performance.now();
    const report = (): ShutdownReport => ({
      reason,
      ...(signal ? { signal } : {}),
      exitCode: forcedCode ?? (record.isClean && !crashed.signal.aborted ? (cleanCode ?? 0) : 1),
      totalMs: Math.round(performance.now() - startedAt),
      ...record.contents(),
    });
    deadlineAt = startedAt + timeoutMs;
    const deadline = setTimeout(() => {
      log("error", { timeoutMs }, "shutdown deadline passed: exit forced");
      force(1);
    }, timeoutMs);
    log("info", { reason, signal, timeoutMs }, "stopping");

    await Promise.race([sequence.closeAllButLogs(), aborted(forced.signal)]);
    if (forced.signal.aborted) sequence.abandon();
    const logged = report();
    log(logged.exitCode === (cleanCode ?? 0) ? "info" : "error", logged, "stopped");

    // After the report, so that a buffering destination still gets it.
    const flushed = sequence.closeLogs();
    await Promise.race([flushed, aborted(forced.signal).then(() => within(forcedFlushMs, flushed))]);
    clearTimeout(deadline);
    deadlineAt = Number.POSITIVE_INFINITY;
    isOver = true;
    const final = report();
    if (final.exitCode !== logged.exitCode) log("error", final, "stopped otherwise than reported");
    exit?.(final.exitCode);
    return final;
  }

  /** `signal` fires when a stop begins: a start that is under way gives up. */
  return { register, shutdown, signal: stopping.signal };
}
