import { Problem } from "./problem.ts";

type Options = {
  atOnce: number;
  /** More than this are refused instead of kept waiting. */
  maxWaiting: number;
  /** What is said to those who are refused. */
  refusal: string;
  /** From when it was asked for, waiting included; no deadline unless given. */
  timeoutMs?: number;
};

/** Runs a piece of work when it is its turn. `gone` tells that nobody waits for it any more. */
export type Slots = <T>(work: (signal: AbortSignal) => Promise<T>, gone?: AbortSignal) => Promise<T>;

/**
 * A few pieces of heavy work at once, a few more in a queue, in their order.
 * @returns a function that rejects with the problem `overloaded` for one too many, and for one whose time is over; for who
 * is gone with the reason for that
 */
export function createSlots({ atOnce, maxWaiting, refusal, timeoutMs }: Options): Slots {
  let free = atOnce;
  const waiting = new Set<() => void>();
  const overloaded = (cause?: unknown) => new Problem("overloaded", refusal, { retryAfterSeconds: 5, cause });

  async function take(signal: AbortSignal, gone?: AbortSignal) {
    if (free > 0) {
      free--;
      return;
    }
    const refused = () => (gone?.aborted ? gone.reason : overloaded(signal.reason));
    if (waiting.size >= maxWaiting || signal.aborted) throw refused();
    const turn = Promise.withResolvers<void>();
    const leave = () => {
      // At once: a slot that is given to one who has left would be lost.
      waiting.delete(turn.resolve);
      turn.reject(refused());
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

  return async (work, gone) => {
    const ends = [...(gone ? [gone] : []), ...(timeoutMs === undefined ? [] : [AbortSignal.timeout(timeoutMs)])];
    const signal = AbortSignal.any(ends);
    await take(signal, gone);
    try {
      signal.throwIfAborted();
      return await work(signal);
    } catch (error) {
      throw signal.aborted && !gone?.aborted ? overloaded(error) : error;
    } finally {
      give();
    }
  };
}
