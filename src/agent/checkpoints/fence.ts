import type { Sql } from "../../db/client.ts";

/** Runs a write where it cannot outlive the claim of its turn; rejects, and writes nothing, once the claim is lost. */
export type Fence = <T>(write: (sql: Sql) => Promise<T>) => Promise<T>;

export type Write = (sql: Sql) => Promise<void>;

/**
 * Puts the writes of one moment behind one fence: LangGraph saves a superstep as several, and each fence is a lock and a commit.
 * They succeed or fail together.
 */
export function batchWrites(fence: Fence): (write: Write) => Promise<void> {
  let batch: { writes: Write[]; done: PromiseWithResolvers<void> } | undefined;
  return (write) => {
    if (batch) {
      batch.writes.push(write);
      return batch.done.promise;
    }
    const { writes, done } = { writes: [write], done: Promise.withResolvers<void>() };
    batch = { writes, done };
    setImmediate(() => {
      batch = undefined;
      const saved = Promise.try(() => fence((sql) => Promise.all(writes.map((each) => each(sql)))));
      saved.then(() => done.resolve(), done.reject);
    });
    return done.promise;
  };
}
