import { expect, test } from "bun:test";
import { createSlots } from "../src/slots.ts";

test("who is gone leaves the queue at once, and the next one gets the slot", async () => {
  const inSlot = createSlots({ atOnce: 1, maxWaiting: 2, refusal: "Too many" });
  const held = Promise.withResolvers<string>();
  const first = inSlot(() => held.promise);
  const gone = new AbortController();
  const leaving = inSlot(async () => "never made", gone.signal);
  const next = inSlot(async () => "next");
  const refusal = (work: Promise<unknown>) => work.catch((error) => error.kind ?? error.name);
  expect(await refusal(inSlot(async () => "one too many"))).toBe("overloaded");
  gone.abort();
  expect(await refusal(leaving)).toBe("AbortError");
  const last = inSlot(async () => "last");
  held.resolve("first");
  expect(await Promise.all([first, next, last])).toEqual(["first", "next", "last"]);
});

test("what takes longer than its time is refused, waiting included, and gives its slot back", async () => {
  const inSlot = createSlots({ atOnce: 1, maxWaiting: 2, refusal: "Too many", timeoutMs: 20 });
  const untilAborted = (signal: AbortSignal) =>
    new Promise<string>((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  const refusal = (work: Promise<unknown>) => work.catch((error) => error.kind);
  const [running, waiting] = [inSlot(untilAborted), inSlot(untilAborted)].map(refusal);
  expect(await Promise.all([running, waiting])).toEqual(["overloaded", "overloaded"]);
  expect(await inSlot(async () => "next")).toBe("next");
});
