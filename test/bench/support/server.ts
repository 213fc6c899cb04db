import { join } from "node:path";
import { cpuMsOf, freePort, residentBytesOf } from "./measure.ts";

/** A server as a process of its own, so that its CPU and memory are its own too. */
export type Server = AsyncDisposable & {
  url: URL;
  pid: number;
  cpuMs: () => number;
  residentBytes: () => number;
  /** SIGTERM to exit, in milliseconds. @throws unless it was a clean one */
  stop: () => Promise<number>;
};

/** The service's own entry. */
export const service = [join(import.meta.dir, "../../../src/main.ts"), "serve"];

/** What a deployed service runs with; the log goes to /dev/null. */
const production = {
  NODE_ENV: "production",
  AUTH_MODE: "disabled",
  AGENT_MODE: "offline",
  MIGRATE_ON_START: "true",
};

/** Runs `command` by bun and waits until its `/health/ready` answers 200. */
export async function startServer(command: string[], env: Record<string, string>): Promise<Server> {
  const port = await freePort();
  const process = Bun.spawn([Bun.argv[0] ?? "bun", ...command], {
    cwd: "/",
    env: { PATH: "/usr/bin:/bin", ...production, PORT: String(port), ...env },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const url = new URL(`http://127.0.0.1:${port}`);
  const stop = async () => {
    const startedAt = performance.now();
    process.kill("SIGTERM");
    if ((await process.exited) !== 0) throw new Error(`${command[0]} stopped with ${process.exitCode}`);
    return performance.now() - startedAt;
  };
  while (!(await isReady(url))) {
    if (process.exitCode !== null) throw new Error(`${command[0]} ended with ${process.exitCode}`);
    await Bun.sleep(5);
  }
  return {
    url,
    pid: process.pid,
    cpuMs: () => cpuMsOf(process.pid),
    residentBytes: () => residentBytesOf(process.pid),
    stop,
    [Symbol.asyncDispose]: async () => {
      process.kill("SIGKILL");
      await process.exited;
    },
  };
}

const isReady = (url: URL) =>
  fetch(new URL("/health/ready", url), { keepalive: false, signal: AbortSignal.timeout(2_000) }).then(
    ({ status }) => status === 200,
    () => false,
  );

/** A new session's id. */
export async function openSession({ url }: Server): Promise<string> {
  const answer = await fetch(new URL("/api/sessions", url), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ title: "Kitchen" }),
    signal: AbortSignal.timeout(10_000),
  });
  if (!answer.ok) throw new Error(`A session could not be opened: ${await answer.text()}`);
  return String((await answer.json()).id);
}
