import { minorDigitsOf } from "../../sessions/money.ts";
import type { BoardPick } from "./input.ts";

/** How numbers, money and days are written on the board. */
export type Formats = {
  /** One that the runtime knows. */
  locale: string;
  amount: (minor: number) => string;
  number: (value: number, decimals?: number) => string;
  quantity: (pick: Pick<BoardPick, "quantity" | "unit">) => string;
  day: (iso: string) => string;
};

const fallbackLocale = "en-GB";
const unitNames = { piece: "", m2: " m²", m: " m", litre: " l", set: " set" } as const;

/** By the reader's locale; one that the runtime does not know is read as English. */
export function formatsFor(wished: string, currency: string): Formats {
  const locale = isKnown(wished) ? wished : fallbackLocale;
  const digits = minorDigitsOf(currency);
  const money = new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  const days = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
  const number = (value: number, decimals = 2) =>
    new Intl.NumberFormat(locale, { maximumFractionDigits: decimals }).format(value);
  return {
    locale,
    amount: (minor) => money.format(minor / 10 ** digits),
    number,
    quantity: ({ quantity, unit }) => `${number(quantity)}${unitNames[unit]}`,
    day: (iso) => {
      const time = Date.parse(iso);
      return Number.isNaN(time) ? iso : days.format(time);
    },
  };
}

function isKnown(locale: string): boolean {
  try {
    return Intl.NumberFormat.supportedLocalesOf(locale).length > 0;
  } catch {
    return false;
  }
}
