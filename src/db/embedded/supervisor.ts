import type { Log } from "../../log.ts";
import type { Server } from "./server.ts";
import { isFault, logServerLine, type ServerLine } from "./server-log.ts";

/** The pauses before restarts grow to the last one, and start over after a long enough run. */
const pausesMs = [0, 100, 250, 500, 1_000, 2_000, 3_000];
const stableAfterMs = 30_000;

/** A fast shutdown takes some 10 ms; one with a full write-ahead log or a slow disk, a few seconds. */
const fastShutdownMs = 3_000;
const immediateShutdownMs = 1_000;

export type SupervisorOptions = {
  /** Starts a server. @throws when it does not start at all */
  launch: (onLine: (line: ServerLine) => void) => Promise<Server>;
  /** Ends what a crashed server left behind. */
  cleanUp: () => Promise<void>;
  log: Log;
};

export type Supervisor = { state: () => "running" | "restarting" | "stopped"; stop: () => Promise<void> };

/** Starts a server and keeps it running until `stop`. @throws what `failed` makes of a first start that fails */
export async function supervise(
  { launch, cleanUp, log }: SupervisorOptions,
  failed: (reason: string) => Promise<Error>,
): Promise<Supervisor> {
  let state: ReturnType<Supervisor["state"]> = "running";
  let isRetrying = false;
  let reason = "";
  const stopping = new AbortController();

  const onLine = (line: ServerLine) => {
    if (isFault(line)) reason = line.message;
    logServerLine(log, line, isRetrying);
  };

  let server = await launch(onLine);
  if (!(await server.ready)) throw await failed(reason);
  let readyAt = performance.now();
  const finished = keepRunning();

  async function keepRunning() {
    let failures = 0;
    while (!stopping.signal.aborted) {
      const end = await server.ended;
      if (stopping.signal.aborted) break;
      state = "restarting";
      if (performance.now() - readyAt > stableAfterMs) failures = 0;
      log.error({ ...end, reason }, "the database stopped unexpectedly; restarting it");
      const started = performance.now();
      failures = await restart(failures);
      if (stopping.signal.aborted) break;
      state = "running";
      readyAt = performance.now();
      log.info({ durationMs: Math.round(readyAt - started), failures }, "the database runs again");
    }
    await server.ended;
  }

  /** Tries until it runs or is not wanted any more; returns the failures so far, this crash included. */
  async function restart(failuresBefore: number): Promise<number> {
    for (let failures = failuresBefore; ; failures++) {
      await pause(pausesMs[Math.min(failures, pausesMs.length - 1)] ?? 0);
      if (stopping.signal.aborted || (await attempt())) return failures + 1;
      // One line says that it is down, one that it is back; the hundred between them help nobody.
      isRetrying = true;
    }
  }

  async function attempt(): Promise<boolean> {
    try {
      await cleanUp();
      if (stopping.signal.aborted) return false;
      reason = "";
      server = await launch(onLine);
      // stop() may have come while it was being launched, and signalled the one before.
      if (stopping.signal.aborted) server.kill("SIGINT");
      const isReady = await server.ready;
      if (isReady) isRetrying = false;
      return isReady;
    } catch (error) {
      log[isRetrying ? "debug" : "error"]({ error }, "the database does not start");
      return false;
    }
  }

  function pause(durationMs: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, durationMs);
    stopping.signal.addEventListener("abort", () => resolve(), { once: true });
    return promise.finally(() => clearTimeout(timer));
  }

  async function stop() {
    if (!stopping.signal.aborted) {
      state = "stopped";
      stopping.abort();
      server.kill("SIGINT");
      const escalation = [
        setTimeout(() => server.kill("SIGQUIT"), fastShutdownMs),
        setTimeout(() => server.kill("SIGKILL"), fastShutdownMs + immediateShutdownMs),
      ];
      void finished.finally(() => escalation.forEach(clearTimeout));
    }
    await finished;
  }

  return { state: () => state, stop };
}
