import { wordAt } from "./lexicon.ts";
import type { Numeral, Token } from "./tokens.ts";

const small =
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen";
const units = new Map(small.split(" ").map((word, value) => [word, value]));
const tens = new Map(
  "twenty thirty forty fifty sixty seventy eighty ninety".split(" ").map((word, index) => [word, 20 + 10 * index]),
);
const scales = new Map([
  ["hundred", 100],
  ["thousand", 1_000],
  ["k", 1_000],
  ["grand", 1_000],
  ["tsd", 1_000],
  ["lakh", 100_000],
  ["million", 1_000_000],
  ["mio", 1_000_000],
  ["mln", 1_000_000],
]);
/** After these "one" stands for a thing: "the other one". */
const beforePronoun = new Set(
  "this that which no other the new another each any every modern small big nice first second last".split(" "),
);

/** "the other one", "I don't have one yet". */
const isPronoun = (tokens: readonly Token[], at: number) =>
  beforePronoun.has(wordAt(tokens, at - 1) ?? "") || /^(?:dont|havent|not)$/.test(wordAt(tokens, at - 2) ?? "");

/** Replaces numbers in words, and numbers followed by k, thousand and the like, by one number token each. */
export function foldNumbers(tokens: readonly Token[]): Token[] {
  const folded: Token[] = [];
  for (let at = 0; at < tokens.length;) {
    const number = readNumberAt(tokens, at);
    const token = tokens[at];
    if (number) folded.push(number.numeral);
    else if (token) folded.push(token);
    at = number?.next ?? at + 1;
  }
  return folded;
}

type Part = { value: number; next: number; scaled: boolean };

function readNumberAt(tokens: readonly Token[], at: number): { numeral: Numeral; next: number } | undefined {
  const first = tokens[at];
  const part = first?.kind === "number" ? readScales(tokens, first.value, at + 1) : readWords(tokens, at);
  if (!first || !part) return undefined;
  const { value, next, scaled } = readScaledFraction(tokens, part);
  const last = tokens[next - 1];
  const untouched = first.kind === "number" && next === at + 1;
  if (untouched) return { numeral: first, next };
  return { numeral: { kind: "number", value, scaled, start: first.start, end: last?.end ?? first.end }, next };
}

/** "20 k", "2.5 million". */
function readScales(tokens: readonly Token[], value: number, next: number): Part {
  const scale = scales.get(wordAt(tokens, next) ?? "");
  if (scale === undefined) return { value, next, scaled: false };
  return { ...readScales(tokens, value * scale, next + 1), scaled: true };
}

/** "twenty-five thousand", "a hundred and twenty", "half a million". */
function readWords(tokens: readonly Token[], at: number): Part | undefined {
  const word = wordAt(tokens, at) ?? "";
  const scaleAfterArticle = scales.get(wordAt(tokens, at + 1) ?? "");
  if ((word === "a" || word === "an") && scaleAfterArticle && wordAt(tokens, at + 1) !== "k") {
    return readRest(tokens, { value: 1, next: at + 1, scaled: false });
  }
  const portion = readPortion(tokens, at);
  if (portion) return portion;
  if (word === "one" && isPronoun(tokens, at)) return undefined;
  const start = readBelowHundred(tokens, at);
  return start && readRest(tokens, start);
}

/** "half a million", "a quarter of a million", "three quarters of a million": of these, money alone is said. */
function readPortion(tokens: readonly Token[], at: number): Part | undefined {
  const words = [0, 1, 2, 3, 4].map((offset) => wordAt(tokens, at + offset) ?? "").join(" ");
  const found = /^(half|(?:an?|one) quarter|three quarters)(?: of)?(?: an?)? (?:million|mil)\b/.exec(words);
  if (!found) return undefined;
  const portion = { half: 0.5, three: 0.75 }[found[1]?.split(" ")[0] ?? ""] ?? 0.25;
  return { value: portion * 1_000_000, next: at + found[0].split(" ").length, scaled: true };
}

function readBelowHundred(tokens: readonly Token[], at: number): Part | undefined {
  const word = wordAt(tokens, at) ?? "";
  const ten = tens.get(word);
  const unit = units.get(ten === undefined ? word : (wordAt(tokens, at + 1) ?? ""));
  if (ten === undefined) return unit === undefined ? undefined : { value: unit, next: at + 1, scaled: false };
  const compound = unit !== undefined && unit >= 1 && unit <= 9;
  return { value: ten + (compound ? unit : 0), next: at + (compound ? 2 : 1), scaled: false };
}

/** Scales after a first part, and what follows them: "(two) hundred and fifty thousand". */
function readRest(tokens: readonly Token[], start: Part): Part {
  let total = 0;
  let current = start.value;
  let { next, scaled } = start;
  let seenScale = false;
  for (;;) {
    const scale = scales.get(wordAt(tokens, next) ?? "");
    if (scale !== undefined) {
      if (scale === 100) current *= 100;
      else total += current * scale;
      if (scale > 100) current = 0;
      scaled ||= scale > 100;
      seenScale = true;
      next++;
      continue;
    }
    const following = seenScale && readBelowHundred(tokens, wordAt(tokens, next) === "and" ? next + 1 : next);
    if (!following) return { value: total + current, next, scaled };
    current += following.value;
    next = following.next;
    seenScale = scales.has(wordAt(tokens, next) ?? "");
  }
}

/** "three and a half", "twelve and a half thousand". */
function readScaledFraction(tokens: readonly Token[], part: Part): Part {
  const fraction = readFraction(tokens, part);
  return fraction === part ? part : readScales(tokens, fraction.value, fraction.next);
}

/** "three point five", "three and a half". */
function readFraction(tokens: readonly Token[], part: Part): Part {
  const word = (offset: number) => wordAt(tokens, part.next + offset);
  const decimal = word(0) === "point" ? units.get(word(1) ?? "") : undefined;
  if (decimal !== undefined) return { ...part, value: part.value + decimal / 10, next: part.next + 2 };
  if (word(0) === "and" && word(1) === "a" && (word(2) === "half" || word(2) === "quarter")) {
    return { ...part, value: part.value + (word(2) === "half" ? 0.5 : 0.25), next: part.next + 3 };
  }
  return part;
}
