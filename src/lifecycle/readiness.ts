import type { Log } from "../log.ts";
import { type Check, type CheckSnapshot, watch } from "./check.ts";

export type { Check } from "./check.ts";

export type ReadinessSnapshot = {
  status: "starting" | "ready" | "unready" | "draining";
  /** The age of the oldest result. */
  ageMs: number;
  checks: CheckSnapshot[];
};

export type Readiness = ReturnType<typeof createReadiness>;

/** Whether traffic may come: starting, then ready or unready as the background checks say, then draining for good. */
export function createReadiness(options: { checks: Check[]; intervalMs?: number; log: Log }) {
  const { checks, intervalMs = 5_000, log } = options;
  const watchers = checks.map((check) => watch(check, { defaultIntervalMs: intervalMs, log }));
  let phase: "starting" | "open" | "draining" = "starting";
  let hasOpened = false;

  const find = (name: string) => watchers.find((watcher) => watcher.name === name);
  const stop = () => {
    for (const watcher of watchers) watcher.stop();
  };

  return {
    /** The start is over. A stop that began before it wins. */
    open() {
      if (phase !== "starting") return;
      phase = "open";
      hasOpened = true;
      for (const watcher of watchers) watcher.start();
    },
    /** Asks for no more traffic, whatever the checks said; they end here. */
    drain() {
      phase = "draining";
      stop();
    },
    /** Ends the checks; what they said goes stale. */
    stop,
    get isDraining() {
      return phase === "draining";
    },
    /** Whether the start has ever been over. */
    get hasOpened() {
      return hasOpened;
    },
    /** A request saw a dependency fail: looks at once, and one more failure is then enough. */
    noteFailure: (name: string) => find(name)?.noteFailure(),
    /** What is known at this moment, without asking anyone. */
    snapshot(): ReadinessSnapshot {
      const results = watchers.map((watcher) => watcher.snapshot(phase !== "open"));
      const isFailing = results.some(({ status }) => status === "fail");
      return {
        status: phase === "open" ? (isFailing ? "unready" : "ready") : phase,
        ageMs: Math.max(0, ...results.map(({ ageMs }) => ageMs)),
        checks: results,
      };
    },
  };
}
