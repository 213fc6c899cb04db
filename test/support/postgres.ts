import { execFile, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { appendFile, chown, mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { roomInMemory } from "./memory.ts";
import { copyCluster, initdb } from "./postgres-cluster.ts";
import { type Account, postgresBinaries, unprivilegedAccount } from "./postgres-binaries.ts";

const run = promisify(execFile);

type PostgresOptions = {
  /** Off by default: a throw-away server may lose everything when the machine does. */
  fsync?: boolean;
  /** With it the server asks for this password of user postgres; without it, it trusts. */
  password?: string;
  /** More settings of postgresql.conf. */
  settings?: Record<string, string>;
};

/** A PostgreSQL of one test's own, gone when it is disposed of and also when the test process dies. */
export type PostgresServer = AsyncDisposable & {
  port: number;
  /** Where its unix socket is. */
  socketDirectory: string;
  url: (database?: string) => string;
  /** Every process stopped in its tracks, as on a hung host: sockets stay open, nothing answers. */
  freeze: () => void;
  thaw: () => void;
  /** `crash` is as if the processes were killed: no goodbye, recovery at the next start. */
  stop: (how?: "fast" | "crash") => Promise<void>;
  /** Starts it again, on the same port and socket. */
  start: () => Promise<void>;
};

/** A server of one's own: for tests that freeze it, stop it or change its settings. Takes about a second. */
export async function startPostgres(options: PostgresOptions = {}): Promise<PostgresServer> {
  const account = await unprivilegedAccount();
  const directory = await mkdtemp(join(shortTemporaryDirectory(account), "ra-pg-"));
  return await serve(directory, process.pid, options, account);
}

/** The URL of the one server that all test files of a run share: TEST_DATABASE_URL, or a throw-away server. */
export async function sharedPostgresUrl(): Promise<string> {
  const given = Bun.env["TEST_DATABASE_URL"];
  if (given) return given;
  const account = await unprivilegedAccount();
  // Workers of `bun test --parallel` are children of the process that ends the run.
  const coordinator = Bun.env["BUN_TEST_WORKER_ID"] ? process.ppid : process.pid;
  const directory = join(shortTemporaryDirectory(account), `ra-test-${coordinator}-${startOf(coordinator)}`);
  try {
    await mkdir(directory);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    return await publishedUrl(directory);
  }
  const outcome = await serve(directory, coordinator, {}, account).then(
    (server) => server.url(),
    (error: Error) => `failed: ${error.message}`,
  );
  await writeFile(join(directory, "outcome.new"), outcome);
  await rename(join(directory, "outcome.new"), join(directory, "outcome"));
  return await publishedUrl(directory);
}

async function publishedUrl(directory: string): Promise<string> {
  const deadline = Date.now() + 60_000;
  while (!existsSync(join(directory, "outcome"))) {
    if (Date.now() > deadline) throw new Error("The worker that starts the shared PostgreSQL did not finish in 60 s");
    await Bun.sleep(20);
  }
  const outcome = await readFile(join(directory, "outcome"), "utf8");
  if (outcome.startsWith("failed: ")) throw new Error(`The shared PostgreSQL did not start: ${outcome.slice(8)}`);
  return outcome;
}

async function serve(directory: string, owner: number, options: PostgresOptions, account: Account) {
  const data = join((await roomInMemory()) ?? directory, `${basename(directory)}-data`);
  removeWhenGone(owner, directory, data);
  await mkdir(data, { mode: 0o700 });
  const inAccount = { ...account, cwd: directory, env: { PATH: "/usr/bin:/bin", LANG: "C", TZ: "UTC" } };
  if ("uid" in account) for (const path of [directory, data]) await chown(path, account.uid, account.gid);
  const bin = await postgresBinaries(account, directory);
  const control = (...args: string[]) => run(join(bin, "pg_ctl"), ["-D", data, "-w", "-t", "30", ...args], inAccount);

  const port = await freePort();
  await initialise();
  await start();

  async function initialise() {
    if (options.password === undefined) await copyCluster({ bin, data, account, inAccount });
    else {
      const passwordFile = join(directory, "password");
      await writeFile(passwordFile, options.password, { mode: 0o644 });
      await initdb({ bin, data, inAccount }, ["-A", "scram-sha-256", `--pwfile=${passwordFile}`]);
    }
    const settings = {
      listen_addresses: "127.0.0.1",
      port: String(port),
      unix_socket_directories: directory,
      max_connections: "200",
      shared_buffers: "32MB",
      wal_level: "minimal",
      max_wal_senders: "0",
      autovacuum: "off",
      ...(options.fsync ? {} : { fsync: "off", full_page_writes: "off", synchronous_commit: "off" }),
      ...options.settings,
    };
    const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value}'\n`);
    await appendFile(join(data, "postgresql.conf"), lines.join(""));
  }

  async function start() {
    const log = join(directory, "log");
    await control("start", "-l", log).catch((error: Error) => {
      const lines = existsSync(log) ? readFileSync(log, "utf8").trim().split("\n").slice(-5) : [error.message];
      throw new Error(`PostgreSQL does not start: ${lines.join(" | ")}`);
    });
  }

  async function stop(how: "fast" | "crash" = "fast") {
    await control("stop", "-m", how === "fast" ? "fast" : "immediate");
  }

  const isRunning = () => existsSync(join(data, "postmaster.pid"));
  const signal = (name: NodeJS.Signals) => {
    const postmaster = postmasterOf(data);
    // First, because once it is frozen there are no new backends.
    process.kill(postmaster, name);
    for (const pid of childrenOf(postmaster)) killIfThere(pid, name);
  };
  const server: PostgresServer = {
    port,
    socketDirectory: directory,
    url: (database = "postgres") =>
      `postgres://postgres${options.password ? `:${options.password}` : ""}@127.0.0.1:${port}/${database}`,
    freeze: () => signal("SIGSTOP"),
    thaw: () => signal("SIGCONT"),
    stop,
    start,
    [Symbol.asyncDispose]: async () => {
      if (isRunning()) {
        signal("SIGCONT");
        await stop("crash");
      }
      for (const path of [data, directory]) await rm(path, { recursive: true, force: true });
    },
  };
  return server;
}

const postmasterOf = (data: string) => Number(readFileSync(join(data, "postmaster.pid"), "utf8").split("\n", 1)[0]);

function childrenOf(parent: number): number[] {
  const { stdout } = Bun.spawnSync(["ps", "-A", "-o", "pid=,ppid="]);
  const pairs = stdout
    .toString()
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number));
  return pairs.flatMap(([pid, itsParent]) => (pid && itsParent === parent ? [pid] : []));
}

