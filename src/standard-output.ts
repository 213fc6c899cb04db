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

  /** @returns how many bytes the reader's side took; 0 while it is full */
  function offer(bytes: string | Buffer): number {
    try {
      return writeSync(descriptor, bytes as string);
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "EAGAIN") return 0;
      throw error;
    }
  }

  /** Waits for the reader while it reads. @returns what it did not take */
  function offerAll(bytes: Buffer): Buffer {
    let left = bytes;
    let progressAt = performance.now();
    while (left.length > 0) {
      const taken = offer(left);
      left = left.subarray(taken);
      if (taken > 0) {
        isRead = true;
        progressAt = performance.now();
        continue;
      }
      isRead &&= performance.now() - progressAt < patienceMs;
      if (!isRead) break;
      Bun.sleepSync(1);
    }
    return left;
  }

  return {
    /** @returns how many lines were dropped before this one: told once, with the first that gets out again */
    write(line: string): number {
      // Nearly every line goes out whole at once, and needs no copy.
      const taken = begun.length > 0 ? 0 : offer(line);
      if (taken === Buffer.byteLength(line)) {
        isRead = true;
        return takeDropped();
      }
      const due = Buffer.concat([begun, Buffer.from(line).subarray(taken)]);
      const left = offerAll(due);
      if (taken === 0 && left.length === due.length) dropped++;
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
