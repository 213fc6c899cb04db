import { wordAt } from "./lexicon.ts";
import type { Numeral, Token } from "./tokens.ts";
import { betweenSides, currencyMarks, footUnit, inchWords, type LengthUnit, lengthUnits, metreUnit } from "./units.ts";

/** A number with the unit that was said with it; `extraCm` are its inches or centimetres: 10' 6", 3m20. */
export type Length = { numeral: Numeral; unit: LengthUnit | undefined; extraCm: number; next: number };

/** The length that starts at a token, with or without a unit; money is none. */
export function readLength(tokens: readonly Token[], at: number): Length | undefined {
  const token = tokens[at];
  const before = tokens[at - 1];
  const isMoney = before?.kind === "mark" && currencyMarks[before.text] !== undefined;
  if (token?.kind !== "number" || token.scaled || isMoney) return undefined;
  const next = tokens[at + 1];
  const isFeet = next?.kind === "mark" && next.text === "'";
  const unit = isFeet ? { value: footUnit, length: 1 } : lengthUnits(tokens, at + 1);
  if (!unit) return { numeral: token, unit: undefined, extraCm: 0, next: at + 1 };
  const afterUnit = at + 1 + unit.length;
  const extra = readExtra(tokens, afterUnit, unit.value);
  return { numeral: token, unit: unit.value, extraCm: extra?.cm ?? 0, next: extra?.next ?? afterUnit };
}

type Extra = { cm: number; next: number };

function readExtra(tokens: readonly Token[], at: number, unit: LengthUnit): Extra | undefined {
  const token = tokens[at];
  if (token?.kind !== "number" || token.scaled || token.value < 0) return undefined;
  const touches = tokens[at - 1]?.end === token.start;
  if (unit === footUnit && token.value < 12) return readInches(tokens, at, token.value, touches);
  if (unit === metreUnit && token.value >= 10 && token.value < 100)
    return readCentimetres(tokens, at, token.value, touches);
  return undefined;
}

function readInches(tokens: readonly Token[], at: number, inches: number, touches: boolean): Extra | undefined {
  const next = tokens[at + 1];
  const isMarked = (next?.kind === "mark" && next.text === '"') || inchWords(tokens, at + 1) !== undefined;
  return isMarked || touches ? { cm: inches * 2.54, next: at + (isMarked ? 2 : 1) } : undefined;
}

/** "3m20", "two metres fifty", "2 m 50 cm". */
function readCentimetres(tokens: readonly Token[], at: number, cm: number, touches: boolean): Extra | undefined {
  const next = tokens[at + 1];
  if (lengthUnits(tokens, at + 1)?.value.cm === 1) return { cm, next: at + 2 };
  const ends = next === undefined || next.kind === "mark" || betweenSides.has(wordAt(tokens, at + 1) ?? "");
  return touches || ends ? { cm, next: at + 1 } : undefined;
}

/** In whole centimetres, by the unit that was said or the one that is assumed. */
export function centimetres({ numeral, extraCm }: Length, unit: LengthUnit): number {
  const value = unit.cm >= 30 && numeral.decimal !== undefined ? numeral.decimal : numeral.value;
  return Math.round(value * unit.cm + extraCm);
}
