import { z } from "zod";
import { GeminiError, type GeminiReason, quoted } from "./errors.ts";

/** Google's error body (https://google.aip.dev/193), as the body of a failed request or as an event within a stream. */
const ErrorBody = z.object({
  error: z.object({
    code: z.number().optional().catch(undefined),
    status: z.string().optional().catch(undefined),
    message: z.string().optional().catch(undefined),
    details: z
      .array(z.looseObject({ "@type": z.string().optional() }))
      .catch([])
      .default([]),
  }),
});
type Details = z.infer<typeof ErrorBody>["error"]["details"];
type ErrorWords = { status?: string | undefined; message?: string | undefined; details: Details };

/** The typed error for a response that is not ok. Its body may be anything, a proxy's page included. */
export async function errorFromResponse(response: Response, apiKey: string): Promise<GeminiError> {
  const text = await response.text();
  const words = ErrorBody.safeParse(parseJson(text)).data?.error ?? { message: text, details: [] };
  return errorOf(response.status, words, apiKey, hintOf(response.headers.get("retry-after")));
}

/** The typed error for an event within a stream that began well. */
export function errorFromEvent(event: object, apiKey: string): GeminiError {
  const words = ErrorBody.safeParse(event).data?.error;
  return errorOf(words?.code ?? 500, words ?? { message: JSON.stringify(event), details: [] }, apiKey);
}

function errorOf(code: number, { status, message, details }: ErrorWords, apiKey: string, hintMs?: number): GeminiError {
  const reason = reasonOf(code, details);
  // The hint beside a daily quota is a matter of seconds, which is not when it ends.
  const retryAfterMs = reason === "daily-quota" ? undefined : (hintIn(details) ?? hintMs);
  const words = `Gemini answered ${code} ${status ?? ""}: ${message || "no message"}`;
  return new GeminiError(reason, quoted(words, apiKey), { status: code, retryAfterMs });
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function reasonOf(status: number, details: Details): GeminiReason {
  if (status === 429) return isDailyQuota(details) ? "daily-quota" : "rate-limited";
  if (status === 401 || status === 403 || details.some(({ reason }) => reason === "API_KEY_INVALID")) return "bad-key";
  if (status === 404) return "unknown-model";
  if (status === 408 || status >= 500) return "server";
  return "bad-request";
}

/** A quota per day is named so in its id, as in GenerateRequestsPerDayPerProjectPerModel-FreeTier. */
function isDailyQuota(details: Details): boolean {
  const failures = details.filter((detail) => detail["@type"]?.endsWith("QuotaFailure"));
  return failures.some(({ violations }) => /perday/i.test(JSON.stringify(violations)));
}

function hintIn(details: Details): number | undefined {
  const { retryDelay } = details.find((detail) => detail["@type"]?.endsWith("RetryInfo")) ?? {};
  // A protobuf duration in JSON: "1.5s".
  const seconds = typeof retryDelay === "string" ? Number.parseFloat(retryDelay) : Number.NaN;
  return seconds >= 0 ? Math.ceil(seconds * 1_000) : undefined;
}

function hintOf(header: string | null): number | undefined {
  if (!header) return undefined;
  const ms = /^\d+$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - Date.now();
  return ms >= 0 ? ms : undefined;
}
