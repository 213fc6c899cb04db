import { Problem } from "../problem.ts";

const known = new Set(Intl.supportedValuesOf("currency"));

/**
 * Whole currency units to integer minor units: 20000 EUR is 2000000, 20000 JPY is 20000 (ISO 4217 exponents, from ICU).
 * @throws {Problem} invalid-input for a code that is no currency
 */
export function toMinorUnits(amount: number, currency: string): number {
  if (!known.has(currency)) throw new Problem("invalid-input", `${currency} is not a currency code`);
  const { maximumFractionDigits = 2 } = new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions();
  return Math.round(amount * 10 ** maximumFractionDigits);
}
