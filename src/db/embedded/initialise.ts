import { open, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Log } from "../../log.ts";
import { type DataDirectory, removeLeftovers } from "./directory.ts";
import { EmbeddedDatabaseError, elsewhere, systemCode, unless } from "./error.ts";
import { type Lock, unfinishedPrefix } from "./lock.ts";
import type { Natives } from "./natives.ts";
import { run } from "./program.ts";

/** The role and the database that the service uses. Not a superuser: a hole in a query must not reach files or programs. */
export const databaseName = "renovation_agent";

const inDirectory = (dataDir: string) => join(dataDir, "postgres");

/** Whether there is no database in DATA_DIR yet. Where this user may not look there may be one. */
export async function isMissing(dataDir: string): Promise<boolean> {
  return await stat(inDirectory(dataDir)).then(
    () => false,
    (error) => systemCode(error) === "ENOENT",
  );
}

type InitialiseOptions = { directory: DataDirectory; natives: Natives; lock: Lock; log: Log };

/** The directory of PostgreSQL's data, made if it is not there. @throws {EmbeddedDatabaseError} for one of another major version */
export async function initialise({ directory, natives, lock, log }: InitialiseOptions): Promise<string> {
  const data = inDirectory(directory.path);
  await removeLeftovers(directory, unfinishedPrefix, { log });
  if ((await unless(["ENOENT"], stat(data))) !== undefined) await requireSameMajor(data, natives);
  else {
    const started = performance.now();
    await create(data, { directory, natives, lock, log });
    log.info({ dataDir: directory.path, durationMs: Math.round(performance.now() - started) }, "database created");
  }
  return data;
}

async function requireSameMajor(data: string, { version }: Natives) {
  const found = (await unless(["ENOENT"], readFile(join(data, "PG_VERSION"), "utf8")))?.trim();
  if (found === undefined)
    throw new EmbeddedDatabaseError(
      "failed",
      `${data} is not a PostgreSQL data directory; move it away, or ${elsewhere}`,
    );
  const major = String(Number.parseInt(version, 10));
  if (found !== major)
    throw new EmbeddedDatabaseError(
      "other-major-version",
      `${data} was written by PostgreSQL ${found}, and this service carries PostgreSQL ${major}, which cannot read it; run the renovation-agent that wrote it, back up there and restore here into a new DATA_DIR, or ${elsewhere}`,
    );
}

/** Under a temporary name until it is complete, so that a crash leaves either nothing or a whole database. */
async function create(data: string, { directory, natives, lock }: InitialiseOptions) {
  const unfinished = join(directory.path, `${unfinishedPrefix}${crypto.randomUUID()}`);
  const options = { account: directory.account, descriptor: lock.descriptor };
  try {
    await run([join(natives.directory, "bin/initdb"), ...initdbArguments(unfinished)], options);
    await run([join(natives.directory, "bin/postgres"), ...singleUserArguments(unfinished)], {
      ...options,
      input: setup,
    });
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw error;
  }
  await rename(unfinished, data);
  const parent = await open(directory.path);
  await parent.sync();
  await parent.close();
}

/** The builtin provider sorts and compares the same on every host, whatever its C library. */
const initdbArguments = (data: string) => [
  ...[`--pgdata=${data}`, "--username=postgres", "--auth=trust", "--no-instructions"],
  ...["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"],
  // Given, they need not be found out by trying.
  ...["--set", "max_connections=100", "--set", "shared_buffers=32MB"],
];

const singleUserArguments = (data: string) => ["--single", "-D", data, "-c", "log_checkpoints=off", "postgres"];

/** One statement a line. The role's errors go to its client, who logs them; in the server's log they would carry user text. */
const setup = [
  `create role ${databaseName} login`,
  `alter role ${databaseName} set log_min_messages = 'log'`,
  `create database ${databaseName} owner ${databaseName}`,
  "",
].join("\n");
