import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { chown, mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { freePort } from "./free-port.ts";
import { unprivilegedAccount } from "./postgres-binaries.ts";
import { postgres15Binaries } from "./requires.ts";

/**
 * A throw-away server of the oldest version that the service supports, as Debian packages it. Its standard input is a
 * pipe from this process, so it stops and goes when it is disposed of, and also when this process is killed.
 */
export async function startPostgres15(): Promise<AsyncDisposable & { port: number; url: string }> {
  const account = await unprivilegedAccount();
  const directory = await mkdtemp("/tmp/ra-pg15-");
  if ("uid" in account) await chown(directory, account.uid, account.gid);
  const data = join(directory, "data");
  const port = await freePort();
  const settings = {
    listen_addresses: "127.0.0.1",
    port: String(port),
    unix_socket_directories: "",
    fsync: "off",
    synchronous_commit: "off",
    shared_buffers: "32MB",
  };
  const inAccount = { ...account, cwd: directory, env: { PATH: "/usr/bin:/bin", LANG: "C", TZ: "UTC" } };
  const initdb = ["-D", data, "-U", "postgres", "-E", "UTF8", "--locale=C", "-N", "-A", "trust"];
  await promisify(execFile)(join(postgres15Binaries, "initdb"), initdb, inAccount);

  const untilLeft =
    'binary="$0"; directory="$1"; shift; "$binary" "$@" & cat >/dev/null; kill -QUIT $!; wait; rm -rf "$directory"';
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const child = spawn("sh", ["-c", untilLeft, join(postgres15Binaries, "postgres"), directory, "-D", data, ...flags], {
    ...inAccount,
    // Out of reach of a Ctrl-C for the tests.
    detached: true,
    stdio: ["pipe", "ignore", "pipe"],
  });
  const exited = once(child, "exit");
  let log = "";
  await new Promise<void>((ready, failed) => {
    child.stderr.on("data", (text) => {
      log += text;
      if (log.includes("ready to accept connections")) ready();
      if (log.includes("FATAL")) failed(new Error(`PostgreSQL 15 does not start: ${log}`));
    });
  });
  return {
    port,
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    [Symbol.asyncDispose]: async () => {
      child.stdin.end();
      await exited;
    },
  };
}
