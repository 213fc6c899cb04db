import { wordAt } from "./lexicon.ts";
import { emptyWords, politeWords } from "./talk-words.ts";
import type { Text } from "./text.ts";
import { styleFillers, styleNegations, styleNouns } from "./vocabulary.ts";

export type StyleMentions = {
  /** By weight: one that is called a style or a look comes first. */
  wanted: string[];
  rejected: string[];
  /** "Scandinavian or Japandi" leaves the choice open. */
  undecided: boolean;
};

/** Words that are one letter off a style's name and mean something else. */
const lookAlikes = new Set(["finish"]);

/** The catalogue's styles that a text asks for or turns down; among wishes, the "industrial lamp" is one and no style for all. */
export function readStyles(text: Text, amongWishes = false): StyleMentions {
  const wanted: string[] = [];
  const called: string[] = [];
  const rejected: string[] = [];
  let last: { end: number; rejected: boolean } | undefined;
  let undecided = false;
  for (let at = 0; at < text.tokens.length; at++) {
    const found = text.styleWords(text.tokens, at);
    if (!found || lookAlikes.has(wordAt(text.tokens, at) ?? "") || text.questions.has(text.sentence[at] ?? 0)) continue;
    const end = at + found.length;
    if (amongWishes && isOfThing(text, end)) continue;
    const isAlternative = last?.end === at - 1 && wordAt(text.tokens, at - 1) === "or";
    const isRejected = isAlternative && last ? last.rejected : isTurnedDown(text, at);
    undecided ||= isAlternative && !isRejected;
    (isRejected ? rejected : wanted).push(found.value);
    if (!isRejected && styleNouns.has(wordAt(text.tokens, end) ?? "")) called.push(found.value);
    text.use(at, end);
    last = { end, rejected: isRejected };
    at = end - 1;
  }
  const kept = [...new Set([...called, ...wanted])].filter((slug) => !rejected.includes(slug));
  return { wanted: kept, rejected: [...new Set(rejected)], undecided: undecided && kept.length > 1 };
}

/** A word that tells something follows, and it is no "style" or "look". */
function isOfThing({ tokens, styleWords }: Text, at: number): boolean {
  const word = wordAt(tokens, at);
  if (word === undefined || styleNouns.has(word) || styleWords(tokens, at)) return false;
  return !emptyWords.has(word) && !politeWords.has(word);
}

/** "not", "anything but", "we don't like", "instead of" before it, in the same breath. */
function isTurnedDown({ tokens, segment }: Text, at: number): boolean {
  for (let k = at - 1; k >= 0; k--) {
    const word = wordAt(tokens, k);
    if (word === "but") return wordAt(tokens, k - 1) === "anything";
    if (word === undefined || segment[k] !== segment[at]) return false;
    if (word === "of" || word === "than") return ["instead", "rather"].includes(wordAt(tokens, k - 1) ?? "");
    if (styleNegations.has(word)) return true;
    if (!styleFillers.has(word)) return false;
  }
  return false;
}
