import type { ShutdownPhase } from "./resource.ts";

/** How what is left beside drain delay and turn grace is shared out; the sum is 1. */
const shares: Record<ShutdownPhase, number> = {
  drain: 0.05,
  turns: 0.2, // beyond the grace: to abort and release what did not finish
  sockets: 0.2,
  http: 0.2,
  clients: 0.05,
  database: 0.2,
  telemetry: 0.05,
  logs: 0.05,
};

/** Milliseconds for the resources of each phase, which together always fit the deadline. */
export function shutdownBudgets(config: { shutdownTimeoutMs: number; drainDelayMs: number; turnGraceMs: number }) {
  const { shutdownTimeoutMs, drainDelayMs, turnGraceMs } = config;
  const share = (phase: ShutdownPhase) =>
    Math.max(1, Math.floor((shutdownTimeoutMs - drainDelayMs - turnGraceMs) * shares[phase]));
  return {
    drain: share("drain"),
    turns: share("turns") + turnGraceMs,
    sockets: share("sockets"),
    http: share("http"),
    clients: share("clients"),
    database: share("database"),
    telemetry: share("telemetry"),
    logs: share("logs"),
  } satisfies Record<ShutdownPhase, number>;
}
