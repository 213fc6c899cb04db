import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { freePort } from "./free-port.ts";
import { unprivilegedAccount } from "./postgres-binaries.ts";

export type PgBouncer = AsyncDisposable & { url: string };

/** A PgBouncer in transaction mode before the PostgreSQL on this port, with few connections for many clients. */
export async function startPgBouncer(serverPort: number, { poolSize = 4 } = {}): Promise<PgBouncer> {
  const account = await unprivilegedAccount();
  const directory = await mkdtemp("/tmp/ra-bouncer-");
  const port = await freePort();
  const settings = [
    "[databases]",
    `* = host=127.0.0.1 port=${serverPort} user=postgres`,
    "[pgbouncer]",
    "listen_addr = 127.0.0.1",
    `listen_port = ${port}`,
    "unix_socket_dir =",
    "auth_type = any",
    "auth_file =",
    "pool_mode = transaction",
    `default_pool_size = ${poolSize}`,
    "query_wait_timeout = 5",
  ];
  await writeFile(join(directory, "pgbouncer.ini"), settings.join("\n"));
  await chmod(directory, 0o755);
  const child = spawn("pgbouncer", [join(directory, "pgbouncer.ini")], {
    ...account,
    cwd: "/",
    stdio: ["ignore", "ignore", "pipe"],
  });
  const kill = () => void child.kill("SIGKILL");
  // A test run that exits in the middle of a test disposes of nothing.
  process.once("exit", kill);
  let log = "";
  await new Promise<void>((listening, failed) => {
    child.stderr.on("data", (text) => {
      log += text;
      if (log.includes("process up")) listening();
    });
    child.once("error", failed);
    child.once("exit", () => failed(new Error(`PgBouncer did not start: ${log}`)));
  });
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    [Symbol.asyncDispose]: async () => {
      process.off("exit", kill);
      const exited = once(child, "exit");
      kill();
      await exited;
      await rm(directory, { recursive: true });
    },
  };
}
