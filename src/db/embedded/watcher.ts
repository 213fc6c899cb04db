import type { Log } from "../../log.ts";
import type { Account } from "./privileges.ts";
import { programEnvironment, shell } from "./program.ts";

/**
 * Remembers the last line it read, and when the pipe ends, which it does however the service dies, stops that process
 * by a fast shutdown. An empty line means that there is nothing to stop.
 */
const script = `while read -r line; do pid=$line; done; [ -z "$pid" ] || kill -INT "$pid"`;

/** Stops the database when the service is killed. */
export type Watcher = { watch: (pid: number | undefined) => void; stop: () => Promise<void> };

export function startWatcher(account: Account | undefined, log: Log): Watcher {
  let watched: number | undefined;
  let isStopping = false;
  let child = start();

  function start() {
    const child = Bun.spawn([shell, "-c", script], {
      ...account,
      cwd: "/",
      env: programEnvironment,
      // A session of its own: what a terminal sends to the service's group must not end it.
      detached: true,
      stdio: ["pipe", "ignore", "ignore"],
    });
    void child.exited.then(replace);
    return child;
  }

  function replace() {
    if (isStopping) return;
    try {
      child = start();
      watch(watched);
      log.warn("the database's watcher was gone; another has taken its place");
    } catch (error) {
      log.error({ error }, "the database's watcher does not start; a killed service would leave the database running");
    }
  }

  function watch(pid: number | undefined) {
    watched = pid;
    try {
      child.stdin.write(`${pid ?? ""}\n`);
      void child.stdin.flush();
    } catch {
      // It has just ended; the one that replaces it is told.
    }
  }

  return {
    watch,
    stop: async () => {
      isStopping = true;
      watch(undefined);
      await child.stdin.end();
      await child.exited;
    },
  };
}
