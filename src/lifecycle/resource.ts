import type { SafeLog } from "./safe-log.ts";
import { within } from "./within.ts";

/** In the order in which they close. */
export const shutdownPhases = [
  "drain",
  "turns",
  "sockets",
  "http",
  "clients",
  "database",
  "telemetry",
  "logs",
] as const;
export type ShutdownPhase = (typeof shutdownPhases)[number];

/** What a stop did to work that was under way. */
export type StopCounts = {
  requests: { completed: number; aborted: number };
  sockets: { closed: number };
  turns: { finished: number; released: number; aborted: number };
};

/** A resource returns what it counted, or nothing. */
type Counted = Partial<StopCounts> | undefined;

export type Resource = {
  name: string;
  phase: ShutdownPhase;
  /** All the time it gets, unless it takes the rest. `signal` fires when a tenth of it, at most 100 ms, is left: let go by force then. */
  timeoutMs: number;
  /** It may also have what the others left of the deadline: for what should not be hurried without need. */
  takesRest?: boolean;
  // biome-ignore lint/suspicious/noConfusingVoidType: most resources have nothing to count and close with a plain Promise<void>
  close: (signal: AbortSignal) => Counted | void | Promise<Counted | void>;
  /** What is still open; the report shows it when the resource runs out of time. */
  open?: () => unknown;
};

type Settled = { outcome: "closed"; counts: Counted } | { outcome: "failed"; error: unknown };
export type Closing = Settled | { outcome: "timed-out"; counts: Counted; open: unknown };

type Limits = {
  budgetMs: number;
  /** Fires when the whole stop is being forced. */
  forced: AbortSignal;
  log: SafeLog;
};

/** Closes one resource in the time it has. Never rejects, and what settles too late is only logged. */
export async function closeResource(resource: Resource, { budgetMs, forced, log }: Limits): Promise<Closing> {
  const startedAt = performance.now();
  const forceMs = Math.min(100, budgetMs / 10);
  const letGo = new AbortController();
  const work = settle(resource, AbortSignal.any([letGo.signal, forced]));

  const inTime = await within(budgetMs - forceMs, work);
  if (inTime) return inTime;

  const open = describeOpen(resource);
  letGo.abort(new Error(`${resource.name} did not close in ${Math.round(budgetMs)} ms`));
  const letGoInTime = await within(forceMs, work);
  if (!letGoInTime) {
    void work.then((late) => {
      const error = late.outcome === "failed" ? late.error : undefined;
      const ms = Math.round(performance.now() - startedAt);
      log("warn", { resource: resource.name, outcome: late.outcome, error, ms }, "closed too late");
    });
  }
  return { outcome: "timed-out", counts: letGoInTime?.outcome === "closed" ? letGoInTime.counts : undefined, open };
}

async function settle(resource: Resource, signal: AbortSignal): Promise<Settled> {
  try {
    return { outcome: "closed", counts: (await resource.close(signal)) ?? undefined };
  } catch (error) {
    return { outcome: "failed", error };
  }
}

/** A report must not fail because what it describes does. */
export function describeOpen({ open }: Resource): unknown {
  try {
    return open?.();
  } catch (error) {
    return `unknown: ${error}`;
  }
}
