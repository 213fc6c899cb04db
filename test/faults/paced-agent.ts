import type { Agent } from "../../src/agent/agent.ts";
import { Problem } from "../../src/problem.ts";
import { numberedWords } from "./numbered-text.ts";

/** Agents that say one word of a numbered text whenever the test lets them, however many turns they have. */
export function createPace() {
  let tag = 0;
  let isFree = false;
  const waiting = new Set<() => void>();

  /** Resolves when the test lets a word go, or the turn is stopped. */
  async function step(signal: AbortSignal) {
    if (isFree) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    waiting.add(resolve);
    signal.addEventListener("abort", () => waiting.delete(resolve) && resolve(), { once: true });
    await promise;
    signal.throwIfAborted();
  }

  /** Says `count` words; with "fail" in `failing` its turns break off after two. */
  const agent = (count: number, isFailing: (turnId: string) => boolean = () => false): Agent =>
    async function* ({ turn, signal }) {
      if (turn.attempt > 1) yield { type: "replace", text: "" };
      for (const [index, text] of numberedWords(++tag, count).entries()) {
        await step(signal);
        if (index === 2 && isFailing(turn.id)) throw new Problem("model-failed", "as told");
        yield { type: "text", text };
      }
      yield { type: "usage", usage: { inputTokens: 10, outputTokens: count } };
    };

  return {
    agent,
    /** Lets every waiting turn say its next word. */
    pace() {
      for (const resolve of waiting) resolve();
      waiting.clear();
    },
    get waiting() {
      return waiting.size;
    },
    /** From now on nobody waits. */
    free() {
      isFree = true;
      this.pace();
    },
    hold() {
      isFree = false;
    },
  };
}
