import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { type Answer, answerOf, failureOf, GeminiEvent, partsOf } from "./answer.ts";
import { GeminiError, quoted } from "./errors.ts";
import { Patience } from "./patience.ts";
import { type ContentRequest, wireBody } from "./request.ts";
import { delayBeforeRetry, type Retry, type RetryPolicy } from "./retry.ts";
import { serverSentEvents } from "./server-sent-events.ts";
import { errorFromEvent, errorFromResponse, parseJson } from "./status.ts";
import type { UsageMeter } from "./usage.ts";

/** A call that finished is given this long to say what it cost. */
const afterFinishMs = 2_000;

export type Endpoint = { baseUrl: string; apiKey: string; model: string };
export type Timeouts = { firstByteTimeoutMs: number; idleTimeoutMs: number };
export type Finish = { finishReason: string; modelVersion: string | undefined };

/** Everything that belongs to one call, so that concurrent calls share nothing. */
export type Call = Endpoint &
  Timeouts &
  RetryPolicy & {
    signal: AbortSignal;
    usage: UsageMeter;
    onRetry: (retry: Retry) => void;
    onFinish: (finish: Finish) => void;
  };

/**
 * One call of Gemini, tried again as long as nothing of the answer was yielded. Breaking out cancels the request.
 * @throws {GeminiError} when it fails, and the signal's reason or an AbortError once the signal is aborted.
 */
export async function* streamAnswer(request: ContentRequest, call: Call): AsyncGenerator<Answer> {
  const body = wireBody(request);
  const startedAt = performance.now();
  for (let attempt = 1; ; attempt += 1) {
    let shown = false;
    try {
      for await (const answer of attemptAnswer(body, call)) {
        shown ||= answer.candidates[0].content.parts.length > 0;
        yield answer;
      }
      return;
    } catch (error) {
      if (!(error instanceof GeminiError) || shown) throw error;
      const delayMs = delayBeforeRetry(error, { attempt, elapsedMs: performance.now() - startedAt }, call);
      if (delayMs === undefined) throw error;
      call.onRetry({ attempt, delayMs, reason: error.reason });
      await sleep(delayMs, undefined, { signal: call.signal });
    }
  }
}

async function* attemptAnswer(body: string, call: Call): AsyncGenerator<Answer> {
  call.signal.throwIfAborted();
  call.usage.startAttempt();
  const request = new AbortController();
  const stop = () => request.abort(call.signal.reason);
  call.signal.addEventListener("abort", stop, { once: true });
  try {
    const patience = new Patience(request, call.firstByteTimeoutMs);
    const response = await patience.wait(() => post(body, call, request.signal));
    yield* readAnswer(response, patience, call);
  } finally {
    call.signal.removeEventListener("abort", stop);
    // Whoever leaves early, by an error or by breaking out, stops paying for tokens.
    request.abort();
  }
}

async function post(body: string, { baseUrl, apiKey, model }: Call, signal: AbortSignal): Promise<ReadableStream> {
  const response = await fetch(`${baseUrl}/v1beta/models/${model}:streamGenerateContent?alt=sse`, {
    method: "POST",
    body,
    signal,
    // A redirect would carry the key to another host.
    redirect: "manual",
    headers: { "content-type": "application/json", "x-goog-api-key": apiKey },
  });
  if (!response.ok) throw await errorFromResponse(response, apiKey);
  if (!response.body) throw new GeminiError("truncated", "Gemini answered without a body");
  return response.body;
}

async function* readAnswer(body: ReadableStream, patience: Patience, call: Call): AsyncGenerator<Answer> {
  const events = serverSentEvents(body);
  let finishReason: string | undefined;
  let modelVersion: string | undefined;
  let hasContent = false;
  while (true) {
    const event = await patience
      .wait(() => events.next())
      .then(({ done, value }) => (done ? undefined : readEvent(value, call.apiKey)))
      .catch((error: unknown) => {
        // What was lost after the end was at most the bill.
        if (finishReason === undefined || call.signal.aborted) throw error;
        return undefined;
      });
    if (!event) break;
    const failure = failureOf(event);
    const parts = failure ? [] : partsOf(event);
    if (event.usageMetadata) call.usage.record(event.usageMetadata);
    hasContent ||= parts.length > 0;
    modelVersion ??= event.modelVersion;
    // Yielded without parts too, and before the failure it may state: it carries what was billed.
    yield answerOf(parts);
    if (failure) throw failure;
    finishReason = event.candidates[0]?.finishReason ?? finishReason;
    patience.limitMs = finishReason === undefined ? call.idleTimeoutMs : Math.min(afterFinishMs, call.idleTimeoutMs);
    patience.reason = "stalled";
  }
  if (finishReason === undefined) throw new GeminiError("truncated", "Gemini's stream ended without a finish reason");
  if (!hasContent) throw noContent(finishReason);
  call.onFinish({ finishReason, modelVersion });
}

function noContent(finishReason: string): GeminiError {
  // Thinking used up what there was; it would again.
  const reason = finishReason === "MAX_TOKENS" ? "no-room" : "no-content";
  return new GeminiError(reason, `Gemini finished with ${finishReason} and no content`);
}

function readEvent(data: string, apiKey: string): GeminiEvent {
  const json = parseJson(data);
  if (typeof json === "object" && json !== null && "error" in json) {
    throw errorFromEvent(json, apiKey);
  }
  const event = GeminiEvent.safeParse(json);
  if (event.success) return event.data;
  // Not the event itself: it may hold what was said to the user.
  const fault = json === undefined ? "it is no JSON" : z.prettifyError(event.error);
  throw new GeminiError("malformed-answer", `Gemini sent an unreadable event: ${quoted(fault, apiKey)}`);
}
