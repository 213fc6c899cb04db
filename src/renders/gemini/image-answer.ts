import { z } from "zod";
import { failureOf, GeminiEvent } from "../../agent/gemini/answer.ts";
import { GeminiError, quoted } from "../../agent/gemini/errors.ts";
import { errorFromEvent, parseJson } from "../../agent/gemini/status.ts";
import type { Usage } from "../../chat/protocol.ts";

const ImageAnswer = z.object({
  candidates: z
    .array(
      z.object({
        content: z
          .object({
            parts: z
              .array(
                z.object({
                  text: z.string().optional(),
                  thought: z.boolean().optional(),
                  inlineData: z.object({ data: z.string() }).optional(),
                }),
              )
              .default([]),
          })
          .optional(),
        finishReason: z.string().optional(),
      }),
    )
    .default([]),
});

/** How an answer without a picture is said to end, when nothing was refused. */
const withoutImage = new Set(["NO_IMAGE", "IMAGE_OTHER"]);

/** What an answer cost, whatever is in it. */
function usageIn(event: GeminiEvent): Usage | undefined {
  const { usageMetadata: usage } = event;
  return (
    usage && {
      inputTokens: usage.promptTokenCount + usage.toolUsePromptTokenCount,
      outputTokens: usage.candidatesTokenCount + usage.thoughtsTokenCount,
    }
  );
}

type Read = { usage: Usage | undefined; bytes: () => Uint8Array };

/** An answer of `generateContent`; its picture is asked for apart, since a refusal is billed too. @throws {GeminiError} */
export function readImageAnswer(text: string, apiKey: string): Read {
  const json = parseJson(text);
  if (typeof json === "object" && json !== null && "error" in json) throw errorFromEvent(json, apiKey);
  const event = GeminiEvent.safeParse(json);
  const answer = ImageAnswer.safeParse(json);
  if (!event.success || !answer.success)
    throw new GeminiError(
      "malformed-answer",
      `Gemini sent an unreadable answer: ${quoted(text.slice(0, 1_000), apiKey)}`,
    );
  return { usage: usageIn(event.data), bytes: () => imageIn(answer.data, event.data, apiKey) };
}

function imageIn({ candidates: [candidate] }: z.infer<typeof ImageAnswer>, event: GeminiEvent, apiKey: string) {
  const finishReason = candidate?.finishReason ?? "";
  const failure = withoutImage.has(finishReason) ? undefined : failureOf(event);
  if (failure) throw failure;
  // A thinking model tries its picture out first, and does not mark every try: the last one is its answer.
  const parts = (candidate?.content?.parts ?? []).filter(({ thought }) => !thought);
  const data = parts.findLast(({ inlineData }) => inlineData)?.inlineData?.data;
  if (data === undefined) {
    const said = quoted(parts.map(({ text }) => text ?? "").join(" "), apiKey);
    throw new GeminiError("no-image", `Gemini finished with ${finishReason || "no reason"} and no picture: ${said}`);
  }
  try {
    return Uint8Array.fromBase64(data);
  } catch (error) {
    throw new GeminiError("not-an-image", "Gemini's picture is not base64", { cause: error });
  }
}
