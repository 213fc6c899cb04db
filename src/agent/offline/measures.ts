import { centimetres, type Length, readLength } from "./lengths.ts";
import { wordAt } from "./lexicon.ts";
import { isRuledOut, type Text } from "./text.ts";
import type { Token } from "./tokens.ts";
import { approximations, areaUnits, betweenSides, type LengthUnit, metreUnit, type Side, sideWords } from "./units.ts";

/** A size as it was said, in centimetres and square metres, not yet judged. */
export type Measure = {
  from: number;
  to: number;
  widthCm?: number;
  lengthCm?: number;
  heightCm?: number;
  areaM2?: number;
  /** One length without saying which side: it cannot be saved. */
  oneSide?: true;
  imperial: boolean;
  /** No unit was said, so one was assumed. */
  assumed: boolean;
};

/** Every size in the text; bare numbers are left to the rule that knows what was asked. `home` is the unit of "3 by 4". */
export function readMeasures(text: Text, home: LengthUnit | undefined): Measure[] {
  const measures: Measure[] = [];
  for (let at = 0; at < text.tokens.length; at++) {
    const measure =
      readSides(text.tokens, at, home) ??
      readArea(text.tokens, at, areaUnitAfter(text.tokens, at)) ??
      readArea(text.tokens, at, areaUnitBefore(text.tokens, at)) ??
      readNamedSide(text.tokens, at, home) ??
      readLoose(text.tokens, at);
    if (!measure) continue;
    if (!measure.oneSide) text.use(measure.from, measure.to);
    if (!isRuledOut(text, measure.from)) measures.push(measure);
    at = measure.to - 1;
  }
  return measures;
}

/** "3 by 4 m", "3 m wide x 4 m long", "10' x 12'", "3 x 4 x 2.5". */
function readSides(tokens: readonly Token[], at: number, home: LengthUnit | undefined): Measure | undefined {
  const first = readLength(tokens, at);
  const second = first && readLength(tokens, afterSeparator(tokens, first.next));
  if (!first || !second) return undefined;
  const third = readLength(tokens, afterSeparator(tokens, second.next));
  const all = third ? [first, second, third] : [first, second];
  const said = all.findLast(({ unit }) => unit)?.unit;
  const unit = said ?? home ?? guessUnit(Math.max(...all.map(({ numeral }) => Math.abs(numeral.value))));
  const cm = (length: Length) => centimetres(length, length.unit ?? unit);
  return {
    from: at,
    to: skipSideWord(tokens, (third ?? second).next),
    widthCm: cm(first),
    lengthCm: cm(second),
    ...(third && { heightCm: cm(third) }),
    imperial: unit.imperial ?? false,
    assumed: said === undefined,
  };
}

/** Where the next side starts, if a separator stands here: -1 otherwise. */
function afterSeparator(tokens: readonly Token[], at: number): number {
  const separator = skipSideWord(tokens, at);
  return betweenSides.has(wordAt(tokens, separator) ?? "") ? separator + 1 : -1;
}

function skipSideWord(tokens: readonly Token[], at: number): number {
  const side = sideWords(tokens, at);
  return side && side.value !== "height" ? at + side.length : at;
}

/** People measure rooms in metres, or in centimetres or millimetres with hundreds and thousands. */
function guessUnit(largest: number): LengthUnit {
  if (largest >= 1_000) return { cm: 0.1 };
  return largest >= 50 ? { cm: 1 } : metreUnit;
}

type FoundAreaUnit = NonNullable<ReturnType<typeof areaUnits>>;

function readArea(tokens: readonly Token[], at: number, unit: FoundAreaUnit | undefined): Measure | undefined {
  const token = tokens[at];
  if (token?.kind !== "number" || token.scaled || !unit) return undefined;
  const { m2, imperial = false } = unit.value;
  const length = areaUnits(tokens, at + 1)?.length ?? 0;
  const areaM2 = Math.round(token.value * m2 * 100) / 100;
  return { from: at, to: at + 1 + length, areaM2, imperial, assumed: false };
}

const mostListed = 20;

/** The unit behind a number; in "12, 5 and 14 m²" all three share it. */
function areaUnitAfter(tokens: readonly Token[], at: number): FoundAreaUnit | undefined {
  let number = at;
  for (let listed = 0; listed < mostListed && tokens[number]?.kind === "number"; listed++) {
    const unit = areaUnits(tokens, number + 1);
    if (unit) return unit;
    const link = tokens[number + 1];
    if (link === undefined || link.kind === "number" || ![",", "and"].includes(link.text)) return undefined;
    number += link.text === "," && wordAt(tokens, number + 2) === "and" ? 3 : 2;
  }
  return undefined;
}

const leastSum = 1_000;

/** In "25 m² and 14" the last number shares the unit of the one before. */
function areaUnitBefore(tokens: readonly Token[], at: number): FoundAreaUnit | undefined {
  const token = tokens[at];
  const next = tokens[at + 1];
  const isLast = next === undefined || (next.kind === "mark" && ".!?,".includes(next.text));
  const isSum = token?.kind === "number" && token.value >= leastSum;
  if (!isLast || isSum || wordAt(tokens, at - 1) !== "and") return undefined;
  for (const back of [2, 3, 4]) {
    const unit = tokens[at - 1 - back]?.kind === "number" ? areaUnits(tokens, at - back) : undefined;
    if (unit?.length === back - 1) return unit;
  }
  return undefined;
}

/** "2.6 m high", "ceiling height is 2.6", "3 m wide". */
function readNamedSide(tokens: readonly Token[], at: number, home: LengthUnit | undefined): Measure | undefined {
  const length = readLength(tokens, at);
  const after = length && sideWords(tokens, length.next);
  if (length && after) return namedSide(length, after.value, at, length.next + after.length, home);
  const before = sideWords(tokens, at);
  if (!before) return undefined;
  let number = at + before.length;
  while (approximations.has(wordAt(tokens, number) ?? "")) number++;
  const said = readLength(tokens, number);
  // "ceiling 3 x 4" and "a long 3 by 4 room" are sides of their own.
  if (!said || afterSeparator(tokens, said.next) > 0 || areaUnits(tokens, number + 1)) return undefined;
  return namedSide(said, before.value, at, said.next, home);
}

function namedSide(length: Length, side: Side, from: number, to: number, home: LengthUnit | undefined): Measure {
  const unit = length.unit ?? home ?? guessUnit(Math.abs(length.numeral.value));
  const value = centimetres(length, unit);
  const key = { width: "widthCm", length: "lengthCm", height: "heightCm" } as const;
  return { from, to, [key[side]]: value, imperial: unit.imperial ?? false, assumed: length.unit === undefined };
}

function readLoose(tokens: readonly Token[], at: number): Measure | undefined {
  const length = readLength(tokens, at);
  if (!length?.unit) return undefined;
  return { from: at, to: length.next, oneSide: true, imperial: length.unit.imperial ?? false, assumed: false };
}
