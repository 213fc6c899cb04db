import { Problem } from "../problem.ts";
import type { Region } from "./schema.ts";

/** What labour costs compared with the table's euro area: planning figures, like the table. */
export const regions: readonly Region[] = [
  { slug: "euro-area", name: "Euro area", labourFactor: 1, currencies: ["EUR"] },
  { slug: "switzerland", name: "Switzerland", labourFactor: 1.7, currencies: ["CHF"] },
  { slug: "nordic", name: "Nordic countries", labourFactor: 1.2, currencies: ["SEK", "NOK", "DKK", "ISK"] },
  { slug: "united-kingdom", name: "United Kingdom", labourFactor: 1.1, currencies: ["GBP"] },
  { slug: "north-america", name: "United States and Canada", labourFactor: 1.3, currencies: ["USD", "CAD"] },
  { slug: "oceania", name: "Australia and New Zealand", labourFactor: 1.2, currencies: ["AUD", "NZD"] },
  {
    slug: "central-eastern-europe",
    name: "Central and eastern Europe",
    labourFactor: 0.6,
    currencies: ["PLN", "CZK", "HUF", "RON", "UAH", "TRY"],
  },
  {
    slug: "east-asia",
    name: "Japan, Singapore and Hong Kong",
    labourFactor: 0.9,
    currencies: ["JPY", "SGD", "HKD"],
  },
  { slug: "middle-east", name: "Emirates and Israel", labourFactor: 0.8, currencies: ["AED", "ILS"] },
  {
    slug: "emerging",
    name: "China, India, Brazil, Mexico and South Africa",
    labourFactor: 0.4,
    currencies: ["CNY", "INR", "BRL", "MXN", "ZAR"],
  },
];

/**
 * The region that was asked for, else the one where the currency is used.
 * @throws {Problem} invalid-input when there is no such region, or none for the currency
 */
export function regionFor({ region, currency }: { region?: string | undefined; currency: string }): Region {
  const found = regions.find(({ slug, currencies }) => (region ? slug === region : currencies.includes(currency)));
  if (found) return found;
  throw new Problem(
    "invalid-input",
    region
      ? `There is no region ${region}; there are ${regions.map(({ slug }) => slug).join(", ")}`
      : `There is no region for ${currency}`,
  );
}
