import { loadCatalog } from "../catalog/load.ts";
import { CatalogError } from "../catalog/error.ts";
import { loadConfig } from "../config.ts";
import {
  type MigrationFault,
  MigrationError,
  type MigrationStatus,
  compare,
  migrate,
  migrationStatus,
} from "../db/migrate.ts";
import { bundledMigrations, type Migration } from "../db/migrations.ts";
import { createLog } from "../log.ts";
import { exitCodes as startCodes, lacksDatabase, openForCommand, readCatalog, toStartError } from "../service/start.ts";
import type { CommandContext } from "./context.ts";

/** What `migrate` exits with; the usage text and the README say the same. */
const exitCodes = {
  "up-to-date": 0,
  pending: 1,
  failed: 1,
  refused: 2,
  "newer-and-breaking": 3,
  unreachable: 69,
  locked: 69,
  misconfigured: 78,
} as const;

type State = keyof typeof exitCodes;
type Report = {
  state: State;
  note?: string;
  error?: string;
  faults?: MigrationFault[];
  appliedNow?: Migration[];
  status?: MigrationStatus;
};

const usage = `usage: renovation-agent migrate status|up [--json]
  status  says which migrations are applied and pending; changes nothing
  up      applies what is pending, and loads the catalogue of styles and products

exit codes: 0 up to date, 1 pending or failed, 2 refused (edited, out of order or missing migrations),
  3 the database needs a newer version, 64 usage, 69 the database cannot be reached or another process migrates it,
  78 a wrong configuration, also a refused password, a DATA_DIR in use or a faulty CATALOG_DIR
`;

/** `migrations`: other ones than the executable's. */
type MigrateContext = CommandContext & { migrations?: Migration[] };

/** `renovation-agent migrate`. @returns the exit code */
export async function migrateCommand({ args, env, host, write, migrations }: MigrateContext): Promise<number> {
  const [verb, ...others] = args.filter((arg) => arg !== "--json");
  const asJson = args.includes("--json");
  if ((verb !== "status" && verb !== "up") || others.length > 0) {
    write(usage);
    return args.includes("--help") ? startCodes.ok : startCodes.usage;
  }
  const report = await reportOf(async () => {
    const config = loadConfig(env, host);
    const log = createLog({ level: asJson ? "silent" : config.logLevel, secrets: config.secrets, write });
    // Before the database is touched: with a faulty one nothing is done.
    const catalog = verb === "up" ? await readCatalog(config) : undefined;
    const list = migrations ?? bundledMigrations();
    if (verb === "status" && (await lacksDatabase(config))) {
      const note = `There is no database in ${config.dataDir} yet; "migrate up" or a start makes it`;
      return { state: "pending", note, status: compare([], list) };
    }
    const { database, close } = await openForCommand(config, host.isRoot);
    try {
      const options = { log, waitMs: config.database.waitMs };
      const done = catalog && (await migrate(database, { ...options, migrations: list }));
      // Only with its own migrations: others may have no tables for it.
      if (catalog && migrations === undefined) await loadCatalog(database, catalog, options);
      const status = await migrationStatus(database, list);
      return { state: stateOf(status), status, ...(done ? { appliedNow: done.applied } : {}) };
    } finally {
      await close();
    }
  });
  write(asJson ? `${JSON.stringify(toJson(report))}\n` : toText(report));
  return exitCodes[report.state];
}

async function reportOf(work: () => Promise<Report>): Promise<Report> {
  try {
    return await work();
  } catch (error) {
    return failure(error);
  }
}

/** Where a start fails too, it has the same exit code. */
function failure(error: unknown): Report {
  if (error instanceof MigrationError) {
    const { message, reason, faults } = error;
    return { state: reason === "refused" ? worst(faults) : reason, error: message, faults };
  }
  const { exitCode, message } = toStartError(error);
  if (exitCode === startCodes.configuration) return { state: "misconfigured", error: message };
  if (exitCode !== startCodes.dependency) throw error;
  return { state: error instanceof CatalogError ? "locked" : "unreachable", error: message };
}

function stateOf({ faults, pending }: MigrationStatus): State {
  if (faults.length > 0) return worst(faults);
  return pending.length > 0 ? "pending" : "up-to-date";
}

const worst = (faults: MigrationFault[]): State =>
  faults.every(({ type }) => type === "newer-and-breaking") ? "newer-and-breaking" : "refused";

function toJson({ state, note, error, faults, appliedNow, status }: Report) {
  const brief = ({ version, name, breaking }: Migration) => ({ version, name, breaking });
  return {
    state,
    ...(note === undefined ? {} : { note }),
    ...(error === undefined ? {} : { error }),
    ...(faults?.length ? { faults } : {}),
    ...(appliedNow ? { appliedNow: appliedNow.map(brief) } : {}),
    ...(status ? { ...status, pending: status.pending.map(brief) } : {}),
  };
}

function toText({ state, note, error, appliedNow = [], status }: Report): string {
  const lines = note === undefined ? [] : [note];
  for (const { version, name } of appliedNow) lines.push(`applied now  ${version} ${name}`);
  for (const { version, name, appliedAt } of status?.applied ?? [])
    lines.push(`applied      ${version} ${name} at ${appliedAt}`);
  for (const { version, name } of status?.pending ?? []) lines.push(`pending      ${version} ${name}`);
  for (const { detail } of status?.faults ?? []) lines.push(`refused      ${detail}`);
  return `${[...lines, error === undefined ? state : `${state}: ${error}`].join("\n")}\n`;
}
