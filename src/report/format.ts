import { once, onceFor } from "../once.ts";
import { minorDigitsOf } from "../sessions/money.ts";

const locale = "en-GB";
// At first use: together they take 7 ms and 5 MB, which no start has to wait for.
const days = once(
  () => new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" }),
);
const shortDays = once(() => new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", timeZone: "UTC" }));
const numbers = once(() => new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }));

const exact = onceFor((currency) => new Intl.NumberFormat(locale, { style: "currency", currency }));
const brief = onceFor(
  (currency) => new Intl.NumberFormat(locale, { style: "currency", currency, trailingZeroDisplay: "stripIfInteger" }),
);

const toMajor = (minor: number, currency: string) => minor / 10 ** minorDigitsOf(currency);

/** `€1,234.50`: every amount of a table with the same digits. */
export const money = (minor: number, currency: string): string => exact(currency).format(toMajor(minor, currency));

/** `€20,000`: without decimals when there are none. */
export const roundMoney = (minor: number, currency: string): string => brief(currency).format(toMajor(minor, currency));

/** `1234.50`: for programs. */
export const decimal = (minor: number, currency: string): string =>
  toMajor(minor, currency).toFixed(minorDigitsOf(currency));

export const number = (value: number): string => numbers().format(value);

/** `7 Dec 2026`, of a day or a moment (in UTC). */
export const day = (iso: string): string => days().format(new Date(iso));

/** `7 Dec 2026 – 15 Jan 2027` */
export const dayRange = (from: string, to: string): string => (from === to ? day(from) : `${day(from)} – ${day(to)}`);

/** `7 Dec`, or with the second day `7–9 Dec` and `30 Nov – 2 Dec`. */
export function shortRange(from: string, to: string): string {
  const last = shortDays().format(new Date(to));
  if (from === to) return last;
  const sameMonth = from.slice(0, 7) === to.slice(0, 7);
  return sameMonth ? `${Number(from.slice(8))}–${last}` : `${shortDays().format(new Date(from))} – ${last}`;
}

/** `1 task`, `3 tasks` */
export const count = (many: number, one: string, more = `${one}s`): string =>
  `${number(many)} ${many === 1 ? one : more}`;

/** `kitchen_fitting` as `Kitchen fitting`. */
export function words(slug: string): string {
  const text = slug.replaceAll(/[_-]+/g, " ").trim();
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const unitSymbols = { m2: "m²", m: "m", litre: "l", piece: "", set: "" };

/** `12 m²`, `3`, `1 set` */
export function quantity(value: number, unit: keyof typeof unitSymbols): string {
  if (unit === "set") return count(value, "set");
  return `${number(value)} ${unitSymbols[unit]}`.trim();
}

export const unitName = { m2: "m²", m: "m", litre: "litre", piece: "piece", set: "set" } as const;

type Sizes = { widthCm: number | null; lengthCm: number | null; heightCm: number | null };

/** What is known of a room's size: `3 × 4 m`, `2.5 m high`, `12 m²`. */
export function roomSize({ widthCm, lengthCm, heightCm }: Sizes, areaM2: number | null): string[] {
  const metres = (centimetres: number) => number(centimetres / 100);
  return [
    widthCm && lengthCm ? `${metres(widthCm)} × ${metres(lengthCm)} m` : undefined,
    areaM2 ? `${number(areaM2)} m²` : undefined,
    heightCm ? `${metres(heightCm)} m high` : undefined,
  ].filter((part) => part !== undefined);
}
