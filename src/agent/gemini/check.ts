import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { GeminiError, type GeminiReason, quoted } from "./errors.ts";
import { delayBeforeRetry } from "./retry.ts";
import { errorFromResponse, parseJson } from "./status.ts";
import type { Endpoint } from "./transport.ts";

export type GeminiCheckKind = "bad-key" | "unknown-model" | "unreachable" | "refused";

/** Why Gemini will not serve, in one line for the operator, without the key. */
export class GeminiCheckError extends Error {
  override name = "GeminiCheckError";
  readonly kind: GeminiCheckKind;

  constructor(kind: GeminiCheckKind, message: string, cause: unknown) {
    super(message, { cause });
    this.kind = kind;
  }
}

type CheckOptions = Endpoint & {
  /** For everything, retries included. */
  timeoutMs: number;
  backoffMs?: number;
  signal?: AbortSignal;
};

const ModelDescription = z.object({ name: z.string(), supportedGenerationMethods: z.array(z.string()).default([]) });

/**
 * Proves with a free call that the key is accepted and that the model can chat; tries three times.
 * @throws {GeminiCheckError} saying what is wrong, or the signal's reason.
 */
export async function checkGemini({ timeoutMs, backoffMs = 300, signal, ...endpoint }: CheckOptions): Promise<void> {
  const deadline = AbortSignal.timeout(timeoutMs);
  const stop = signal ? AbortSignal.any([signal, deadline]) : deadline;
  const policy = { maxAttempts: 3, backoffMs, retryBudgetMs: timeoutMs };
  const startedAt = performance.now();
  try {
    for (let attempt = 1; ; attempt += 1) {
      const failure = await askForModel(endpoint, stop);
      if (failure === undefined) return;
      const delayMs = delayBeforeRetry(failure, { attempt, elapsedMs: performance.now() - startedAt }, policy);
      if (delayMs === undefined) throw explain(failure, endpoint);
      await sleep(delayMs, undefined, { signal: stop });
    }
  } catch (error) {
    signal?.throwIfAborted();
    if (!deadline.aborted) throw error;
    const { host } = new URL(endpoint.baseUrl);
    throw new GeminiCheckError("unreachable", `Gemini at ${host} did not answer within ${timeoutMs} ms`, error);
  }
}

async function askForModel(endpoint: Endpoint, signal: AbortSignal): Promise<GeminiError | undefined> {
  const { baseUrl, apiKey, model } = endpoint;
  try {
    const response = await fetch(`${baseUrl}/v1beta/models/${model}`, {
      signal,
      // A redirect would carry the key to another host.
      redirect: "manual",
      headers: { "x-goog-api-key": apiKey },
    });
    return response.ok ? faultOf(await response.text(), endpoint) : await errorFromResponse(response, apiKey);
  } catch (error) {
    signal.throwIfAborted();
    const code = error instanceof Error && "code" in error ? String(error.code) : "the connection failed";
    return new GeminiError("network", code, { cause: error });
  }
}

function faultOf(body: string, { apiKey }: Endpoint): GeminiError | undefined {
  const description = ModelDescription.safeParse(parseJson(body));
  if (!description.success) return new GeminiError("malformed-answer", `it answered ${quoted(body, apiKey)}`);
  const methods = description.data.supportedGenerationMethods;
  if (methods.includes("generateContent")) return undefined;
  return new GeminiError("unknown-model", `it does not chat, only ${methods.join(", ") || "nothing"}`);
}

function explain(failure: GeminiError, { baseUrl, model }: Endpoint): GeminiCheckError {
  const { host } = new URL(baseUrl);
  const [kind, what] = complaintAbout(failure.reason, host, model);
  return new GeminiCheckError(kind, `${what}: ${failure.message}`, failure);
}

function complaintAbout(reason: GeminiReason, host: string, model: string): [GeminiCheckKind, string] {
  switch (reason) {
    case "bad-key":
      return ["bad-key", "Gemini rejects GEMINI_API_KEY"];
    case "unknown-model":
      return ["unknown-model", `Gemini cannot serve GEMINI_MODEL ${model}`];
    case "network":
    case "server":
      return ["unreachable", `Gemini at ${host} cannot be reached`];
    case "malformed-answer":
      return ["unreachable", `What answers at ${host} is not Gemini`];
    default:
      return ["refused", "Gemini refuses the check"];
  }
}
