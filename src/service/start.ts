import { setTimeout as sleep } from "node:timers/promises";
import { builtInCatalog } from "../catalog/built-in.ts";
import { readCatalogDirectory } from "../catalog/directory.ts";
import { CatalogError } from "../catalog/error.ts";
import { isEmpty, isLoaded, loadCatalog } from "../catalog/load.ts";
import type { Catalog } from "../catalog/schema.ts";
import { ConfigError, type Config } from "../config.ts";
import { connect, type Database, type DatabaseTarget, failureCode } from "../db/client.ts";
import { EmbeddedDatabaseError, isMissing, startEmbedded } from "../db/embedded.ts";
import { lackingRight } from "../db/failures.ts";
import { migrate, MigrationError, migrationStatus } from "../db/migrate.ts";
import type { Migration } from "../db/migrations.ts";
import { createLog, type Log } from "../log.ts";
import { Problem } from "../problem.ts";

export const exitCodes = { ok: 0, failed: 1, usage: 64, dependency: 69, configuration: 78 } as const;

/** Why the service does not start, in one line for its operator. */
export class StartError extends Error {
  override name = "StartError";
  readonly exitCode: number;

  constructor(exitCode: number, message: string, cause?: unknown) {
    super(message, { cause });
    this.exitCode = exitCode;
  }
}

/** Any failure of a start as a line and an exit code: 78 configuration, 69 a dependency, 1 else. */
export function toStartError(error: unknown): StartError {
  if (error instanceof StartError) return error;
  if (error instanceof ConfigError) return new StartError(exitCodes.configuration, error.message);
  if (error instanceof CatalogError)
    return new StartError(error.reason === "faulty" ? exitCodes.configuration : exitCodes.dependency, error.message);
  if (error instanceof MigrationError) return new StartError(exitCodes.dependency, error.message, error.cause);
  if (error instanceof EmbeddedDatabaseError) {
    const isPlace = /directory|noexec|locked/.test(error.kind);
    return new StartError(isPlace ? exitCodes.configuration : exitCodes.dependency, error.message, error.cause);
  }
  const right = lackingRight(error);
  if (right !== undefined) return new StartError(exitCodes.configuration, right, error);
  if (error instanceof Problem && error.kind === "database-unavailable")
    return new StartError(exitCodes.dependency, [error.message, causeOf(error)].filter(Boolean).join(": "), error);
  return new StartError(exitCodes.failed, error instanceof Error ? error.message : String(error), error);
}

/** Why no socket could be opened on the configured address. */
export function toListenError(error: unknown, { host, port }: Config): unknown {
  switch ((error as { code?: string }).code) {
    case "EADDRINUSE":
      return new StartError(exitCodes.failed, `Port ${port} on ${host} is taken by another process; set PORT`, error);
    case "EACCES":
      return new StartError(exitCodes.configuration, `Port ${port} needs privileges this process does not have`, error);
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return new StartError(exitCodes.configuration, `HOST ${host} is not an address of this machine`, error);
    default:
      return error;
  }
}

/** Runs a step of the start and logs how long it took. A stop that came meanwhile ends the start here. */
export async function step<T>(log: Log, name: string, signal: AbortSignal, work: () => Promise<T> | T): Promise<T> {
  signal.throwIfAborted();
  const startedAt = performance.now();
  const result = await work();
  log.info({ step: name, durationMs: Math.round(performance.now() - startedAt) }, "start");
  return result;
}

export type OpenDatabase = {
  database: Database;
  /** Pools of another size on the same server, for checks that must not wait behind requests. */
  connect: (options: { poolSize: number; queryTimeoutMs: number }) => Database;
  /** Where notifications are heard; undefined when no other replica can share the database. */
  listenTo: DatabaseTarget | undefined;
  /** Undefined with a server by URL. */
  embedded: { state: () => string; stop: () => Promise<void> } | undefined;
};

/** Starts the embedded PostgreSQL when no server is configured, and makes a pool. Nothing is asked yet. */
export async function openDatabase(config: Config, log: Log, isRoot: boolean): Promise<OpenDatabase> {
  const { url, directUrl, poolSize, queryTimeoutMs } = config.database;
  const embedded =
    url === undefined
      ? await startEmbedded({
          dataDir: config.dataDir,
          dataDirIsExplicit: config.dataDirIsExplicit,
          isRoot,
          log,
          archive: embeddedArchive(),
        })
      : undefined;
  const target = embedded?.target ?? { url: url ?? "" };
  // A direct address beside the URL means that the URL leads through a pooler, where prepared statements may not last.
  const prepare = directUrl === undefined;
  const open = (options: { poolSize: number; queryTimeoutMs: number }) =>
    connect(target, { applicationName: "renovation-agent", prepare, ...options });
  const listenTo = embedded ? undefined : directUrl ? { url: directUrl } : target;
  return { database: open({ poolSize, queryTimeoutMs }), connect: open, listenTo, embedded };
}

/** Whether the first start is still to make the embedded database: a command that only looks does not make it. */
export const lacksDatabase = async ({ database, dataDir }: Config): Promise<boolean> =>
  database.url === undefined && (await isMissing(dataDir));

