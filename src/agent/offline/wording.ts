import { once, onceFor } from "../../once.ts";
import { minorDigitsOf } from "../../sessions/money.ts";
import { wordAt } from "./lexicon.ts";
import { tokenize } from "./tokens.ts";
import { roomQualifiers, roomWords } from "./vocabulary.ts";

type Sides = { [key in "widthCm" | "lengthCm" | "heightCm" | "areaM2"]?: number | null | undefined };

/** "3 × 4 m (12 m²), 2.6 m high"; empty when nothing is known. */
export function sizeWords({ widthCm, lengthCm, heightCm, areaM2 }: Sides, imperial = false): string {
  const area = areaM2 ?? (widthCm && lengthCm ? (widthCm * lengthCm) / 10_000 : undefined);
  const areaWords = area
    ? `${number(area)} m²${imperial ? `, about ${number(Math.round(area / 0.09290304))} sq ft` : ""}`
    : "";
  const parts: string[] = [];
  if (widthCm && lengthCm) parts.push(`${metres(widthCm)} × ${metres(lengthCm)} m (${areaWords})`);
  else if (areaWords) parts.push(areaWords);
  else if (widthCm) parts.push(`${metres(widthCm)} m wide`);
  else if (lengthCm) parts.push(`${metres(lengthCm)} m long`);
  if (heightCm) parts.push(`${metres(heightCm)} m high`);
  return parts.join(", ");
}

const allDigits = onceFor((currency) => new Intl.NumberFormat("en", { style: "currency", currency }));
const wholeUnits = onceFor(
  (currency) => new Intl.NumberFormat("en", { style: "currency", currency, maximumFractionDigits: 0 }),
);

/** "€20,000"; the bare number while no currency is known. */
export function moneyWords(amount: number, currency: string | null | undefined): string {
  if (!currency) return number(amount);
  return (Number.isInteger(amount) ? wholeUnits : allDigits)(currency).format(amount);
}

/** Integer minor units to whole currency units, by the currency's own number of decimals. */
export function fromMinorUnits(minor: number, currency: string): number {
  return minor / 10 ** minorDigitsOf(currency);
}

/** "the kitchen", "bathroom 2"; a name that the homeowner made up is quoted instead. */
export function theRoom(name: string): string {
  if (!isPlainName(name)) return `“${name}”`;
  return isNumbered(name) ? name.toLowerCase() : `the ${name.toLowerCase()}`;
}

/** "a kitchen", "an office", "a utility room", "bathroom 2". */
export function aRoom(name: string): string {
  if (!isPlainName(name) || isNumbered(name)) return theRoom(name);
  return `${/^(?!uti)[aeiou]/i.test(name) ? "an" : "a"} ${name.toLowerCase()}`;
}

const isNumbered = (name: string) => /\d$/.test(name);

/** "a, b and c". */
export const list = (parts: readonly string[]) =>
  parts.length < 2 ? (parts[0] ?? "") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;

export const capitalised = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

const twoDecimals = once(() => new Intl.NumberFormat("en", { maximumFractionDigits: 2 }));
const number = (value: number) => twoDecimals().format(value);
const metres = (cm: number) => number(cm / 100);

/** Made of the vocabulary's words alone, so that an article fits. */
function isPlainName(name: string): boolean {
  const tokens = tokenize(name);
  let at = 0;
  while (roomQualifiers.has(wordAt(tokens, at) ?? "")) at++;
  const room = roomWords(tokens, at);
  const rest = tokens.slice(at + (room?.length ?? 0));
  return room !== undefined && rest.every(({ kind }) => kind === "number");
}
