import type { Registry } from "./registry.ts";
import type { createRecord } from "./report.ts";
import { closeResource, describeOpen, type Resource, type ShutdownPhase, shutdownPhases } from "./resource.ts";
import type { SafeLog } from "./safe-log.ts";
import { pause } from "./within.ts";

/** How long the logs may still be flushed once time is up. */
export const forcedFlushMs = 200;

type SequenceOptions = {
  registry: Registry;
  record: ReturnType<typeof createRecord>;
  log: SafeLog;
  drainDelayMs: number;
  /** By `performance.now()`. */
  deadlineAt: () => number;
  crashed: AbortSignal;
  forced: AbortSignal;
};

/** Closes what is registered, phase by phase and one at a time, until that is done or forced to an end. */
export function createSequence({ registry, record, log, drainDelayMs, deadlineAt, crashed, forced }: SequenceOptions) {
  let current: { phase: ShutdownPhase; startedAt: number; resource: Resource | undefined } | undefined;

  async function close(resource: Resource) {
    const untilDeadlineMs = deadlineAt() - performance.now();
    const leftMs = untilDeadlineMs - registry.reservedMs();
    const restMs = untilDeadlineMs - registry.waitingMs() - forcedFlushMs;
    // Without a deadline, after the stop, there is no rest either.
    const ownMs =
      resource.takesRest && Number.isFinite(restMs) ? Math.max(resource.timeoutMs, restMs) : resource.timeoutMs;
    const budgetMs = Math.min(ownMs, Math.max(leftMs, resource.phase === "logs" ? forcedFlushMs : 0));
    const closing = await closeResource(resource, { budgetMs, forced, log });

    const about = { resource: resource.name, phase: resource.phase };
    if (closing.outcome === "failed") log("error", { ...about, error: closing.error }, "failed to close");
    if (closing.outcome === "timed-out")
      log("error", { ...about, budgetMs: Math.round(budgetMs), open: closing.open }, "did not close in time");
    return closing;
  }

  async function closePhase(phase: ShutdownPhase) {
    const startedAt = performance.now();
    const isForced = () => forced.aborted && phase !== "logs";
    let resource = isForced() ? undefined : registry.take(phase);
    if (!resource) return;
    while (resource) {
      current = { phase, startedAt, resource };
      const closing = await close(resource);
      if (isForced()) return;
      record.addClosing(resource, closing);
      resource = registry.take(phase);
    }
    current = { phase, startedAt, resource };
    if (phase === "drain")
      await pause(startedAt + drainDelayMs - performance.now(), AbortSignal.any([crashed, forced]));
    if (isForced()) return;
    record.addPhase(phase, performance.now() - startedAt);
    current = undefined;
  }

  return {
    close,
    async closeAllButLogs() {
      for (const phase of shutdownPhases) if (phase !== "logs") await closePhase(phase);
    },
    closeLogs: () => closePhase("logs"),
    /** Gives up on everything but the logs, and says what that leaves open. */
    abandon() {
      if (current?.resource) record.addAbandoned(current.resource, describeOpen(current.resource));
      for (let next = registry.take("telemetry"); next; next = registry.take("telemetry"))
        record.addAbandoned(next, describeOpen(next));
      if (current) record.addPhase(current.phase, performance.now() - current.startedAt);
    },
  };
}
