import type { Room } from "../rooms/schema.ts";

const moneyFormat = (currency: string, options: Intl.NumberFormatOptions = {}) =>
  new Intl.NumberFormat(undefined, {
    style: "currency",
    currency,
    trailingZeroDisplay: "stripIfInteger",
    ...options,
  });

/** How many minor units make one of the currency: 100 cents to the euro, 1 to the yen. */
export const minorPerUnit = (currency: string) =>
  10 ** (moneyFormat(currency).resolvedOptions().maximumFractionDigits ?? 2);

/** Minor units as money in the reader's own notation, without decimals when there are none. */
export const formatMoney = (minor: number, currency: string) =>
  moneyFormat(currency).format(minor / minorPerUnit(currency));

/** The same without minor units: for overviews, where cents are noise. */
export const formatRound = (minor: number, currency: string) =>
  moneyFormat(currency, { maximumFractionDigits: 0 }).format(minor / minorPerUnit(currency));

export const metres = (centimetres: number) => formatNumber(centimetres / 100);
export const formatNumber = (value: number) =>
  new Intl.NumberFormat(undefined, { maximumFractionDigits: 2 }).format(value);

/** What is known of a room's size, such as `3 × 4 m`, `2.5 m high`, `12 m²`. */
export function formatSize({ widthCm, lengthCm, heightCm, areaM2 }: Room): string[] {
  const floor = widthCm && lengthCm ? (widthCm * lengthCm) / 10_000 : null;
  const area = areaM2 ?? floor;
  return [
    widthCm && lengthCm ? `${metres(widthCm)} × ${metres(lengthCm)} m` : undefined,
    area ? `${formatNumber(area)} m²` : undefined,
    heightCm ? `${metres(heightCm)} m high` : undefined,
  ].filter((part) => part !== undefined);
}

/** The time for today, else the day. */
export function formatMoment(iso: string, now = new Date()): string {
  const date = new Date(iso);
  if (date.toDateString() === now.toDateString()) {
    return new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit" }).format(date);
  }
  const year = date.getFullYear() === now.getFullYear() ? undefined : "numeric";
  return new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", year }).format(date);
}

/** A day without a time, such as `2026-12-07`, as `7 Dec`. */
export const formatDay = (day: string) => dayFormat.format(new Date(`${day}T00:00:00Z`));

/** Two days as the reader would write the span between them. */
export const formatDays = (from: string, to: string) =>
  spanFormat.formatRange(new Date(`${from}T00:00:00Z`), new Date(`${to}T00:00:00Z`));

/** The same where the year is said elsewhere. */
export const formatShortDays = (from: string, to: string) =>
  dayFormat.formatRange(new Date(`${from}T00:00:00Z`), new Date(`${to}T00:00:00Z`));

const dayFormat = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", timeZone: "UTC" });
const spanFormat = new Intl.DateTimeFormat(undefined, {
  day: "numeric",
  month: "short",
  year: "numeric",
  timeZone: "UTC",
});

/** A moment's day, with the year. */
export const formatDate = (iso: string) =>
  new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", year: "numeric" }).format(new Date(iso));

/** One or more of a thing: `1 task`, `3 tasks`. */
export const countOf = (count: number, one: string, more = `${one}s`) =>
  `${formatNumber(count)} ${count === 1 ? one : more}`;

/**
 * A number as people type it, `3.5` or `3,5`, `15 000` or `15.000`: a mark before exactly three last digits groups
 * thousands. Undefined for anything that is not a number above zero.
 */
export function readNumber(text: string): number | undefined {
  const plain = text.replaceAll(/[\s'’\u00a0\u202f]/g, "");
  const marks = plain.replaceAll(/([.,])(?=\d{3}(\D|$))/g, "").replace(",", ".");
  return /^\d+(\.\d+)?$/.test(marks) && Number(marks) > 0 ? Number(marks) : undefined;
}

/** `living_room` as `Living room`. */
export function formatSlug(slug: string): string {
  const words = slug.replaceAll(/[_-]+/g, " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A session's first title: what was asked, cut at a word. */
export function titleOf(text: string, longest = 60): string {
  const line = text.trim().replaceAll(/\s+/g, " ");
  if (line.length <= longest) return line;
  const cut = line.slice(0, longest - 1);
  const atWord = cut.slice(0, Math.max(cut.lastIndexOf(" "), longest / 2));
  return `${atWord.replace(/[\s,;:.–-]+$/, "")}…`;
}
