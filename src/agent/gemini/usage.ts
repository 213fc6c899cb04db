import type { UsageMetadata } from "@langchain/core/messages";
import { z } from "zod";

/** An answer is not lost for a count that is none. */
const tokens = z.int().min(0).catch(0);

/** What an attempt has cost so far: the counts grow from event to event. */
export const GeminiUsage = z.object({
  promptTokenCount: tokens,
  toolUsePromptTokenCount: tokens,
  cachedContentTokenCount: tokens,
  candidatesTokenCount: tokens,
  thoughtsTokenCount: tokens,
});
export type GeminiUsage = z.infer<typeof GeminiUsage>;

type Counts = { input: number; cached: number; output: number; reasoning: number };
const none: Counts = Object.freeze({ input: 0, cached: 0, output: 0, reasoning: 0 });

/** Turns counts that grow into differences that add up, over every attempt of a call. */
export class UsageMeter {
  #recorded = none;
  #taken = none;

  record(usage: GeminiUsage): void {
    const now: Counts = {
      input: usage.promptTokenCount + usage.toolUsePromptTokenCount,
      cached: usage.cachedContentTokenCount,
      output: usage.candidatesTokenCount + usage.thoughtsTokenCount,
      reasoning: usage.thoughtsTokenCount,
    };
    this.#recorded = combine(this.#recorded, now, Math.max);
  }

  /** The next attempt counts from zero; what of this one was not yet taken stays due. */
  startAttempt(): void {
    this.#taken = combine(this.#taken, this.#recorded, (taken, recorded) => taken - recorded);
    this.#recorded = none;
  }

  /** What was billed since this was last asked, or undefined for nothing. Thoughts are output, as Google bills them. */
  take(): UsageMetadata | undefined {
    const { input, cached, output, reasoning } = combine(this.#recorded, this.#taken, (a, b) => a - b);
    this.#taken = this.#recorded;
    if (input === 0 && output === 0) return undefined;
    return {
      input_tokens: input,
      output_tokens: output,
      total_tokens: input + output,
      ...(cached > 0 ? { input_token_details: { cache_read: cached } } : {}),
      ...(reasoning > 0 ? { output_token_details: { reasoning } } : {}),
    };
  }
}

const combine = (a: Counts, b: Counts, how: (a: number, b: number) => number): Counts => ({
  input: how(a.input, b.input),
  cached: how(a.cached, b.cached),
  output: how(a.output, b.output),
  reasoning: how(a.reasoning, b.reasoning),
});
