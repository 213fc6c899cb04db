import type { Closing, Resource, ShutdownPhase, StopCounts } from "./resource.ts";

type Unclosed = {
  name: string;
  phase: ShutdownPhase;
  /** `abandoned`: the stop was forced before its turn came or while it was closing. */
  outcome: "failed" | "timed-out" | "abandoned";
  /** What was still open, in the resource's own words. */
  open?: unknown;
};

export type ShutdownReport = StopCounts & {
  reason: string;
  signal?: string;
  exitCode: number;
  totalMs: number;
  /** The phases that had something to do. */
  phases: { name: ShutdownPhase; ms: number; ok: boolean }[];
  unclosed: Unclosed[];
};

/** Gathers what the report will say while the stop goes on. */
export function createRecord() {
  const phases: ShutdownReport["phases"] = [];
  const unclosed: Unclosed[] = [];
  const counts: StopCounts = {
    requests: { completed: 0, aborted: 0 },
    sockets: { closed: 0 },
    turns: { finished: 0, released: 0, aborted: 0 },
  };
  return {
    addPhase(name: ShutdownPhase, ms: number) {
      phases.push({ name, ms: Math.round(ms), ok: !unclosed.some((resource) => resource.phase === name) });
    },
    addClosing({ name, phase }: Resource, closing: Closing) {
      if (closing.outcome !== "failed") addCounts(counts, closing.counts);
      if (closing.outcome === "failed") unclosed.push({ name, phase, outcome: "failed" });
      if (closing.outcome === "timed-out") unclosed.push({ name, phase, outcome: "timed-out", open: closing.open });
    },
    addAbandoned({ name, phase }: Resource, open: unknown) {
      unclosed.push({ name, phase, outcome: "abandoned", open });
    },
    get isClean() {
      return unclosed.length === 0;
    },
    /** A copy, so that a report does not change after it was given out. */
    contents: () => ({ phases: [...phases], unclosed: [...unclosed], ...structuredClone(counts) }),
  };
}

function addCounts(total: StopCounts, { requests, sockets, turns }: Partial<StopCounts> = {}) {
  total.requests.completed += requests?.completed ?? 0;
  total.requests.aborted += requests?.aborted ?? 0;
  total.sockets.closed += sockets?.closed ?? 0;
  total.turns.finished += turns?.finished ?? 0;
  total.turns.released += turns?.released ?? 0;
  total.turns.aborted += turns?.aborted ?? 0;
}
