import { wordAt } from "./lexicon.ts";
import type { Text } from "./text.ts";
import { type Act, clearActs, politeWords, shortActs, type Topic, topicWords } from "./talk-words.ts";

export type Talk = {
  acts: Set<Act>;
  /** What "skip" and "I don't know" are about, where it was said: "I don't know the budget yet". */
  passed: Set<Topic>;
};

/** What a message does besides stating facts. Short words such as "no" count only where they are all that a clause says. */
export function readTalk(text: Text): Talk {
  const acts = new Set<Act>();
  const passed = new Set<Topic>();
  for (const [from, to] of clausesOf(text)) {
    const clear = findAll(text, from, to, clearActs);
    const short = clear.some(({ value }) => value !== "unknown") ? [] : shortOf(text, from, to);
    const found = short.length > 0 ? short : clear;
    const topics = findAll(text, from, to, topicWords);
    const isPass = found.some(({ value }) => value === "skip" || value === "unknown");
    if (isPass) for (const { value } of topics) passed.add(value);
    for (const { value, at, end } of found) {
      // "skip the budget" is no skip of whatever was asked.
      if (!(isPass && topics.length > 0 && (value === "skip" || value === "unknown"))) acts.add(value);
      if (value === "content") acts.add("yes");
      if (value === "that-is-all") acts.add("no");
      text.use(at, end);
    }
    if (found.length > 0) for (const { at, end } of topics) text.use(at, end);
  }
  return { acts, passed };
}

type Hit<T> = { value: T; at: number; end: number };

/** Acts that together with polite words and topics cover the whole clause. */
function shortOf(text: Text, from: number, to: number): Hit<Act>[] {
  const hits: Hit<Act>[] = [];
  let at = from;
  while (at < to) {
    const act = shortActs(text.tokens, at);
    const topic = topicWords(text.tokens, at);
    if (act && at + act.length <= to) hits.push({ value: act.value, at, end: at + act.length });
    else if (text.used(at) || (!topic && !politeWords.has(wordAt(text.tokens, at) ?? ""))) return [];
    at += act?.length ?? topic?.length ?? 1;
  }
  return hits;
}

function findAll<T>(
  text: Text,
  from: number,
  to: number,
  lexicon: (tokens: Text["tokens"], at: number) => { value: T; length: number } | undefined,
) {
  const hits: Hit<T>[] = [];
  for (let at = from; at < to; at++) {
    const found = lexicon(text.tokens, at);
    if (!found || at + found.length > to) continue;
    hits.push({ value: found.value, at, end: at + found.length });
    at += found.length - 1;
  }
  return hits;
}

/** Runs of tokens of one segment, without the marks around them. */
export function clausesOf({ tokens, segment }: Text): [from: number, to: number][] {
  const clauses: [number, number][] = [];
  let from = 0;
  for (let at = 0; at <= tokens.length; at++) {
    const token = tokens[at];
    const ends =
      at === tokens.length || segment[at] !== segment[from] || (token?.kind === "mark" && ".!?,".includes(token.text));
    if (!ends) continue;
    if (at > from) clauses.push([from, at]);
    from = token?.kind === "mark" && ".!?,".includes(token.text) ? at + 1 : at;
  }
  return clauses;
}
