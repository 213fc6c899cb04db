import type { EventEmitter } from "node:events";
import type { Shutdown } from "./shutdown.ts";

const stopSignals = ["SIGTERM", "SIGINT", "SIGQUIT", "SIGHUP"] as const;

// One Ctrl-C under npx reaches the service twice: from the terminal's group and forwarded by npm (0.1 to 0.4 ms apart, measured).
const sameSignalMs = 200;

/**
 * Lets signals and crashes of the process stop the service. Works from the first moment of the start.
 * A copy of the same signal within 200 ms is the same request; anything later, or another signal, forces the exit.
 * @returns how to take the handlers off again
 */
export function installSignalHandlers(target: Pick<EventEmitter, "on" | "off">, { shutdown }: Shutdown): () => void {
  const lastAt = new Map<string, number>();
  const onSignal = (signal: (typeof stopSignals)[number]) => {
    const now = performance.now();
    const isCopy = now - (lastAt.get(signal) ?? Number.NEGATIVE_INFINITY) < sameSignalMs;
    lastAt.set(signal, now);
    if (!isCopy) void shutdown(signal, { signal });
  };
  const onException = (error: unknown) => void shutdown("uncaughtException", { error });
  // In Bun an unhandled rejection does not reach uncaughtException.
  const onRejection = (error: unknown) => void shutdown("unhandledRejection", { error });

  for (const signal of stopSignals) target.on(signal, onSignal);
  target.on("uncaughtException", onException).on("unhandledRejection", onRejection);
  return () => {
    for (const signal of stopSignals) target.off(signal, onSignal);
    target.off("uncaughtException", onException).off("unhandledRejection", onRejection);
  };
}
