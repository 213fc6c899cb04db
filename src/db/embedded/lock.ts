import { closeSync, constants, fchownSync, fstatSync, ftruncateSync, openSync, writeSync } from "node:fs";
import { readFile, readlink } from "node:fs/promises";
import { join } from "node:path";
import type { Log } from "../../log.ts";
import type { DataDirectory } from "./directory.ts";
import { EmbeddedDatabaseError, elsewhere } from "./error.ts";
import type { Libc } from "./libc.ts";
import { type Cluster, endSurvivors } from "./survivors.ts";

export const serviceLockName = "service.lock";
const databaseLockName = "database.lock";
/** What a database is called until it is complete. */
export const unfinishedPrefix = "postgres.unfinished-";

/** Longer than a fast shutdown takes, shorter than anybody waits. */
const waitForDatabaseMs = 10_000;

/** An open file with a flock on it: the kernel releases it when the last process that has it open is gone. */
export type Lock = { descriptor: number; release: () => void };

/** Held by the service alone. @throws {EmbeddedDatabaseError} "locked" at once, when another service has it. */
export async function lockService(directory: DataDirectory, libc: Libc): Promise<Lock> {
  const path = join(directory.path, serviceLockName);
  const lock = openLock(path, directory);
  const outcome = libc.lock(lock.descriptor);
  if (outcome !== "locked") {
    lock.release();
    throw outcome === "taken" ? await inUse(directory, path) : unsupported(path, outcome.errorNumber);
  }
  try {
    ftruncateSync(lock.descriptor);
    writeSync(lock.descriptor, `${libc.processId} ${await processNamespace()}`, 0);
  } catch {
    // A full disk: the lock holds without saying by whom.
  }
  return lock;
}

/**
 * Inherited by the database, so that it lasts as long as anything writes to the data.
 * With the service lock held only the database of a killed service can still have it: that one is stopped and waited for.
 */
export async function lockDatabase(
  directory: DataDirectory,
  libc: Libc,
  log: Log,
): Promise<Lock & { cluster: Cluster }> {
  const path = join(directory.path, databaseLockName);
  const lock = openLock(path, directory);
  const { dev, ino, uid } = fstatSync(lock.descriptor);
  const name = `renovation-agent-${Bun.hash(`${dev}:${ino}`).toString(36)}`;
  const cluster = { name, uid, unfinished: join(directory.path, unfinishedPrefix) };
  const isFree = () => {
    const outcome = libc.lock(lock.descriptor);
    if (typeof outcome === "object") throw unsupported(path, outcome.errorNumber);
    return outcome === "locked";
  };
  try {
    if (isFree()) return { ...lock, cluster };
    log.info({ dataDir: directory.path }, "waiting for the database of a previous run to stop");
    if (await endSurvivors(cluster, libc, { withinMs: waitForDatabaseMs, isOver: isFree })) return { ...lock, cluster };
  } catch (error) {
    lock.release();
    throw error;
  }
  lock.release();
  throw new EmbeddedDatabaseError(
    "locked",
    `The database in DATA_DIR ${directory.path} still runs, without its service and out of this one's sight; stop it, or ${elsewhere}`,
  );
}

function openLock(path: string, { account }: DataDirectory): Lock {
  // The directory's owner may be another user than root, who must not be led astray by a link.
  const descriptor = openSync(path, constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW, 0o600);
  if (account) fchownSync(descriptor, account.uid, account.gid);
  let isOpen = true;
  const release = () => {
    if (isOpen) closeSync(descriptor);
    isOpen = false;
  };
  return { descriptor, release };
}

async function inUse({ path }: DataDirectory, lockPath: string) {
  const [pid, namespace] = (await readFile(lockPath, "utf8").catch(() => "")).split(" ");
  const isHere = namespace === (await processNamespace());
  const holder = pid ? ` (process ${pid}${isHere ? "" : " of another container"})` : "";
  return new EmbeddedDatabaseError(
    "locked",
    `DATA_DIR ${path} is in use by another renovation-agent${holder}; stop that one, give this one a DATA_DIR of its own, or ${elsewhere}`,
  );
}

function unsupported(path: string, errorNumber: number) {
  return new EmbeddedDatabaseError(
    "failed",
    `${path} cannot be locked (error ${errorNumber}); use a local disk, or ${elsewhere}`,
  );
}

/** Process ids mean something only inside their namespace. Empty where there are none. */
const processNamespace = () => readlink("/proc/self/ns/pid").catch(() => "");
