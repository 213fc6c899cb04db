import type { Log } from "../log.ts";

/** Work that goes on beside the turns, whatever happens to the database meanwhile. */
export function createBackground(log: Log) {
  const timers: ReturnType<typeof setInterval>[] = [];
  const failing = new Set<string>();

  /** It must not end because the database was away for a moment, and says so once, not every tick. */
  async function quietly(what: string, work: () => Promise<void>) {
    try {
      await work();
      if (failing.delete(what)) log.info({ what }, "turns: background work goes on");
    } catch (error) {
      if (!failing.has(what)) log.warn({ error, what }, "turns: background work failed, will be tried again");
      failing.add(what);
    }
  }

  return {
    quietly,
    /** Does it again and again, never twice at once. */
    every(ms: number, what: string, work: () => Promise<void>) {
      let busy = false;
      timers.push(
        setInterval(async () => {
          if (busy) return;
          busy = true;
          await quietly(what, work);
          busy = false;
        }, ms),
      );
    },
    stop() {
      for (const timer of timers) clearInterval(timer);
    },
  };
}
