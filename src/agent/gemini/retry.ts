import type { GeminiError, GeminiReason } from "./errors.ts";

/** A hindered attempt that is made again after `delayMs`; `attempt` counts from 1. */
export type Retry = { attempt: number; delayMs: number; reason: GeminiReason };

export type RetryPolicy = {
  maxAttempts: number;
  /** The first wait; each further one is twice as long. */
  backoffMs: number;
  /** No attempt begins later than this after the call began: the user is waiting. */
  retryBudgetMs: number;
};

/** How long to wait before the next attempt, or undefined when there is to be none. */
export function delayBeforeRetry(
  failure: GeminiError,
  { attempt, elapsedMs }: { attempt: number; elapsedMs: number },
  { maxAttempts, backoffMs, retryBudgetMs }: RetryPolicy,
): number | undefined {
  if (attempt >= maxAttempts || attempt > failure.retries) return undefined;
  // Jitter, so that turns which failed together do not come back together.
  const doubledMs = backoffMs * 2 ** (attempt - 1);
  const jitteredMs = doubledMs * (0.5 + Math.random() / 2);
  const delayMs = Math.round(failure.retryAfterMs === undefined ? jitteredMs : failure.retryAfterMs + jitteredMs / 2);
  // A hint beyond the budget is passed on to the user; coming back before it would be in vain.
  return elapsedMs + delayMs > retryBudgetMs ? undefined : delayMs;
}
