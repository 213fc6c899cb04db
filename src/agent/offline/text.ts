import { builtInCatalog } from "../../catalog/built-in.ts";
import type { Style } from "../../catalog/schema.ts";
import { type Lexicon, wordAt } from "./lexicon.ts";
import { foldNumbers } from "./number-words.ts";
import { type Token, tokenize } from "./tokens.ts";
import { styleWordsOf } from "./vocabulary.ts";

/** A user's message as the rules work on it: tokens, where sentences and segments lie, and what is already understood. */
export type Text = {
  source: string;
  tokens: readonly Token[];
  /** Number of the sentence and of the comma-separated segment each token is in. */
  sentence: readonly number[];
  segment: readonly number[];
  /** Sentences that only ask, so that nothing in them is a fact. */
  questions: ReadonlySet<number>;
  /** Names of the styles that there are. */
  styleWords: Lexicon<string>;
  /** Marks tokens as understood, so that no other rule reads them again. */
  use: (from: number, to: number) => void;
  used: (at: number) => boolean;
};

const askingWords = new Set("how why when where who is does do did should are can could would will may".split(" "));
const requestWords = new Set("can could would will".split(" "));
const segmentWords = new Set(["but", "however", "though", "although"]);

/** `styles` are those of the catalogue in force; the built-in ones where it does not matter. */
export function readText(source: string, styles: readonly Style[] = builtInCatalog.styles): Text {
  const tokens = foldNumbers(tokenize(source));
  const sentence: number[] = [];
  const segment: number[] = [];
  const questions = new Set<number>();
  let sentences = 0;
  let segments = 0;
  let first = 0;
  for (const [at, token] of tokens.entries()) {
    const isExcept = token.kind === "word" && token.text === "but" && wordAt(tokens, at - 1) === "anything";
    if (token.kind === "word" && segmentWords.has(token.text) && !isExcept) segments++;
    sentence.push(sentences);
    segment.push(segments);
    if (token.kind !== "mark" || !".!?,".includes(token.text)) continue;
    segments++;
    if (token.text === ",") continue;
    if (token.text === "?" && asksForFacts(tokens.slice(first, at))) questions.add(sentences);
    sentences++;
    first = at + 1;
  }
  const usedTokens = new Set<number>();
  return {
    source,
    tokens,
    sentence,
    segment,
    questions,
    styleWords: styleWordsOf(styles),
    use: (from, to) => {
      for (let at = from; at < to; at++) usedTokens.add(at);
    },
    used: (at) => usedTokens.has(at),
  };
}

/** "How much is a kitchen?" asks; "Can you redo my kitchen?" and "How about industrial?" tell. */
function asksForFacts(sentence: readonly Token[]): boolean {
  const [first, second] = sentence.map((token) => (token.kind === "word" ? token.text : ""));
  if (!first || second === "about") return false;
  if (requestWords.has(first)) return !(second === "you" || second === "we");
  return askingWords.has(first) || first === "what" || first === "which";
}

/** The user's own words from one token to before another, on one line and without control characters. */
export function wordsBetween({ source, tokens }: Text, from: number, to: number): string {
  return source
    .slice(tokens[from]?.start, tokens[to - 1]?.end)
    .replaceAll(/[\s\p{Cc}]+/gu, " ")
    .trim();
}

/** "not 15k", "instead of 3 by 4": what starts here is said to be wrong. */
export function isRuledOut({ tokens }: Text, at: number): boolean {
  const before = `${wordAt(tokens, at - 2)} ${wordAt(tokens, at - 1)}`;
  return /(?:^| )not$|^instead of$|^rather than$/.test(before);
}

/** The first `most` UTF-16 units of a text, without half a character at the end. */
export const cutTo = (text: string, most: number): string => text.slice(0, most).replace(/[\uD800-\uDBFF]$/, "");
