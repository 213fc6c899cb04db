import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Account } from "./privileges.ts";
import { programEnvironment, spawnOr } from "./program.ts";
import { logLinePrefix, parseServerLine, type ServerLine } from "./server-log.ts";

export type ServerOptions = {
  program: string;
  data: string;
  socketDirectory: string;
  clusterName: string;
  account: Account | undefined;
  /** Inherited by every process of the server. */
  lockDescriptor: number;
  onLine: (line: ServerLine) => void;
};

export type Server = {
  pid: number;
  /** True once it accepts connections, false when it ended before. */
  ready: Promise<boolean>;
  /** How it ended, when its last line has been handled. Never rejects. */
  ended: Promise<Pick<Bun.Subprocess, "exitCode" | "signalCode">>;
  kill: (signal: "SIGINT" | "SIGQUIT" | "SIGKILL") => void;
};

/** One run of the postmaster. @throws {EmbeddedDatabaseError} when the program does not start at all */
export async function launchServer(options: ServerOptions): Promise<Server> {
  const { program, data, account, lockDescriptor } = options;
  // Only we can have left them, and a process id in them may be anybody's by now.
  for (const name of [".s.PGSQL.5432", ".s.PGSQL.5432.lock"])
    await rm(join(options.socketDirectory, name), { force: true });
  const flags = Object.entries(settings(options)).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const child = await spawnOr(program, () =>
    Bun.spawn([program, "-D", data, ...flags], {
      ...account,
      cwd: "/",
      env: programEnvironment,
      // A session of its own: a Ctrl-C or TERM to the service's group would stop the database under it.
      detached: true,
      stdio: ["ignore", "ignore", "pipe", lockDescriptor],
    }),
  );
  const ready = Promise.withResolvers<boolean>();
  const read = readLines(child.stderr, (text) => {
    const line = parseServerLine(text);
    if (!line) return;
    options.onLine(line);
    if (line.message === "database system is ready to accept connections") ready.resolve(true);
  });
  return {
    pid: child.pid,
    ready: ready.promise,
    ended: child.exited.then(async () => {
      // A child that outlives the postmaster keeps the pipe open.
      await Promise.race([read, Bun.sleep(100)]);
      ready.resolve(false);
      return { exitCode: child.exitCode, signalCode: child.signalCode };
    }),
    kill: (signal) => child.kill(signal),
  };
}

/** Given as arguments: they belong to the executable, not to the data. */
const settings = ({ socketDirectory, clusterName }: ServerOptions) => ({
  cluster_name: clusterName,
  listen_addresses: "",
  port: 5432,
  unix_socket_directories: socketDirectory,
  unix_socket_permissions: "0700",
  max_connections: 100,
  shared_buffers: "32MB",
  max_wal_size: "256MB",
  fsync: "on",
  full_page_writes: "on",
  synchronous_commit: "on",
  timezone: "UTC",
  log_timezone: "UTC",
  log_destination: "stderr",
  logging_collector: "off",
  log_line_prefix: logLinePrefix,
  log_checkpoints: "off",
  // Statements and details hold what users wrote.
  log_min_error_statement: "panic",
  log_error_verbosity: "terse",
  // A crash of any process ends the server: the supervisor restarts it, at a bounded rate.
  restart_after_crash: "off",
  // Fewer processes: no workers for reading, none for a replication that is not used.
  io_method: "sync",
  max_logical_replication_workers: 0,
});

async function readLines(stream: ReadableStream<Uint8Array>, onLine: (line: string) => void): Promise<void> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of stream) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) onLine(line);
  }
}
