import type { Room } from "../rooms/schema.ts";

/** Minor units as money in the reader's own notation, without decimals when there are none. */
export function formatMoney(minor: number, currency: string): string {
  const format = new Intl.NumberFormat(undefined, {
    style: "currency",
    currency,
    trailingZeroDisplay: "stripIfInteger",
  });
  return format.format(minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}

const metres = (centimetres: number) => formatNumber(centimetres / 100);
const formatNumber = (value: number) => new Intl.NumberFormat(undefined, { maximumFractionDigits: 2 }).format(value);

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
