import { statfs } from "node:fs/promises";
import type { AssetStorage } from "../assets/storage.ts";
import type { Config } from "../config.ts";
import type { Database } from "../db/client.ts";
import { migrationStatus } from "../db/migrate.ts";
import type { Check } from "../lifecycle/check.ts";

/** The event loop this late at the median means that the service has more to do than it can. */
const overloadLagMs = 500;
/** PostgreSQL takes up to half a mebibyte at once; with less than this every write fails while reads go on. */
const leastRoomBytes = 4 * 1_048_576;
/** A quota is not spent on looking, nor a bucket written to all the time. */
const seldom = { intervalMs: 60_000, timeoutMs: 10_000 };

type Options = {
  config: Config;
  /** A connection of the checks' own: a probe must not wait behind requests. */
  database: Database;
  storage: AssetStorage;
  gemini: ((signal: AbortSignal) => Promise<void>) | undefined;
  eventLoop: { lag: () => { medianMs: number } };
  databaseIsFailing: () => void;
};

/** What readiness stands on. What is only a warning leaves the service ready, and shows in `/health/status`. */
export const readinessChecks = (options: Options): Check[] => [
  {
    name: "database",
    severity: "critical",
    run: () => options.database`select 1`,
    intervalMs: 2_000,
    onFailing: options.databaseIsFailing,
  },
  ...(options.config.database.url === undefined ? [diskCheck(options)] : []),
  { name: "migrations", severity: "critical", run: () => requireSchema(options.database), intervalMs: 60_000 },
  ...(options.gemini ? [{ name: "gemini", severity: "warn" as const, run: options.gemini, ...seldom }] : []),
  ...(options.config.bucket
    ? [{ name: "storage", severity: "warn" as const, run: options.storage.check, ...seldom }]
    : []),
  { name: "overload", severity: "critical", run: () => requireTime(options.eventLoop.lag().medianMs) },
];

/** Of the embedded database; another server's is its operator's. */
const diskCheck = ({ config, databaseIsFailing }: Options): Check => ({
  name: "disk",
  severity: "critical",
  run: () => requireRoom(config.dataDir),
  intervalMs: 2_000,
  onFailing: databaseIsFailing,
});

async function requireRoom(dataDir: string) {
  const { blocks, bavail, bsize } = await statfs(dataDir);
  // Some file systems do not say how large they are.
  if (blocks > 0 && bavail * bsize < leastRoomBytes) throw new Error(`The disk with DATA_DIR ${dataDir} is full`);
}

async function requireSchema(database: Database) {
  const { pending, faults } = await migrationStatus(database);
  if (pending.length > 0 || faults.length > 0) throw new Error("The database's schema is not this version's");
}

function requireTime(lagMs: number) {
  if (lagMs > overloadLagMs) throw new Error(`The event loop is ${lagMs} ms late`);
}
