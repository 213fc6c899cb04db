import { z } from "zod";
import { GeminiError } from "./errors.ts";
import { GeminiUsage } from "./usage.ts";

const FunctionCall = z.object({ name: z.string().min(1), args: z.record(z.string(), z.unknown()).default({}) });
const Part = z.object({
  text: z.string().optional(),
  thought: z.boolean().optional(),
  thoughtSignature: z.string().optional(),
  functionCall: FunctionCall.optional(),
});
const Candidate = z.object({
  content: z.object({ parts: z.array(Part).default([]) }).optional(),
  finishReason: z.string().optional(),
  finishMessage: z.string().optional(),
});

/** One event of `streamGenerateContent`, as far as it is used. */
export const GeminiEvent = z.object({
  candidates: z.array(Candidate).default([]),
  promptFeedback: z.object({ blockReason: z.string().optional() }).optional(),
  usageMetadata: GeminiUsage.optional().catch(undefined),
  modelVersion: z.string().optional(),
});
export type GeminiEvent = z.infer<typeof GeminiEvent>;

type AnswerPart =
  { text: string } | { functionCall: z.infer<typeof FunctionCall> & { id: string }; thoughtSignature?: string };

/** An event as LangChain reads it: always with one candidate that has content, so that each becomes exactly one chunk. */
export type Answer = { candidates: [{ index: 0; content: { role: "model"; parts: AnswerPart[] } }] };

export const answerOf = (parts: AnswerPart[]): Answer => ({
  candidates: [{ index: 0, content: { role: "model", parts } }],
});

/**
 * The text and the tool calls of an event. Thoughts are not for the user. Calls get ids of our own: Gemini gives none or repeats them,
 * LangChain merges calls of one id, and tool effects are keyed by them.
 */
export function partsOf({ candidates: [candidate] }: GeminiEvent): AnswerPart[] {
  const parts: AnswerPart[] = [];
  for (const { text, thought, thoughtSignature, functionCall } of candidate?.content?.parts ?? []) {
    const signature = thoughtSignature === undefined ? {} : { thoughtSignature };
    if (functionCall) parts.push({ functionCall: { ...functionCall, id: crypto.randomUUID() }, ...signature });
    else if (text && !thought) parts.push({ text });
  }
  return parts;
}

/** How an answer may end well; https://ai.google.dev/api/generate-content#FinishReason lists all reasons. */
const completions = new Set(["STOP", "MAX_TOKENS", "FINISH_REASON_UNSPECIFIED"]);
const malformedCalls = new Set(["MALFORMED_FUNCTION_CALL", "UNEXPECTED_TOOL_CALL", "TOO_MANY_TOOL_CALLS"]);
const refusals = new Set([
  ...["SAFETY", "RECITATION", "LANGUAGE", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII"],
  ...["IMAGE_SAFETY", "IMAGE_PROHIBITED_CONTENT", "IMAGE_RECITATION"],
]);

/** The failure that an event states, if it does. */
export function failureOf({ promptFeedback, candidates: [candidate] }: GeminiEvent): GeminiError | undefined {
  if (promptFeedback?.blockReason)
    return new GeminiError("blocked-prompt", `Gemini blocked the prompt: ${promptFeedback.blockReason}`);
  const reason = candidate?.finishReason;
  if (reason === undefined || completions.has(reason)) return undefined;
  const message = `Gemini finished with ${reason}`;
  if (refusals.has(reason)) return new GeminiError("blocked-output", message);
  return new GeminiError(malformedCalls.has(reason) ? "malformed-call" : "broken-off", message);
}
