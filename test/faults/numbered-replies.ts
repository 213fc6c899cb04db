import { chunk, type GeminiPart, type Reply, type Scenario } from "../support/fake-gemini.ts";
import { numberedWords } from "./numbered-text.ts";

type Options = {
  words?: number;
  pauseMs?: number;
  /** Called with the user's text whenever the model is asked, before it answers. */
  asked?: (text: string) => void;
};

/**
 * A Gemini whose every text can be told from every other. Each "room" in a message is answered by a call that makes one, named by the
 * message's first word, one after the other; "slow" makes the answer last ten times as long and "crawl" forty times, "fail" makes the first attempt at it fail.
 */
export function numberedReplies({ words = 20, pauseMs = 5, asked = () => {} }: Options = {}): Reply {
  let tag = 0;
  const failed = new Set<string>();
  return ({ contents }) => {
    const { text, results } = lastOf(contents);
    asked(text);
    const [name = ""] = text.split(" ");
    if (text.includes("fail") && !failed.has(name)) {
      failed.add(name);
      return "badRequest";
    }
    const pause = pauseMs * (text.includes("crawl") ? 40 : text.includes("slow") ? 10 : 1);
    if (results < (text.match(/room/g)?.length ?? 0)) {
      const args = { rooms: [{ type: "kitchen", name: `${name} ${results}` }] };
      return stream(++tag, 5, pause, [{ functionCall: { name: "save_intake", args } }]);
    }
    return stream(++tag, words, pause, [{ text: "" }]);
  };
}

type Contents = { role: string; parts: { text?: string | undefined; functionResponse?: unknown }[] }[];

/** What the user said last, and how many results of calls the model has been told since. */
function lastOf(contents: Contents) {
  const place = contents.findLastIndex(({ role, parts: [first] }) => role === "user" && !first?.functionResponse);
  return {
    // Messages that follow each other reach the model as one.
    text: contents[place]?.parts.at(-1)?.text?.split("\n\n").at(-1) ?? "",
    results: contents.slice(place + 1).filter(({ role }) => role === "user").length,
  };
}

function stream(tag: number, words: number, pauseMs: number, end: GeminiPart[]): Scenario {
  const pieces = numberedWords(tag, words).flatMap((text, index) => [
    chunk([{ text }], { usage: [10, index + 1] }),
    { pauseMs },
  ]);
  return { stream: [...pieces, chunk(end, { finishReason: "STOP", usage: [10, words + 1] })] };
}
