import type { Agent } from "./agent/agent.ts";
import { createAgent } from "./agent/graph.ts";
import type { Model } from "./agent/model.ts";
import { createApp } from "./app.ts";
import { createConversation } from "./chat/conversation.ts";
import { chatSockets } from "./chat/socket.ts";
import type { Config } from "./config.ts";
import { withDeadline } from "./db/deadline.ts";
import { unavailable } from "./db/failures.ts";
import { migrationStatus } from "./db/migrate.ts";
import { createHealth } from "./http/health.ts";
import { createMetricsEndpoint } from "./http/metrics.ts";
import { shutdownBudgets } from "./lifecycle/budgets.ts";
import { watchEventLoop } from "./lifecycle/event-loop.ts";
import { createReadiness } from "./lifecycle/readiness.ts";
import { createShutdown, type Shutdown } from "./lifecycle/shutdown.ts";
import { createLog, type Log } from "./log.ts";
import { createMetrics } from "./metrics/metrics.ts";
import { createModel } from "./service/model.ts";
import type { Problem } from "./problem.ts";
import { createRenderers, namesOf } from "./service/renderers.ts";
import { createMakePicture } from "./renders/make-picture.ts";
import { listen } from "./server.ts";
import { readinessChecks } from "./service/checks.ts";
import { featuresOf } from "./service/features.ts";
import { startHousekeeping } from "./service/housekeeping.ts";
import { readings, statusDetails } from "./service/inside.ts";
import {
  exitCodes,
  openDatabase,
  prepareCatalog,
  prepareSchema,
  reachDatabase,
  readCatalog,
  step,
  toListenError,
  toStartError,
} from "./service/start.ts";
import { openStorage, requireStorage } from "./service/storage.ts";
import { lapseLeases } from "./turns/claims.ts";
import { createReplica } from "./turns/replica.ts";
import { version } from "./version.ts";

/** What a test or the process replaces; everything else is the real part. */
export type Overrides = {
  agent?: Agent;
  log?: Log;
  /** The process's own, so that its signals stop the service. */
  shutdown?: Shutdown;
  isRoot?: boolean;
};

/**
 * The composition root: builds every part once, in order, and registers how each is closed.
 * @throws {StartError} after everything already open was closed again; the signal's reason when a stop came meanwhile
 */
export async function startService(config: Config, overrides: Overrides = {}) {
  const log =
    overrides.log ?? createLog({ level: config.logLevel, environment: config.environment, secrets: config.secrets });
  const { shutdownTimeoutMs: timeoutMs, drainDelayMs } = config;
  const shutdown = overrides.shutdown ?? createShutdown({ timeoutMs, drainDelayMs, log });
  try {
    return await start(config, log, shutdown, overrides);
  } catch (error) {
    // A stop that came during the start is no failure, and it is closing everything already.
    if (shutdown.signal.aborted) throw shutdown.signal.reason;
    const failure = toStartError(error);
    const { exitCode, message, cause } = failure;
    // Nobody foresaw it, so that its words alone say too little.
    const isUnforeseen = cause === error && exitCode === exitCodes.failed;
    log.error({ exitCode, ...(isUnforeseen ? { error } : { cause }) }, message);
    await shutdown.shutdown("start failed", { exitCode });
    throw failure;
  }
}

