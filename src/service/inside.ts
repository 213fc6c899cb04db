import { memoryUsage } from "node:process";
import type { Config } from "../config.ts";
import type { Database } from "../db/client.ts";
import type { HealthDetails } from "../http/health-schema.ts";
import type { Readiness } from "../lifecycle/readiness.ts";
import type { Readings } from "../metrics/readings.ts";
import type { Runner } from "../turns/runner.ts";
import { version } from "../version.ts";
import { featuresOf } from "./features.ts";

/** The parts that are looked at when an operator asks how the service is; only at what they have in memory. */
type Parts = {
  config: Config;
  startedAt: number;
  embedded: { state: () => string } | undefined;
  database: Database;
  appliedMigrations: number;
  readiness: Readiness;
  eventLoop: { lag: () => { medianMs: number; maxMs: number } };
  runner: Runner;
  sockets: { size: number };
  server: { pendingRequests: number };
};

/** For `/health/status`. */
export function statusDetails(parts: Parts): HealthDetails {
  const { config, startedAt, embedded, eventLoop, runner, sockets, appliedMigrations } = parts;
  const { rss, heapUsed } = memoryUsage();
  return {
    version,
    environment: config.environment,
    uptimeSeconds: Math.round((performance.now() - startedAt) / 1_000),
    features: featuresOf(config),
    memory: { rssBytes: rss, heapUsedBytes: heapUsed },
    eventLoop: eventLoop.lag(),
    database: {
      kind: embedded ? "embedded" : "server",
      state: embedded?.state() ?? "running",
      poolSize: config.database.poolSize,
    },
    turns: { running: runner.running.length, concurrency: config.turns.concurrency },
    sockets: { open: sockets.size },
    migrations: { applied: appliedMigrations, pending: 0 },
  };
}

/** For `/metrics`. */
export function readings({ database, readiness, eventLoop, runner, sockets, server }: Parts): Readings {
  const { status, checks } = readiness.snapshot();
  const running = runner.running.map(({ kind }) => kind);
  const count = (kind: string) => running.filter((other) => other === kind).length;
  return {
    activeRequests: server.pendingRequests,
    openSockets: sockets.size,
    runningTurns: { chat: count("chat"), render: count("render") },
    database: database.pool.usage(),
    eventLoop: eventLoop.lag(),
    isReady: status === "ready",
    checks: checks.map((check) => ({ name: check.name, isPassing: check.status === "pass" })),
  };
}
