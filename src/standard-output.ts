import { constants, fstatSync, openSync, writeSync } from "node:fs";
import { once } from "./once.ts";

/** How long a reader may take nothing from a full pipe: a stop has to fit into what is left of its deadline. */
const patienceMs = 2_000;

/** A reader that has stopped reading costs one such wait; until it reads again, lines are dropped, never cut. */
export const standardOutput = once(() => {
  const descriptor = openWithoutBlocking();
  let begun: Buffer = Buffer.alloc(0);
  let isRead = true;
  let dropped = 0;
  return {
    /** @returns how many lines were dropped before this one: told once, with the first that gets out again */
    write(line: string): number {
      const due = Buffer.concat([begun, Buffer.from(line)]);
      let left: Buffer = due;
      let progressAt = performance.now();
      while (left.length > 0) {
        try {
          left = left.subarray(writeSync(descriptor, left));
          isRead = true;
          progressAt = performance.now();
        } catch (error) {
          if (!(error instanceof Error && "code" in error && error.code === "EAGAIN")) throw error;
          isRead &&= performance.now() - progressAt < patienceMs;
          if (!isRead) break;
          Bun.sleepSync(1);
        }
      }
      if (left.length === due.length) dropped++;
      else begun = left;
      return left.length > 0 ? 0 : takeDropped();
    },
  };

  function takeDropped(): number {
    const before = dropped;
    dropped = 0;
    return before;
  }
});

/** A pipe is opened anew, because a mode set on the given descriptor would be everybody's who shares it. */
function openWithoutBlocking(): number {
  const given = 1;
  try {
    if (!fstatSync(given).isFIFO()) return given;
    return openSync(`/proc/self/fd/${given}`, constants.O_WRONLY | constants.O_NONBLOCK);
  } catch {
    return given;
  }
}