/**
 * A database for a command that runs and ends, refused for what a start would refuse it for.
 * @throws {StartError | EmbeddedDatabaseError}
 */
export async function openForCommand(config: Config, isRoot: boolean, { waitMs = 0 } = {}) {
  const log = createLog({ level: "silent" });
  const { database, embedded } = await openDatabase(config, log, isRoot);
  const close = async () => {
    await database.end({ timeout: 1 });
    await embedded?.stop();
  };
  try {
    await reachDatabase(database, { waitMs, log, signal: new AbortController().signal });
    return { database, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The PostgreSQL that the build put into the executable. */
const embeddedArchive = () =>
  Bun.embeddedFiles.find((file) => "name" in file && /postgres.*\.tar\.zst$/.test(String(file.name)));

const retryEveryMs = 250;
const oldestPostgres = 150_000;
/** Trying again does not help: wrong password, no such role or database, no right to connect to it. */
const isRefusal = (code: string | undefined) => code !== undefined && /^(28|3D|42501)/.test(code);

type Waiting = { waitMs: number; log: Log; signal: AbortSignal };

/** Waits until the database answers and is one that the service supports. @throws {StartError} */
export async function reachDatabase(database: Database, { waitMs, log, signal }: Waiting): Promise<void> {
  const deadline = performance.now() + waitMs;
  let isWaiting = false;
  for (;;) {
    try {
      const [row] = await database<{ version: number; encoding: string }[]>`
        select current_setting('server_version_num')::int as version, current_setting('server_encoding') as encoding`;
      if (row && row.version < oldestPostgres)
        throw new StartError(exitCodes.dependency, "The database is older than PostgreSQL 15, the oldest supported");
      if (row && row.encoding !== "UTF8") throw new StartError(exitCodes.configuration, encodingAdvice(row.encoding));
      return;
    } catch (error) {
      if (error instanceof StartError) throw error;
      const code = failureCode(error);
      if (isRefusal(code)) throw new StartError(exitCodes.configuration, refusalOf(error), error);
      const why = causeOf(error) || code || "no answer";
      if (performance.now() > deadline) {
        const waited = waitMs > 0 ? `, waited ${waitMs} ms` : "";
        const message = `The database at DATABASE_URL does not answer (${why})${waited}`;
        throw new StartError(exitCodes.dependency, message, error);
      }
      if (!isWaiting) log.warn({ why }, "waiting for the database");
      isWaiting = true;
      await sleep(retryEveryMs, undefined, { signal });
    }
  }
}

const encodingAdvice = (encoding: string) =>
  `The database at DATABASE_URL keeps text as ${encoding}, which cannot hold what people write; create it with encoding UTF8`;

/** What the server, TLS or the network said. */
const causeOf = (error: unknown) =>
  error instanceof Error && error.cause instanceof Error ? error.cause.message : undefined;

const refusalOf = (error: unknown) =>
  failureCode(error) === "3D000"
    ? "DATABASE_URL names a database that does not exist"
    : `The database refuses the user or password in DATABASE_URL: ${causeOf(error)}`;

/** Applies what is pending, or refuses to start with it. @throws {StartError | MigrationError} */
export async function prepareSchema(database: Database, config: Config, log: Log): Promise<void> {
  if (config.migrateOnStart) await migrate(database, { log, waitMs: 60_000 });
  else await requireSchema(database, config);
}

/** What is pending and a start applies. @throws {StartError} for what a start refuses */
export async function requireSchema(database: Database, { migrateOnStart }: Config): Promise<Migration[]> {
  const { pending, faults } = await migrationStatus(database);
  if (faults.length > 0) throw new StartError(exitCodes.dependency, faults.map(({ detail }) => detail).join("; "));
  if (pending.length > 0 && !migrateOnStart) {
    const names = pending.map(({ name }) => name).join(", ");
    throw new StartError(
      exitCodes.dependency,
      `The database lacks ${pending.length} migrations (${names}): run "renovation-agent migrate up" or set MIGRATE_ON_START=true`,
    );
  }
  return pending;
}

/** The operator's catalogue, else the built-in one. @throws {CatalogError} naming every fault of CATALOG_DIR */
export const readCatalog = async ({ catalogDir }: Config): Promise<Catalog> =>
  catalogDir === undefined ? builtInCatalog : readCatalogDirectory(catalogDir);

/**
 * Makes the catalogue the one in force where migrations are applied too. Elsewhere the one that `migrate up` loaded stays,
 * so that starting an older replica again changes nothing for the others. @throws {StartError | CatalogError}
 */
export async function prepareCatalog(database: Database, catalog: Catalog, config: Config, log: Log): Promise<void> {
  if (config.migrateOnStart) {
    await loadCatalog(database, catalog, { log, waitMs: 60_000 });
  } else if (!(await isLoaded(database, catalog))) {
    const advice = 'run "renovation-agent migrate up" or set MIGRATE_ON_START=true';
    if (await isEmpty(database))
      throw new StartError(exitCodes.dependency, `The database has no catalogue of styles and products: ${advice}`);
    log.warn({}, `the database's catalogue is not the one of this start; to load it, ${advice}`);
  }
}
