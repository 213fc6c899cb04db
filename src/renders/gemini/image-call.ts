import { setTimeout as sleep } from "node:timers/promises";
import { GeminiError } from "../../agent/gemini/errors.ts";
import { delayBeforeRetry, type Retry, type RetryPolicy } from "../../agent/gemini/retry.ts";
import { errorFromResponse } from "../../agent/gemini/status.ts";

export type ImageEndpoint = { baseUrl: string; apiKey: string; model: string };
export type ImageCall = ImageEndpoint &
  RetryPolicy & {
    /** Of one attempt, from the request to the last byte. */
    attemptTimeoutMs: number;
    /** Of one answer, as JSON. */
    maxAnswerBytes: number;
    signal: AbortSignal;
    onRetry: (retry: Retry) => Promise<void>;
  };

/**
 * Asks the image model until `read` can make something of its answer, as often and as long as is worth it.
 * @throws {GeminiError} when it fails for good, and the signal's reason once that is aborted
 */
export async function callImageModel<T>(body: string, call: ImageCall, read: (text: string) => Promise<T>): Promise<T> {
  const startedAt = performance.now();
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await read(await attemptAnswer(body, call));
    } catch (error) {
      call.signal.throwIfAborted();
      if (!(error instanceof GeminiError)) throw error;
      const delayMs = delayBeforeRetry(error, { attempt, elapsedMs: performance.now() - startedAt }, call);
      if (delayMs === undefined) throw error;
      await call.onRetry({ attempt, delayMs, reason: error.reason });
      await sleep(delayMs, undefined, { signal: call.signal });
    }
  }
}

async function attemptAnswer(body: string, call: ImageCall): Promise<string> {
  const { baseUrl, apiKey, model, attemptTimeoutMs, signal } = call;
  const deadline = AbortSignal.timeout(attemptTimeoutMs);
  const request = new AbortController();
  try {
    const response = await fetch(`${baseUrl}/v1beta/models/${model}:generateContent`, {
      method: "POST",
      body,
      signal: AbortSignal.any([signal, deadline, request.signal]),
      // A redirect would carry the key to another host.
      redirect: "manual",
      headers: { "content-type": "application/json", "x-goog-api-key": apiKey },
    });
    if (!response.ok) throw await errorFromResponse(response, apiKey);
    return await readLimited(response, call.maxAnswerBytes);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof GeminiError) throw error;
    if (deadline.aborted) throw new GeminiError("no-answer", `Gemini made no picture within ${attemptTimeoutMs} ms`);
    const code = error instanceof Error && "code" in error ? String(error.code) : "the connection failed";
    throw new GeminiError("network", `The connection to Gemini failed: ${code}`, { cause: error });
  } finally {
    // What is left of an answer that was given up.
    request.abort();
  }
}

/** @throws {GeminiError} too-large before more than the limit is in memory */
async function readLimited(response: Response, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > maxBytes) throw new GeminiError("too-large", `Gemini's answer has more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
