import { readFile, readlink, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Log } from "../log.ts";
import type { DatabaseTarget } from "./client.ts";
import { prepareDataDirectory, prepareSocketDirectory } from "./embedded/directory.ts";
import { toEmbeddedDatabaseError, unless } from "./embedded/error.ts";
import { databaseName, initialise } from "./embedded/initialise.ts";
import { loadLibc } from "./embedded/libc.ts";
import { lockDatabase, lockService } from "./embedded/lock.ts";
import { provideNatives } from "./embedded/natives.ts";
import { requireUnix } from "./embedded/package.ts";
import { explainExit, requireShell } from "./embedded/program.ts";
import { launchServer } from "./embedded/server.ts";
import { supervise } from "./embedded/supervisor.ts";
import { endSurvivors, survivorsOf } from "./embedded/survivors.ts";
import { startWatcher } from "./embedded/watcher.ts";

export { EmbeddedDatabaseError } from "./embedded/error.ts";
export { isMissing } from "./embedded/initialise.ts";

export type EmbeddedDatabase = AsyncDisposable & {
  target: DatabaseTarget;
  /** "restarting" from the moment its end is noticed until it accepts connections again. */
  state: () => "running" | "restarting" | "stopped";
  /** Stops the server in good order, within about 5 s, and releases the data directory. */
  stop: () => Promise<void>;
};

export type EmbeddedOptions = {
  dataDir: string;
  /** An explicit directory is refused when it holds anything else. */
  dataDirIsExplicit: boolean;
  isRoot: boolean;
  log: Log;
  /** PostgreSQL inside the compiled executable; without it, node_modules has it. */
  archive?: Blob | undefined;
};

/**
 * A PostgreSQL of the service's own, in DATA_DIR: created at the first start, repaired after a crash, stopped when the
 * service is killed. @throws {EmbeddedDatabaseError} saying why it cannot run here and what to do instead
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  try {
    return await start(options);
  } catch (error) {
    throw toEmbeddedDatabaseError(error);
  }
}

async function start(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const log = options.log.child({ component: "postgres" });
  await using resources = new AsyncDisposableStack();
  requireUnix();
  await requireShell();
  const libc = await loadLibc();
  const directory = await prepareDataDirectory({ ...options, log });
  resources.defer((await lockService(directory, libc)).release);
  const lock = await lockDatabase(directory, libc, log);
  resources.defer(lock.release);

  const natives = await provideNatives({ directory, archive: options.archive, log });
  const data = await initialise({ directory, natives, lock, log });
  const socketDirectory = await prepareSocketDirectory(directory);
  const program = join(natives.directory, "bin/postgres");
  const watcher = startWatcher(directory.account, log);
  resources.defer(watcher.stop);

  async function launch(onLine: Parameters<typeof launchServer>[0]["onLine"]) {
    await removeStalePidFile(data);
    // Again, since /tmp may have been cleared.
    await prepareSocketDirectory(directory);
    const server = await launchServer({
      ...{ program, data, socketDirectory, onLine },
      account: directory.account,
      clusterName: lock.cluster.name,
      lockDescriptor: lock.descriptor,
    });
    watcher.watch(server.pid);
    void server.ended.then(() => watcher.watch(undefined));
    return server;
  }

  const isOver = async () => (await survivorsOf(lock.cluster)).length === 0;
  const cleanUp = async () => void (await endSurvivors(lock.cluster, libc, { withinMs: 400, isOver }));
  const supervisor = await supervise({ launch, cleanUp, log }, (reason) => explainExit(program, reason));
  resources.defer(supervisor.stop);

  const running = resources.move();
  let stopped: Promise<void> | undefined;
  const stop = () => (stopped ??= running.disposeAsync());
  return {
    target: { socketDirectory, user: databaseName, database: databaseName },
    state: supervisor.state,
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

/**
 * What a killed postmaster leaves. PostgreSQL would take any process that has got its id since for a running server,
 * which in a container is likely; the lock has already shown that none of ours runs.
 */
async function removeStalePidFile(data: string): Promise<void> {
  const path = join(data, "postmaster.pid");
  const pid = (await readFile(path, "utf8").catch(() => "")).split("\n")[0];
  if (pid && !(await mayRunHere(pid, data))) await rm(path, { force: true });
}

/** A server started by hand, without our lock: PostgreSQL itself then refuses to start another. */
async function mayRunHere(pid: string, data: string): Promise<boolean> {
  const program = await readFile(`/proc/${pid}/comm`, "utf8").catch(() => "");
  if (program.trim() !== "postgres") return false;
  // Not there: a zombie. Not readable: another user's, which PostgreSQL judges better.
  const workingDirectory = await unless(["ENOENT"], readlink(`/proc/${pid}/cwd`)).catch(() => data);
  return workingDirectory === data;
}
