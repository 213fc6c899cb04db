type Span = { start: number; end: number };
type Word = Span & { kind: "word"; text: string };
export type Numeral = Span & {
  kind: "number";
  value: number;
  /** "3.500" is 3500 euros but 3.5 metres: the second reading, where there is one. */
  decimal?: number;
  /** Written with k, grand, thousand or million, as only money is. */
  scaled: boolean;
};
/** Punctuation with a meaning. `.` `!` `?` end a sentence, `,` a segment; `-` stands between two numbers; `'` and `"` follow one. */
type Mark = Span & { kind: "mark"; text: string };
export type Token = Word | Numeral | Mark;

const wordShape = /\p{L}+(?:['’]\p{L}+)*(?:['’](?=\s|$))?/uy;
const numberShape = /\d{1,3}([ .,'’\u00a0\u202f])\d{3}(?:\1\d{3})*(?!\d)(?:[.,]\d{1,2}(?!\d))?|\d+(?:[.,]\d+)?/y;
const fractionShape = /\s?([½¼¾⅓⅔])|\s?\b([1-3])\/([234])\b/y;
const fractions: Record<string, number> = { "½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3 };
const marks: Record<string, string> = {
  ".": ".", "!": "!", "?": "?", ";": ".", "\n": ".", ",": ",", "(": ",", ")": ",", "/": ",", "—": ",", "…": ".", "|": ",", "•": ",",
  "%": "%", "€": "€", $: "$", "£": "£", "¥": "¥", "₹": "₹", "₴": "₴", "₺": "₺",
}; // prettier-ignore
const signWords: Record<string, string> = { "×": "x", "*": "x", "✕": "x", "&": "and", "+": "and", "👍": "ok" };
const abbreviations = new Set(["sq", "approx", "ca", "max", "min", "ft", "m", "cm", "appr"]);
const squaredUnits = new Set(["m", "ft", "km", "cm"]);

/** Splits text into lower-case words without apostrophes, numbers in any usual notation, and the punctuation that matters. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const token = readWord(text, at) ?? readNumber(text, at) ?? readMark(text, at, tokens.at(-1));
    if (token && keepsMeaning(token, text, tokens.at(-1))) tokens.push(token);
    at = token?.end ?? at + ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1);
  }
  return tokens;
}

function readWord(text: string, start: number): Word | undefined {
  const match = matchAt(wordShape, text, start);
  if (!match) return undefined;
  const word = match[0].toLowerCase().replaceAll(/['’]/g, "");
  const end = start + match[0].length;
  const squared = squaredUnits.has(word) ? matchAt(/(?:²|\^?2)(?![\p{L}\d])/uy, text, end) : undefined;
  if (squared) return { kind: "word", text: `${word}2`, start, end: end + squared[0].length };
  return { kind: "word", text: word, start, end };
}

function readNumber(text: string, start: number): Numeral | undefined {
  const alone = matchAt(fractionShape, text, start);
  if (alone && !/\s/.test(alone[0])) {
    return { kind: "number", value: fractionOf(alone), scaled: false, start, end: start + alone[0].length };
  }
  const match = matchAt(numberShape, text, start);
  if (!match) return undefined;
  let end = start + match[0].length;
  const fraction = matchAt(fractionShape, text, end);
  if (fraction) end += fraction[0].length;
  const sign = isNegative(text, start) ? -1 : 1;
  const { value, decimal } = numberOf(match[0], match[1]);
  const numeral = { kind: "number", scaled: false, start, end } as const;
  if (fraction) return { ...numeral, value: sign * (value + fractionOf(fraction)) };
  return { ...numeral, value: sign * value, ...(decimal === undefined ? {} : { decimal: sign * decimal }) };
}

function numberOf(digits: string, group: string | undefined): { value: number; decimal?: number } {
  if (group === undefined) return { value: Number(digits.replace(",", ".")) };
  const value = Number(digits.replaceAll(group, "").replace(",", "."));
  const couldBeDecimal = (group === "." || group === ",") && digits.split(group).length === 2;
  return couldBeDecimal ? { value, decimal: Number(digits.replace(group, ".")) } : { value };
}

function fractionOf(match: RegExpExecArray): number {
  const [, sign, over, under] = match;
  return sign ? (fractions[sign] ?? 0) : Number(over) / Number(under);
}

/** A minus belongs to the number when it touches it and nothing touches the minus: "budget -5", "-€5", but "3-4" is a range. */
function isNegative(text: string, start: number): boolean {
  const before = text.slice(Math.max(0, start - 8), start);
  return /(?:^|[^\d\s]\s+|[€$£(,:]\s*)[-−][€$£]?$/.test(before) && !/\d\s*[-−]/.test(before);
}

function readMark(text: string, start: number, last: Token | undefined): Token | undefined {
  const sign = String.fromCodePoint(text.codePointAt(start) ?? 0);
  const end = start + sign.length;
  const word = signWords[sign];
  if (word) return { kind: "word", text: word, start, end };
  const touchesNumber = last?.kind === "number" && last.end === start;
  if ("'’′".includes(sign)) return touchesNumber ? { kind: "mark", text: "'", start, end } : undefined;
  if ('"”″'.includes(sign)) return touchesNumber ? { kind: "mark", text: '"', start, end } : undefined;
  if ("-–−".includes(sign)) return readDash(text, start, last);
  const mark = marks[sign];
  return mark ? { kind: "mark", text: mark, start, end } : undefined;
}

function readDash(text: string, start: number, last: Token | undefined): Mark | undefined {
  const end = start + 1;
  const next = text.slice(end).trimStart();
  if (last?.kind !== "mark" && last && /^[\d€$£]/.test(next) && (last.kind === "number" || last.text === "k")) {
    return { kind: "mark", text: "-", start, end };
  }
  return /\s/.test(text[start - 1] ?? "") && /\s/.test(text[end] ?? "")
    ? { kind: "mark", text: ",", start, end }
    : undefined;
}

/** "sq. m" and "approx. 12" go on after their dot. */
function keepsMeaning(token: Token, text: string, last: Token | undefined): boolean {
  if (token.kind !== "mark" || token.text !== "." || text[token.start] !== ".") return true;
  return !(
    last?.kind === "word" &&
    abbreviations.has(last.text) &&
    /^\s*[\p{Ll}\d]/u.test(text.slice(token.end, token.end + 5))
  );
}

function matchAt(shape: RegExp, text: string, at: number): RegExpExecArray | undefined {
  shape.lastIndex = at;
  return shape.exec(text) ?? undefined;
}
