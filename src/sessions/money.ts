import { onceFor } from "../once.ts";
import { Problem } from "../problem.ts";

const known = new Set(Intl.supportedValuesOf("currency"));

/** What a session's amounts are in until it has a currency. */
export const defaultCurrency = "EUR";

/** Whether it is a code of ISO 4217 that is in use. */
export const isCurrency = (code: string) => known.has(code);

/** How many digits a currency has behind the point (ISO 4217 exponents, from ICU): 2 for EUR, 0 for JPY. */
export const minorDigitsOf = onceFor((currency) => {
  const { maximumFractionDigits = 2 } = new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions();
  return maximumFractionDigits;
});

/**
 * Whole currency units to integer minor units: 20000 EUR is 2000000, 20000 JPY is 20000 (ISO 4217 exponents, from ICU).
 * @throws {Problem} invalid-input for a code that is no currency
 */
export function toMinorUnits(amount: number, currency: string): number {
  if (!isCurrency(currency)) throw new Problem("invalid-input", `${currency} is not a currency code`);
  return Math.round(amount * 10 ** minorDigitsOf(currency));
}

// Making one costs more than a hundred uses of it.
const formatOf = onceFor(
  (currency) => new Intl.NumberFormat("en", { style: "currency", currency, trailingZeroDisplay: "stripIfInteger" }),
);

/** Minor units as a person reads them: `€1,234.50`, `€20,000`, `SEK 95`. No two currencies look the same in this notation. */
export const formatMinor = (minor: number, currency: string): string =>
  formatOf(currency).format(minor / 10 ** minorDigitsOf(currency));