/** Background workers come and go by themselves. */
function killIfThere(pid: number, name: NodeJS.Signals) {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** A detached shell that waits for the owner's end, since a killed test run cleans up nothing itself. */
function removeWhenGone(owner: number, directory: string, data: string) {
  const watch = `(
    alive() { kill -0 "$1" 2>/dev/null && ! grep -qs '^State:.Z' "/proc/$1/status"; }
    while alive "$1"; do [ -d "$2" ] || exit 0; sleep 1; done
    p=$(head -n 1 "$3/postmaster.pid" 2>/dev/null)
    if [ -n "$p" ]; then
      kill -CONT "$p" $(ps -A -o pid=,ppid= | awk -v p="$p" '$2 == p { print $1 }'); kill -QUIT "$p"
      for i in 1 2 3 4 5 6 7 8 9 10; do alive "$p" || break; sleep 0.2; done
      kill -KILL "$p"
    fi
    rm -rf "$3" "$2"
  ) >/dev/null 2>&1 </dev/null &`;
  const watcher = ["-c", watch, "sh", String(owner), directory, data];
  spawn("sh", watcher, { detached: true, stdio: "ignore", cwd: "/" }).unref();
}

/** A process id can come again; together with its start it cannot. */
function startOf(pid: number): string {
  if (!existsSync(`/proc/${pid}/stat`)) return "0";
  return readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ")[19] ?? "0";
}

/** A unix socket path holds 107 bytes, 103 on macOS; and another account must get there. */
function shortTemporaryDirectory(account: Account): string {
  return "uid" in account || tmpdir().length > 60 ? "/tmp" : tmpdir();
}

/** Below the range of outgoing connections, so that nothing takes it while the server is down. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = 15_000 + Math.floor(Math.random() * 15_000);
    const probe = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      probe.once("error", () => resolve(false)).listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
    });
    if (isFree) return port;
  }
}
