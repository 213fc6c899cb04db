import { wordAt } from "./lexicon.ts";
import { isRuledOut, type Text } from "./text.ts";
import type { Numeral, Token } from "./tokens.ts";
import {
  areaUnits,
  betweenSides,
  budgetCues,
  currencyMarks,
  currencyWords,
  dollarPrefixes,
  lengthUnits,
  lowerWords,
  otherMoneyCues,
  otherUnits,
  raiseWords,
  unknownCurrencies,
} from "./units.ts";
import { roomWords } from "./vocabulary.ts";

/** An amount as it was said, in whole currency units, not yet judged. */
export type Money = {
  from: number;
  to: number;
  amount: number;
  currency?: string;
  /** Written like a currency, but none or several: "20000 doubloons", "20000 kr". */
  unknownCurrency?: string;
  /** "5k more": to be added to or taken from what is known. */
  change?: "raise" | "lower";
};

type Currency = { code?: string; unknown?: string; length: number };

const currencyCodes = new Set(Intl.supportedValuesOf("currency"));

/** Every amount of money in the text. A number is money by its currency, its k or thousand, a word like budget, or because it was asked for. */
export function readMoney(text: Text, asked: boolean): Money[] {
  const namesRoom = asked && text.tokens.some((_, at) => roomWords(text.tokens, at));
  const found: Money[] = [];
  for (const [at, token] of text.tokens.entries()) {
    if (token.kind !== "number" || text.used(at) || text.questions.has(text.sentence[at] ?? 0)) continue;
    const money = readAmount(text, at, token, asked && !(namesRoom && token.value < 100));
    if (!money || isSpentElsewhere(text, at)) continue;
    text.use(money.from, money.to);
    if (!isRuledOut(text, money.from) && !isPart(text, money.from)) found.push(money);
  }
  return found;
}

function readAmount(text: Text, at: number, numeral: Numeral, asked: boolean): Money | undefined {
  const { tokens } = text;
  const before = currencyBefore(tokens, at);
  const million = before && ["m", "mn", "mil"].includes(wordAt(tokens, at + 1) ?? "") ? 1 : 0;
  const after = currencyAfter(text, at + 1 + million);
  const to = at + 1 + million + (after?.length ?? 0);
  const counted = isCounted(tokens, at + 1);
  const named = cueBefore(text, at, (k) => budgetCues(tokens, k) !== undefined) && numeral.value >= 100;
  const said =
    before ||
    after ||
    (!counted &&
      (numeral.scaled || named || saysBudget(text, at) || isBare(text, at, numeral) || (asked && isAlone(text, at))));
  if (!said) return undefined;
  const code = before?.code ?? after?.code;
  const unknown = before?.unknown ?? after?.unknown;
  const change = changeOf(tokens, at - (before?.length ?? 0), to);
  return {
    from: rangeStart(text, at - (before?.length ?? 0)),
    to,
    amount: numeral.value * (million ? 1_000_000 : 1),
    ...(code && { currency: code }),
    ...(unknown && !code && { unknownCurrency: unknown }),
    ...(change && { change }),
  };
}

function currencyBefore(tokens: readonly Token[], at: number): Currency | undefined {
  const token = tokens[at - 1];
  const prefix = tokens[at - 2];
  const dollars = prefix?.kind === "word" && prefix.end === token?.start ? dollarPrefixes[prefix.text] : undefined;
  if (token?.kind === "mark" && token.text === "$" && dollars) return { code: dollars, length: 2 };
  if (token?.kind === "mark" && currencyMarks[token.text]) return { code: currencyMarks[token.text] ?? "", length: 1 };
  const word = currencyWords(tokens, at - 1);
  return word?.value && word.length === 1 ? { code: word.value, length: 1 } : undefined;
}

function currencyAfter(text: Text, at: number): Currency | undefined {
  const { tokens, source } = text;
  const token = tokens[at];
  const next = tokens[at + 1];
  if (token?.kind === "mark") {
    const code = currencyMarks[token.text];
    // In "3x4 €20k" the sign belongs to the number it touches.
    const belongsToNext = next?.kind === "number" && next.start === token.end && tokens[at - 1]?.end !== token.start;
    return code && !belongsToNext ? { code, length: 1 } : undefined;
  }
  const word = currencyWords(tokens, at);
  if (word) return { ...(word.value ? { code: word.value } : { unknown: word.phrase }), length: word.length };
  if (token?.kind !== "word") return undefined;
  if (unknownCurrencies.has(token.text)) return { unknown: token.text, length: 1 };
  const written = source.slice(token.start, token.end);
  if (!/^[A-Z]{3}$/.test(written) || lengthUnits(tokens, at)) return undefined;
  return currencyCodes.has(written) ? { code: written, length: 1 } : { unknown: written, length: 1 };
}

