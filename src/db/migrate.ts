import type { Log } from "../log.ts";
import { version as appVersion } from "../version.ts";
import { type Database, type Sql, transaction } from "./client.ts";
import { failureCode } from "./failures.ts";
import { lockWait, stopWithThisProcess, tryMigrationLock } from "./migration-lock.ts";
import { bundledMigrations, type Migration } from "./migrations.ts";

type AppliedMigration = {
  version: number;
  name: string;
  checksum: string;
  appliedAt: string;
  durationMs: number;
  /** The version of this project that applied it. */
  appVersion: string;
  breaking: boolean;
};

/** Why this executable must not work with, or change, this database. */
export type MigrationFault = {
  type: "edited" | "out-of-order" | "missing" | "newer-and-breaking";
  version: number;
  name: string;
  detail: string;
};

export type MigrationStatus = {
  applied: AppliedMigration[];
  pending: Migration[];
  /** Applied by a newer executable; harmless unless a fault says otherwise. */
  newer: AppliedMigration[];
  faults: MigrationFault[];
};

export class MigrationError extends Error {
  override name = "MigrationError";
  /** `refused`: see the faults. `locked`: another process migrates, and did so for too long. `failed`: see the cause. */
  readonly reason: "refused" | "locked" | "failed";
  readonly faults: MigrationFault[];

  constructor(
    reason: "refused" | "locked" | "failed",
    message: string,
    options?: { faults?: MigrationFault[]; cause?: unknown },
  ) {
    super(message, { cause: options?.cause });
    this.reason = reason;
    this.faults = options?.faults ?? [];
  }
}

/** Compares the database with the migrations of this executable; changes nothing. */
export async function migrationStatus(database: Sql, migrations = bundledMigrations()): Promise<MigrationStatus> {
  const [found] = await database`select to_regclass('schema_migrations') is not null as present`;
  if (!found?.["present"]) return compare([], migrations);
  const applied = await database<AppliedMigration[]>`
    select version, name, checksum, applied_at, duration_ms, app_version, breaking from schema_migrations order by version`;
  return compare([...applied], migrations);
}

/** What `applied`, oldest first, means for an executable with these migrations. */
export function compare(applied: AppliedMigration[], migrations: Migration[]): MigrationStatus {
  const newestKnown = migrations.at(-1)?.version ?? 0;
  const newestApplied = applied.at(-1)?.version ?? 0;
  const known = new Map(migrations.map((migration) => [migration.version, migration]));
  const present = new Set(applied.map(({ version }) => version));
  const pending = migrations.filter(({ version }) => !present.has(version));
  const newer = applied.filter(({ version }) => version > newestKnown);

  const faults: MigrationFault[] = [];
  const fault = (type: MigrationFault["type"], { version, name }: { version: number; name: string }, detail: string) =>
    faults.push({ type, version, name, detail: `migration ${version} (${name}) ${detail}` });
  for (const row of applied) {
    const file = known.get(row.version);
    if (file && file.checksum !== row.checksum) fault("edited", row, "was edited after it had been applied");
    if (!file && row.version < newestKnown) fault("missing", row, "was applied, and this executable does not have it");
  }
  for (const file of pending) {
    if (file.version < newestApplied)
      fault("out-of-order", file, `is older than ${newestApplied}, which was applied before it`);
  }
  for (const row of newer) {
    if (row.breaking) fault("newer-and-breaking", row, `needs version ${row.appVersion} of the service or a newer one`);
  }
  return { applied, pending, newer, faults };
}

type MigrateOptions = {
  log: Log;
  /** How long to wait for another process that is migrating, and for locks on tables. */
  waitMs: number;
  migrations?: Migration[];
};

/**
 * Applies what is pending, oldest first, each in a transaction of its own together with its row in schema_migrations.
 * The lock belongs to that transaction, so it works through a transaction pooler and ends with a killed process.
 * @throws {MigrationError}
 */
export async function migrate(database: Database, { log, waitMs, migrations = bundledMigrations() }: MigrateOptions) {
  const applied: Migration[] = [];
  const late = (message: string) => new MigrationError("locked", message);
  const waiting = lockWait(database, log, { waitMs, late });
  for (;;) {
    const status = await migrationStatus(database, migrations);
    if (status.faults.length > 0) throw refusal(status.faults);
    if (status.pending.length === 0) return { applied };
    const outcome = await applyNext(database, migrations);
    if (outcome === "locked") {
      await waiting();
    } else if (outcome !== "nothing") {
      applied.push(outcome.migration);
      log.info(
        { migration: outcome.migration.version, durationMs: outcome.durationMs },
        `migrated: ${outcome.migration.name}`,
      );
    }
  }
}

const refusal = (faults: MigrationFault[]) =>
  new MigrationError("refused", `Refused: ${faults.map(({ detail }) => detail).join("; ")}`, { faults });

/** A migration may rewrite a big table; it may not wait long for a lock, since all others then queue behind it. */
const statementTimeoutMs = 15 * 60_000;

async function applyNext(database: Database, migrations: Migration[]) {
  let current: Migration | undefined;
  try {
    return await transaction(
      database,
      async (sql) => {
        if (!(await tryMigrationLock(sql))) return "locked";
        await stopWithThisProcess(sql);
        await createTable(sql);
        // Read again: another process may have finished since.
        const { pending, faults } = await migrationStatus(sql, migrations);
        if (faults.length > 0) throw refusal(faults);
        current = pending[0];
        return current ? { migration: current, durationMs: await apply(sql, current) } : "nothing";
      },
      { statementTimeoutMs },
    );
  } catch (error) {
    if (!current) throw error;
    // A table was in use: the next attempt may find it free.
    if (failureCode(error) === "55P03") return "locked";
    const why = error instanceof Error ? error.message : String(error);
    throw new MigrationError("failed", `Migration ${current.version} (${current.name}) failed: ${why}`, {
      cause: error,
    });
  }
}

const createTable = (sql: Sql) => sql`
  create table if not exists schema_migrations (
    version integer primary key,
    name text not null,
    checksum text not null,
    applied_at timestamptz not null default clock_timestamp(),
    duration_ms integer not null,
    app_version text not null,
    breaking boolean not null
  )`;

async function apply(sql: Sql, { version, name, sql: statements, checksum, breaking }: Migration): Promise<number> {
  const started = performance.now();
  await sql.unsafe(statements);
  const durationMs = Math.round(performance.now() - started);
  await sql`insert into schema_migrations ${sql({ version, name, checksum, durationMs, appVersion, breaking })}`;
  return durationMs;
}
