import { Problem } from "../problem.ts";
import { minorDigitsOf } from "../sessions/money.ts";

/** What the reference rates are, said wherever they are shown. */
export const exchangeNote =
  "Fixed planning rates of this project, rounded; not a market's. They change only with a new version of the service.";
export const exchangeDate = "2026-11-22";

/** Units of a currency that stand for one euro. */
export const perEuro: Readonly<Record<string, number>> = {
  EUR: 1,
  USD: 1.15,
  GBP: 0.87,
  CHF: 0.94,
  SEK: 11,
  NOK: 11.7,
  DKK: 7.46,
  ISK: 145,
  PLN: 4.25,
  CZK: 24.5,
  HUF: 390,
  RON: 5.1,
  TRY: 48,
  UAH: 48,
  CAD: 1.6,
  AUD: 1.77,
  NZD: 2,
  JPY: 175,
  CNY: 8.2,
  INR: 101,
  SGD: 1.5,
  HKD: 9,
  AED: 4.22,
  ILS: 3.9,
  ZAR: 20.5,
  BRL: 6.3,
  MXN: 21.5,
};

/**
 * What one euro is worth by the reference rates.
 * @throws {Problem} invalid-input for a currency without one
 */
export function rateOf(currency: string): number {
  const rate = perEuro[currency];
  if (rate === undefined) {
    const known = Object.keys(perEuro).join(", ");
    throw new Problem("invalid-input", `There is no reference rate for ${currency}; there are rates for ${known}`);
  }
  return rate;
}

/**
 * Minor units of one currency per minor unit of another, by the reference rates.
 * @throws {Problem} invalid-input for a currency without one
 */
export const conversionFactor = (from: string, to: string) =>
  (rateOf(to) / rateOf(from)) * 10 ** (minorDigitsOf(to) - minorDigitsOf(from));

/**
 * An amount in another currency, rounded to its minor unit; the same amount in the same currency.
 * @throws {Problem} invalid-input for a currency without a reference rate
 */
export const convertMinor = (amountMinor: number, from: string, to: string) =>
  from === to ? amountMinor : Math.round(amountMinor * conversionFactor(from, to));