/** Metres, weeks, percent: a number of something is no money. */
function isCounted(tokens: readonly Token[], next: number): boolean {
  const token = tokens[next];
  if (token?.kind === "mark") return "%'\"".includes(token.text);
  const word = wordAt(tokens, next) ?? "";
  const unit = lengthUnits(tokens, next) ?? areaUnits(tokens, next);
  return unit !== undefined || otherUnits.has(word) || (betweenSides.has(word) && tokens[next + 1]?.kind === "number");
}

/** "I paid 300k for the flat and have 15k left": the first is no budget, the second is. */
function isSpentElsewhere({ tokens, segment }: Text, at: number): boolean {
  for (let k = at - 1; k >= 0 && segment[k] === segment[at] && wordAt(tokens, k) !== "and"; k--) {
    if (otherMoneyCues.has(wordAt(tokens, k) ?? "")) return true;
    if (tokens[k]?.kind === "number") return false;
  }
  return false;
}

/** "20k, of which 12k for the kitchen": the second is in the first. */
function isPart({ tokens }: Text, from: number): boolean {
  return partWords.test([3, 2, 1].map((back) => wordAt(tokens, from - back) ?? "").join(" "));
}
const partWords = /\b(?:of (?:which|that|this)|including|includes|thereof)(?: (?:about|around|roughly|up to))?$/;

/** How many tokens before its number a cue may stand: a bound, so that a long text stays cheap to read. */
const farthestCue = 25;

function cueBefore(text: Text, at: number, isCue: (at: number) => boolean): boolean {
  const start = Math.max(0, at - farthestCue);
  for (let k = at - 1; k >= start && text.segment[k] === text.segment[at]; k--) if (isCue(k)) return true;
  return false;
}

/** "budget 50" and "budget: -5" are about money however odd the amount. */
function saysBudget({ tokens }: Text, at: number): boolean {
  return [1, 2, 3].some((back) => wordAt(tokens, at - back) === "budget");
}

/** "Kitchen 12 m², 18000, rustic", "kitchen 12 m² 18000": too many for anything but money, and no year. */
function isBare({ tokens, segment, used }: Text, at: number, { value }: Numeral): boolean {
  const next = tokens[at + 1];
  const ends = next === undefined || next.kind === "mark";
  const before = wordAt(tokens, at - 1) === "and" ? at - 2 : at - 1;
  const follows = ends && (used(before) || roomWords(tokens, before) !== undefined);
  const isOnly = tokens.every((token, k) => k === at || segment[k] !== segment[at] || token.kind === "mark");
  return (isOnly || follows) && value >= leastBare && !(value >= 1900 && value <= 2100);
}
const leastBare = 1_000;

/** The only number left when money was asked for, the lower end of a range aside. */
function isAlone(text: Text, at: number): boolean {
  const lower = rangeStart(text, at);
  return text.tokens.every((token, k) => k === at || k === lower || token.kind !== "number" || text.used(k));
}

/** "15-20k" and "between 15 and 20k": the upper end is the limit, the lower one is read with it. */
function rangeStart({ tokens, used }: Text, from: number): number {
  const link = tokens[from - 1];
  const joins =
    link &&
    ((link.kind === "mark" && link.text === "-") || (link.kind === "word" && ["to", "and", "or"].includes(link.text)));
  const lower = tokens[from - 2];
  if (!joins || lower?.kind !== "number" || used(from - 2)) return from;
  return from - 2;
}

function changeOf(tokens: readonly Token[], from: number, to: number): Money["change"] {
  const after = wordAt(tokens, to);
  if (after === "extra" || (after === "more" && wordAt(tokens, to + 1) !== "or")) return "raise";
  if (after === "less") return "lower";
  const before = [1, 2, 3, 4, 5].map((back) => wordAt(tokens, from - back) ?? "");
  if (before[0] !== "by") return before[0] === "add" ? "raise" : lowerWords.has(before[0] ?? "") ? "lower" : undefined;
  if (before.some((verb) => raiseWords.has(verb))) return "raise";
  return before.some((verb) => lowerWords.has(verb)) ? "lower" : undefined;
}
