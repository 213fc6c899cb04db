import { Problem } from "../problem.ts";

type Options = { atOnce: number; maxWaiting: number; timeoutMs: number };

/** Runs a piece of work when it is its turn. `gone` tells that nobody waits for it any more. */
export type Slots = <T>(gone: AbortSignal, work: (signal: AbortSignal) => Promise<T>) => Promise<T>;

/**
 * A few pieces of heavy work at once, a few more in a queue, each with a deadline from when it was asked for.
 * @throws {Problem} overloaded for one too many, and for one that took too long
 */
export function createSlots({ atOnce, maxWaiting, timeoutMs }: Options): Slots {
  let free = atOnce;
  const waiting = new Set<() => void>();

  async function take(signal: AbortSignal) {
    if (free > 0) {
      free--;
      return;
    }
    if (waiting.size >= maxWaiting || signal.aborted) throw overloaded(signal.reason);
    const turn = Promise.withResolvers<void>();
    const leave = () => {
      // At once: a slot that is given to one who has left would be lost.
      waiting.delete(turn.resolve);
      turn.reject(overloaded(signal.reason));
    };
    waiting.add(turn.resolve);
    signal.addEventListener("abort", leave, { once: true });
    await turn.promise.finally(() => signal.removeEventListener("abort", leave));
  }

  /** The one who waits longest takes it over. */
  function give() {
    const [next] = waiting;
    if (!next) return void free++;
    waiting.delete(next);
    next();
  }

  return async (gone, work) => {
    const signal = AbortSignal.any([gone, AbortSignal.timeout(timeoutMs)]);
    await take(signal);
    try {
      signal.throwIfAborted();
      return await work(signal);
    } catch (error) {
      throw signal.aborted ? overloaded(error) : error;
    } finally {
      give();
    }
  };
}

const overloaded = (cause?: unknown) =>
  new Problem("overloaded", "Too many reports are being made", { retryAfterSeconds: 5, cause });
