import process from "node:process";
import { ConfigError, loadConfig } from "../config.ts";
import { installSignalHandlers } from "../lifecycle/signals.ts";
import { createShutdown } from "../lifecycle/shutdown.ts";
import { createLog } from "../log.ts";
import { exitCodes, StartError } from "../service/start.ts";
import type { CommandContext } from "./context.ts";

/** Runs the service until a signal or a crash stops it. @returns the exit code */
export async function serveCommand({ env, host }: CommandContext): Promise<number> {
  let config: ReturnType<typeof loadConfig>;
  try {
    config = loadConfig(env, host);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    createLog({ level: "error" }).error({ faults: error.faults, exitCode: exitCodes.configuration }, error.message);
    return exitCodes.configuration;
  }
  const {
    logLevel: level,
    logFormat: format,
    environment,
    secrets,
    shutdownTimeoutMs: timeoutMs,
    drainDelayMs,
  } = config;
  const log = createLog({ level, format, environment, secrets });
  const stopped = Promise.withResolvers<number>();
  // A start that fails stops everything first; it must still get to say its own exit code.
  const exit = (code: number) => void setImmediate(stopped.resolve, code);
  const shutdown = createShutdown({ timeoutMs, drainDelayMs, log, exit });
  installSignalHandlers(process, shutdown);
  // Loaded only now: until the handlers are there, a container's first process is deaf to SIGTERM.
  const { startService } = await import("../service.ts");
  const started = startService(config, { log, shutdown, isRoot: host.isRoot });
  try {
    // A step of the start that never ends must not outlive a stop.
    await Promise.race([started, stopped.promise]);
  } catch (error) {
    if (error instanceof StartError) return error.exitCode;
    if (!shutdown.signal.aborted) void shutdown.shutdown("start failed", { error });
  }
  return stopped.promise;
}
