import { existsSync, readFileSync } from "node:fs";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { connect, type Database, type DatabaseTarget } from "../../src/db/client.ts";
import { roomInMemory } from "./memory.ts";

export const driverPath = join(import.meta.dir, "embedded-driver.ts");

type Line = Record<string, unknown> & { msg: string };
type StartOptions = {
  dataDir: string;
  dataDirIsExplicit?: boolean;
  archivePath?: string;
  /** Before the driver's own arguments; by default bun and its source. */
  command?: string[];
  account?: { uid: number; gid: number };
};

export type Driver = AsyncDisposable & {
  pid: number;
  lines: Line[];
  /** The first line with this message after `from` lines, whether it has been written or is still to come. */
  line: (message: string, from?: number) => Promise<Line>;
  send: (command: "state" | "stop") => void;
  kill: (signal: NodeJS.Signals) => void;
  exited: Promise<number>;
};

/** Starts a process with an embedded database, which may be refused: wait for the line "up" or "refused". */
function launchDriver({ command, account, dataDirIsExplicit = true, ...options }: StartOptions): Driver {
  const child = Bun.spawn(
    [...(command ?? [process.execPath, driverPath]), JSON.stringify({ ...options, dataDirIsExplicit })],
    {
      ...account,
      cwd: "/",
      detached: true,
      stdio: ["pipe", "pipe", "pipe"],
    },
  );
  const lines: Line[] = [];
  let wake = Promise.withResolvers<void>();
  let hasEnded = false;
  const errors = new Response(child.stderr).text();
  const reader = createInterface({ input: Readable.fromWeb(child.stdout as never) });
  const progressed = () => {
    wake.resolve();
    wake = Promise.withResolvers();
  };
  reader.on("line", (line) => {
    lines.push(JSON.parse(line));
    progressed();
  });
  reader.on("close", () => {
    hasEnded = true;
    progressed();
  });

  async function line(message: string, from = 0): Promise<Line> {
    for (;;) {
      const found = lines.slice(from).find(({ msg }) => msg === message);
      if (found) return found;
      if (hasEnded) throw new Error(`ended without "${message}": ${JSON.stringify(lines.slice(-5))} ${await errors}`);
      await wake.promise;
    }
  }

  return {
    pid: child.pid,
    lines,
    line,
    send: (command) => {
      child.stdin.write(`${command}\n`);
      void child.stdin.flush();
    },
    kill: (signal) => child.kill(signal),
    exited: child.exited,
    [Symbol.asyncDispose]: async () => {
      child.kill("SIGKILL");
      await child.exited;
    },
  };
}

/** One that is up, and a connection to its database. */
export async function startDriver(options: StartOptions): Promise<Driver & { sql: Database; target: DatabaseTarget }> {
  const driver = launchDriver(options);
  const { target } = (await driver.line("up")) as unknown as { target: DatabaseTarget };
  const sql = connect(target, { applicationName: "embedded-test", poolSize: 4, queryTimeoutMs: 5_000 });
  const dispose = async () => {
    await sql.end({ timeout: 0 });
    await driver[Symbol.asyncDispose]();
    const postmaster = postmasterOf(options.dataDir);
    if (postmaster !== undefined) await gone(postmaster);
  };
  return { ...driver, sql, target, [Symbol.asyncDispose]: dispose };
}

/** Why a start was refused. */
export async function refusal(options: StartOptions): Promise<{ kind: string; detail: string }> {
  await using driver = launchDriver(options);
  const { kind, detail } = await driver.line("refused");
  return { kind: String(kind), detail: String(detail) };
}

/** A directory of the test's own that every user may enter; in memory where there is room, unless it must be on a disk. */
export async function workspace({ onDisk = false } = {}) {
  const parent = onDisk ? undefined : await roomInMemory();
  const path = await mkdtemp(join(parent ?? "/tmp", "ra-embedded-"));
  await chmod(path, 0o755);
  const dispose = () => rm(path, { recursive: true, force: true });
  return { path, dataDir: join(path, "data"), [Symbol.asyncDispose]: dispose };
}

/** A workspace whose data directory holds a copy of one that has been started and stopped: saves initdb's half a second. */
export async function initialisedWorkspace(template: string) {
  const space = await workspace();
  await Bun.$`cp -a ${template} ${space.dataDir}`.quiet();
  return space;
}

export function postmasterOf(dataDir: string): number | undefined {
  // Not asked whether it is there first: PostgreSQL takes it away when it likes.
  const [pid] = textOf(join(dataDir, "postgres/postmaster.pid"))?.split("\n") ?? [];
  return pid === undefined ? undefined : Number(pid);
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Resolves when the process, which is not our child, has ended. @throws after 5 s */
export async function gone(pid: number): Promise<void> {
  const deadline = performance.now() + 5_000;
  while (isAlive(pid)) {
    if (performance.now() > deadline) throw new Error(`process ${pid} still runs`);
    await Bun.sleep(5);
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
  // A zombie answers too.
  return !existsSync("/proc/self/status") || !/^State:\s+[ZX]/m.test(statusOf(pid));
}

function statusOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/status`, "utf8");
  } catch {
    return "State: X";
  }
}

export const nobody = { uid: 65_534, gid: 65_534 };

/** The driver as one executable with PostgreSQL inside, runnable by everybody. */
export async function compileDriver(directory: string, archivePath: string): Promise<string> {
  const entry = join(directory, "entry.ts");
  await Bun.write(
    entry,
    `import archivePath from ${JSON.stringify(archivePath)} with { type: "file" };
     import { drive } from ${JSON.stringify(driverPath)};
     await drive(JSON.stringify({ ...JSON.parse(process.argv[2]), archivePath }));`,
  );
  const outfile = join(directory, "driver");
  const built = await Bun.build({ entrypoints: [entry], target: "bun", compile: { outfile } });
  if (!built.success) throw new Error(built.logs.join("\n"));
  await chmod(outfile, 0o755);
  return outfile;
}