async function start(config: Config, log: Log, shutdown: Shutdown, overrides: Overrides) {
  const startedAt = performance.now();
  const budgets = shutdownBudgets(config);
  const { signal } = shutdown;
  const inStep = <T>(name: string, work: () => Promise<T> | T) => step(log, name, signal, work);

  // First, because it is configuration and needs nothing.
  const catalog = await inStep("read catalogue", () => readCatalog(config));
  const { database, connect, embedded, listenTo } = await inStep("open database", async () => {
    const opened = await openDatabase(config, log, overrides.isRoot ?? false);
    const { embedded } = opened;
    const half = budgets.database / 2;
    if (embedded)
      shutdown.register({
        name: "embedded database",
        phase: "database",
        timeoutMs: half,
        // Its last checkpoint takes as long as the disk does.
        takesRest: true,
        close: embedded.stop,
      });
    const end = () => opened.database.end({ timeout: half / 2_000 });
    shutdown.register({ name: "database pool", phase: "database", timeoutMs: half, close: end });
    return opened;
  });
  await inStep("reach database", () => reachDatabase(database, { waitMs: config.database.waitMs, log, signal }));
  await inStep("migrations", () => prepareSchema(database, config, log));
  await inStep("catalogue", () => prepareCatalog(database, catalog, config, log));
  if (embedded) await lapseLeases(database);

  const model = overrides.agent ? undefined : await inStep("agent", () => createModel(config, log, signal));
  const storage = openStorage(config, database);
  await inStep("storage writable", () => requireStorage(storage, signal));

  const renderers = await createRenderers(config, storage);
  const agent =
    overrides.agent ?? createAgent({ sql: database, model: model as Model, storage, renderers: namesOf(renderers) });

  const metrics = createMetrics({ version, read: () => readings(inside()) });
  const makePicture = createMakePicture({ sql: database, storage, renderers });
  const noteEnd = metrics.attemptEnded;
  const replica = createReplica({ database, listenTo, agent, makePicture, log, noteEnd, ...config.turns });
  const { runner } = replica;
  // Somebody waits for the answer, and is better told to come again than left waiting.
  const requestDatabase = withDeadline(database, config.database.requestTimeoutMs);
  const noteProblem = ({ kind }: Problem) => {
    if (kind === "database-unavailable") readiness.noteFailure("database");
    if (kind === "storage-unavailable") readiness.noteFailure("storage");
  };
  const conversation = createConversation({
    database: requestDatabase,
    dailyTokens: config.ownerDailyTokens,
    ...replica,
  });
  const chat = chatSockets({ conversation, log, noteProblem, noteClosed: metrics.socketClosed });

  // A connection of its own: a probe must not wait behind requests.
  const probeDatabase = connect({ poolSize: 1, queryTimeoutMs: 1_000 });
  const eventLoop = watchEventLoop();
  const readiness = createReadiness({
    log,
    checks: readinessChecks({
      config,
      database: probeDatabase,
      storage,
      gemini: model?.check,
      eventLoop,
      databaseIsFailing: () =>
        chat.announce(unavailable("Messages cannot be taken at the moment; send them again later")),
    }),
  });
  const { applied } = await migrationStatus(database);
  const inside = () => ({
    config,
    startedAt,
    embedded,
    database,
    appliedMigrations: applied.length,
    readiness,
    eventLoop,
    runner,
    sockets: chat,
    server,
  });
  const operators = { environment: config.environment, token: config.healthStatusToken };
  const health = createHealth({ ...operators, readiness, details: () => statusDetails(inside()) });
  const metricsEndpoint = createMetricsEndpoint({ ...operators, ...metrics });

  const stopping = new AbortController();
  const { requestLog, corsOrigins, apiDocs, web } = config;
  const production = config.environment === "production";
  const agentKind = config.gemini ? ("gemini" as const) : ("offline" as const);
  const options = { production, requestLog, corsOrigins, apiDocs, web, agent: agentKind };
  const app = createApp({
    database: requestDatabase,
    conversation,
    storage,
    renderers: namesOf(renderers),
    dailyTokens: config.ownerDailyTokens,
    log,
    stopping: stopping.signal,
    noteProblem,
    noteRequest: metrics.requestAnswered,
    options,
  });
  const { server, answered } = await inStep("listen", () => {
    try {
      return listen({
        host: config.host,
        port: config.port,
        app,
        probe: (request, path) => health(request, path) ?? metricsEndpoint(request, path),
        websocket: chat.handlers,
        isDraining: () => readiness.isDraining,
        log,
      });
    } catch (error) {
      throw toListenError(error, config);
    }
  });

  const housekeeping = startHousekeeping({ database, storage, conversation, keep: config.events, log });
  shutdown.register({
    name: "background work",
    phase: "clients",
    timeoutMs: budgets.clients,
    close: async () => {
      await replica.close();
      housekeeping.stop();
      eventLoop.stop();
      await probeDatabase.end({ timeout: 0 });
    },
  });
  shutdown.register({
    name: "http server",
    phase: "http",
    timeoutMs: budgets.http,
    open: () => ({ requests: server.pendingRequests, sockets: server.pendingWebSockets }),
    close: async (letGo) => {
      let aborted = 0;
      const force = () => {
        aborted = server.pendingRequests;
        void server.stop(true);
      };
      letGo.addEventListener("abort", force, { once: true });
      await server.stop();
      return { requests: { completed: answered(), aborted } };
    },
  });
  shutdown.register({
    name: "sockets",
    phase: "sockets",
    timeoutMs: budgets.sockets,
    open: () => ({ sockets: chat.size }),
    close: () => {
      stopping.abort();
      return chat.close(budgets.sockets / 2);
    },
  });
  shutdown.register({
    name: "turns",
    phase: "turns",
    timeoutMs: budgets.turns,
    open: () => runner.running,
    close: () => runner.close(config.turnGraceMs),
  });
  shutdown.register({ name: "readiness", phase: "drain", timeoutMs: budgets.drain, close: readiness.drain });

  signal.throwIfAborted();
  await inStep("join the replicas", replica.open);
  readiness.open();
  const url = server.url;
  log.info(
    {
      url: url.href,
      ...featuresOf(config),
      durationMs: Math.round(performance.now() - startedAt),
    },
    "ready",
  );
  return { url, stop: () => shutdown.shutdown("stop") };
}
