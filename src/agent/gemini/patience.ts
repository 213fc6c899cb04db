import { GeminiError } from "./errors.ts";

/**
 * Waits for the network: never longer than the limit, never past an abort, and only while there is something to wait for, so that a
 * slow consumer does not use it up. What fails meanwhile becomes a {@link GeminiError}; an abort stays the signal's reason.
 */
export class Patience {
  limitMs: number;
  reason: "no-answer" | "stalled" = "no-answer";
  readonly #request: AbortController;

  constructor(request: AbortController, limitMs: number) {
    this.#request = request;
    this.limitMs = limitMs;
  }

  async wait<T>(step: () => Promise<T>): Promise<T> {
    const { signal } = this.#request;
    signal.throwIfAborted();
    const timer = setTimeout(() => {
      this.#request.abort(new GeminiError(this.reason, `Gemini was silent for ${this.limitMs} ms`));
    }, this.limitMs);
    try {
      return await step();
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof GeminiError) throw error;
      if (error instanceof RangeError)
        throw new GeminiError("malformed-answer", "Gemini sent an endless event", { cause: error });
      const lost = this.reason === "stalled" ? "truncated" : "network";
      throw new GeminiError(lost, `The connection to Gemini failed: ${codeOf(error)}`, { cause: error });
    } finally {
      clearTimeout(timer);
    }
  }
}

function codeOf(error: unknown): string {
  if (error instanceof Error) return "code" in error ? String(error.code) : error.message;
  return String(error);
}
