type Part = Record<string, unknown>;
type Content = { role: string; parts: Part[] };

/** The body of `streamGenerateContent` as LangChain builds it. */
export type ContentRequest = { contents: Content[] };

/**
 * The request as JSON, with what LangChain gets wrong put right: Gemini wants the results of parallel calls in one content
 * (langchain-ai/langchainjs#10342), and no content without parts.
 */
export function wireBody({ contents, ...rest }: ContentRequest): string {
  const merged: Content[] = [];
  for (const content of contents) {
    const previous = merged.at(-1);
    if (content.parts.length === 0) continue;
    if (previous && isResults(previous) && isResults(content)) previous.parts.push(...content.parts);
    else merged.push({ role: content.role, parts: [...content.parts] });
  }
  return JSON.stringify({ ...rest, contents: merged });
}

const isResults = ({ parts }: Content) => parts.every((part) => "functionResponse" in part);
