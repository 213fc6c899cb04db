import { loadCatalog } from "../catalog/load.ts";
import { type Config, type Host, loadConfig } from "../config.ts";
import type { Database } from "../db/client.ts";
import { lackingRight } from "../db/failures.ts";
import { type MigrationFault, MigrationError, type MigrationStatus, migrate, migrationStatus } from "../db/migrate.ts";
import { bundledMigrations, type Migration } from "../db/migrations.ts";
import { createLog } from "../log.ts";
import { Problem } from "../problem.ts";
import { readCatalog } from "../service/start.ts";

export type MigrateContext = {
  /** What follows `renovation-agent migrate`. */
  args: string[];
  env: Record<string, string | undefined>;
  host: Host;
  write: (text: string) => void;
  open: (config: Config) => Promise<{ database: Database; close: () => Promise<void> }>;
  migrations?: Migration[];
};

/** What `migrate` exits with; the usage text and the README say the same. */
const exitCodes = {
  "up-to-date": 0,
  pending: 1,
  failed: 1,
  refused: 2,
  "newer-and-breaking": 3,
  unreachable: 69,
  locked: 69,
} as const;

type State = keyof typeof exitCodes;
type Report = {
  state: State;
  error?: string;
  faults?: MigrationFault[];
  appliedNow?: Migration[];
  status?: MigrationStatus;
};

const usageExitCode = 64;
const usage = `usage: renovation-agent migrate status|up [--json]
  status  says which migrations are applied and pending; changes nothing
  up      applies what is pending, and loads the catalogue of styles and products

exit codes: 0 up to date, 1 pending or failed, 2 refused (edited, out of order or missing migrations),
  3 the database needs a newer version, 64 usage, 69 the database cannot be reached or another process migrates it,
  78 a wrong configuration or a faulty CATALOG_DIR
`;

/** `renovation-agent migrate`. Returns the exit code. @throws {ConfigError} */
export async function migrateCommand({ args, env, host, write, open, migrations }: MigrateContext): Promise<number> {
  const [verb, ...others] = args.filter((arg) => arg !== "--json");
  const asJson = args.includes("--json");
  if ((verb !== "status" && verb !== "up") || others.length > 0) {
    write(usage);
    return args.includes("--help") ? 0 : usageExitCode;
  }
  const config = loadConfig(env, host);
  const log = createLog({ level: asJson ? "silent" : config.logLevel, secrets: config.secrets, write });
  // Before the database is touched: with a faulty one nothing is done.
  const catalog = verb === "up" ? await readCatalog(config) : undefined;
  const report = await withDatabase(config, open, async (database) => {
    const list = migrations ?? bundledMigrations();
    const { applied } =
      verb === "up"
        ? await migrate(database, { log, waitMs: config.database.waitMs, migrations: list })
        : { applied: undefined };
    // Only with its own migrations: others may have no tables for it.
    if (catalog && migrations === undefined)
      await loadCatalog(database, catalog, { log, waitMs: config.database.waitMs });
    const status = await migrationStatus(database, list);
    return { state: stateOf(status), status, ...(applied ? { appliedNow: applied } : {}) };
  });
  write(asJson ? `${JSON.stringify(toJson(report))}\n` : toText(report));
  return exitCodes[report.state];
}

async function withDatabase(
  config: Config,
  open: MigrateContext["open"],
  work: (database: Database) => Promise<Report>,
) {
  try {
    const { database, close } = await open(config);
    try {
      return await work(database);
    } finally {
      await close();
    }
  } catch (error) {
    return failure(error);
  }
}

function failure(error: unknown): Report {
  if (error instanceof MigrationError) {
    const { message, reason, faults } = error;
    return { state: reason === "refused" ? worst(faults) : reason, error: message, faults };
  }
  if (error instanceof Problem && error.kind === "database-unavailable") {
    const why = error.cause instanceof Error ? `: ${error.cause.message}` : "";
    return { state: "unreachable", error: `${error.message}${why}` };
  }
  const right = lackingRight(error);
  if (right !== undefined) return { state: "failed", error: right };
  throw error;
}

function stateOf({ faults, pending }: MigrationStatus): State {
  if (faults.length > 0) return worst(faults);
  return pending.length > 0 ? "pending" : "up-to-date";
}

const worst = (faults: MigrationFault[]): State =>
  faults.every(({ type }) => type === "newer-and-breaking") ? "newer-and-breaking" : "refused";

function toJson({ state, error, faults, appliedNow, status }: Report) {
  const brief = ({ version, name, breaking }: Migration) => ({ version, name, breaking });
  return {
    state,
    ...(error === undefined ? {} : { error }),
    ...(faults?.length ? { faults } : {}),
    ...(appliedNow ? { appliedNow: appliedNow.map(brief) } : {}),
    ...(status ? { ...status, pending: status.pending.map(brief) } : {}),
  };
}

function toText({ state, error, appliedNow = [], status }: Report): string {
  const lines = appliedNow.map(({ version, name }) => `applied now  ${version} ${name}`);
  for (const { version, name, appliedAt } of status?.applied ?? [])
    lines.push(`applied      ${version} ${name} at ${appliedAt}`);
  for (const { version, name } of status?.pending ?? []) lines.push(`pending      ${version} ${name}`);
  for (const { detail } of status?.faults ?? []) lines.push(`refused      ${detail}`);
  return `${[...lines, error === undefined ? state : `${state}: ${error}`].join("\n")}\n`;
}
