import type { GeminiRequest } from "./fake-gemini.ts";

/** The whole system prompt of a request. */
export const systemPromptIn = ({ systemInstruction }: GeminiRequest["body"]) =>
  systemInstruction?.parts.map(({ text = "" }) => text).join("") ?? "";

/** What the model reads of the project, as it stands when it is asked. */
export function projectIn(body: GeminiRequest["body"]): unknown {
  const system = systemPromptIn(body);
  const start = system.lastIndexOf("<project>") + "<project>".length;
  return JSON.parse(system.slice(start, system.indexOf("</project>", start)));
}
