import { notFound, Problem } from "../problem.ts";
import { formatMinor } from "../sessions/money.ts";
import { maxMinorUnits } from "../sessions/schema.ts";
import { convertMinor, exchangeDate, exchangeNote, perEuro, rateOf } from "./currencies.ts";
import { rates, source, year } from "./rates.ts";
import { regionFor, regions } from "./regions.ts";
import type { Estimate, PriceTable, Rate, Trade } from "./schema.ts";

/** The table's own currency. */
const tableCurrency = "EUR";

/** Everything the estimates stand on, for all trades or one. */
export const priceTable = ({ trade }: { trade?: Trade | undefined } = {}): PriceTable => ({
  source,
  year,
  currency: tableCurrency,
  rates: rates.filter((rate) => trade === undefined || rate.trade === trade),
  regions: [...regions],
  exchange: {
    note: exchangeNote,
    date: exchangeDate,
    rates: Object.entries(perEuro).map(([currency, perEuro]) => ({ currency, perEuro })),
  },
});

/** @throws {Problem} not-found */
export function rateBySlug(slug: string): Rate {
  const rate = rates.find((known) => known.slug === slug);
  if (!rate) throw notFound("work", slug);
  return rate;
}

export type Work = {
  rate: string;
  /** In the rate's unit, above 0. */
  quantity: number;
  currency: string;
  /** Where the currency is used, unless given. */
  region?: string | undefined;
};

/**
 * What an amount of work comes to in a currency. The price of one unit is converted and rounded first, so that a person
 * can multiply it out.
 * @throws {Problem} not-found for unknown work, invalid-input for an unknown region or currency or an impossible quantity
 */
export function estimate({ rate: slug, quantity, currency, region: wanted }: Work): Estimate {
  const rate = rateBySlug(slug);
  const region = regionFor({ region: wanted, currency });
  if (!(quantity > 0) || quantity > 10_000)
    throw new Problem("invalid-input", "A quantity is above 0 and at most 10,000");
  const labourPerUnit = convertMinor(Math.round(rate.labourMinor * region.labourFactor), tableCurrency, currency);
  const materialPerUnit = convertMinor(rate.materialMinor, tableCurrency, currency);
  const labourMinor = Math.round(labourPerUnit * quantity);
  const materialMinor = Math.round(materialPerUnit * quantity);
  const totalMinor = labourMinor + materialMinor;
  if (totalMinor > maxMinorUnits) throw new Problem("invalid-input", "The estimate is larger than a budget can be");
  const money = (minor: number) => formatMinor(minor, currency);
  const unit = unitNames[rate.unit][quantity === 1 ? 0 : 1];
  const perUnit = money(labourPerUnit + materialPerUnit);
  const parts = `labour ${money(labourPerUnit)}, material ${money(materialPerUnit)}`;
  const notes = [`${rate.name}, price table ${year}, ${region.name}: labour × ${region.labourFactor.toFixed(2)}`];
  if (currency !== tableCurrency) notes.push(`1 EUR = ${rateOf(currency)} ${currency} fixed on ${exchangeDate}`);
  return {
    rate: rate.slug,
    trade: rate.trade,
    name: rate.name,
    unit: rate.unit,
    quantity,
    region: region.slug,
    labourFactor: region.labourFactor,
    currency,
    perEuro: rateOf(currency),
    labourMinor,
    materialMinor,
    totalMinor,
    durationDays: Math.max(1, Math.ceil(quantity / rate.unitsPerDay)),
    basis: `${quantity} ${unit} × ${perUnit} (${parts}). ${notes.join("; ")}`,
  };
}

const unitNames = {
  m2: ["m²", "m²"],
  m: ["m", "m"],
  piece: ["piece", "pieces"],
  room: ["room", "rooms"],
} as const;
