import { Problem, type ProblemKind } from "../../problem.ts";

/**
 * Why a call failed: what becomes of it and how often it is tried again. An answer without use is tried once more, since Gemini
 * is known to give one now and then; what was refused or is wrong with the request stays so.
 */
const reasons = {
  network: { kind: "model-unavailable", retries: Infinity, detail: "Gemini cannot be reached" },
  server: { kind: "model-unavailable", retries: Infinity, detail: "Gemini has a failure of its own" },
  "no-answer": { kind: "model-unavailable", retries: Infinity, detail: "Gemini did not begin to answer in time" },
  stalled: { kind: "model-unavailable", retries: Infinity, detail: "Gemini stopped in the middle of its answer" },
  truncated: { kind: "model-unavailable", retries: Infinity, detail: "Gemini's answer was cut off on its way" },
  "rate-limited": { kind: "model-rate-limited", retries: Infinity, detail: "Gemini asks for a pause" },
  "daily-quota": { kind: "model-quota", retries: 0, detail: "Gemini's daily quota is used up" },
  "blocked-prompt": { kind: "model-refused", retries: 0, detail: "Gemini declined the message" },
  "blocked-output": { kind: "model-refused", retries: 0, detail: "Gemini withheld its answer" },
  "malformed-answer": { kind: "model-failed", retries: 1, detail: "Gemini's answer cannot be read" },
  "malformed-call": { kind: "model-failed", retries: 1, detail: "Gemini made a mistake in using a tool" },
  "no-content": { kind: "model-failed", retries: 1, detail: "Gemini answered without any content" },
  "no-image": { kind: "model-failed", retries: 1, detail: "Gemini answered without a picture" },
  "not-an-image": { kind: "model-failed", retries: 1, detail: "Gemini's picture cannot be used" },
  "too-large": { kind: "model-failed", retries: 0, detail: "Gemini's picture is too large" },
  "no-room": { kind: "model-failed", retries: 0, detail: "Gemini ran out of tokens before it answered" },
  "broken-off": { kind: "model-failed", retries: 1, detail: "Gemini broke its answer off" },
  "bad-request": { kind: "model-misconfigured", retries: 0, detail: "Gemini rejects the service's request" },
  "bad-key": { kind: "model-misconfigured", retries: 0, detail: "Gemini rejects the service's key" },
  "unknown-model": { kind: "model-misconfigured", retries: 0, detail: "Gemini does not know the configured model" },
} as const satisfies Record<string, { kind: ProblemKind; retries: number; detail: string }>;

export type GeminiReason = keyof typeof reasons;
type GeminiErrorOptions = { status?: number; retryAfterMs?: number | undefined; cause?: unknown };

/** What went wrong between us and Gemini; `message` is for operators, `toProblem()` for users. */
export class GeminiError extends Error {
  override name = "GeminiError";
  readonly reason: GeminiReason;
  readonly status: number | undefined;
  /** How long Gemini asks to be left alone. */
  readonly retryAfterMs: number | undefined;

  constructor(reason: GeminiReason, message: string, { status, retryAfterMs, cause }: GeminiErrorOptions = {}) {
    super(message, { cause });
    this.reason = reason;
    this.status = status;
    this.retryAfterMs = retryAfterMs;
  }

  /** How many more attempts are worth making while nothing of the answer was shown. */
  get retries(): number {
    return reasons[this.reason].retries;
  }

  toProblem(): Problem {
    const { kind, detail } = reasons[this.reason];
    if (this.retryAfterMs === undefined) return new Problem(kind, detail, { cause: this });
    const retryAfterSeconds = Math.ceil(this.retryAfterMs / 1_000);
    return new Problem(kind, `${detail}: ask again in ${retryAfterSeconds} s`, { retryAfterSeconds, cause: this });
  }
}

/** Gemini's own words in one line. Google names the key itself in some of them, so it is taken out. */
export function quoted(text: string, apiKey: string): string {
  const line = text.replaceAll(apiKey, "[redacted]").replaceAll(/\s+/g, " ").trim();
  return line.length > 300 ? `${line.slice(0, 300)}…` : line;
}
