import type { Agent, AgentEvent } from "../../src/agent/agent.ts";

/** An agent that says the given words, waiting for `gate` before each. */
export const scriptedAgent = (words: string[], gate: (index: number) => Promise<unknown> = async () => {}): Agent =>
  async function* ({ signal }) {
    for (const [index, text] of words.entries()) {
      await gate(index);
      signal.throwIfAborted();
      yield { type: "text", text } satisfies AgentEvent;
    }
    yield { type: "usage", usage: { inputTokens: 10, outputTokens: words.length } };
  };

/** A gate that a test opens: everything from index `at` on waits for it. */
export function holdAt(at: number) {
  const { promise: opened, resolve: open } = Promise.withResolvers<void>();
  const { promise: reached, resolve: reach } = Promise.withResolvers<void>();
  return {
    open,
    reached,
    gate: (index: number) => {
      if (index < at) return Promise.resolve();
      reach();
      return opened;
    },
  };
}
