import { Problem } from "../problem.ts";

type Options = {
  atOnce: number;
  /** More than this are refused instead of kept waiting. */
  maxWaiting: number;
  /** What is said to them. */
  refusal: string;
};

/**
 * Lets few do something at once; the others wait in their order.
 * @returns a function that rejects with the problem `overloaded` where too many wait
 */
export function createSlots({ atOnce, maxWaiting, refusal }: Options) {
  const waiting: (() => void)[] = [];
  let free = atOnce;
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (free > 0) free--;
    else if (waiting.length >= maxWaiting) throw new Problem("overloaded", refusal, { retryAfterSeconds: 5 });
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      // The one who waits longest takes the slot over.
      const next = waiting.shift();
      if (next) next();
      else free++;
    }
  };
}
