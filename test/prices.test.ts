import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { tokenize } from "../src/agent/offline/tokens.ts";
import { currencyMarks, currencyWords, dollarPrefixes } from "../src/agent/offline/units.ts";
import { convertMinor, perEuro } from "../src/prices/currencies.ts";
import { estimate, priceTable } from "../src/prices/estimate.ts";
import { rates } from "../src/prices/rates.ts";
import { regions } from "../src/prices/regions.ts";
import { Estimate, PriceTable, trades } from "../src/prices/schema.ts";
import { appWithoutDatabase } from "./support/app-without-database.ts";

const currencies = Object.keys(perEuro);

describe("the price table", () => {
  test("is complete: every trade, plausible figures, its source, year and rates with their date", () => {
    const table = PriceTable.parse(priceTable());
    expect(table).toMatchObject({ year: 2026, currency: "EUR", exchange: { date: "2026-11-22" } });
    expect(table.source).not.toBeEmpty();
    expect(new Set(rates.map(({ slug }) => slug)).size).toBe(rates.length);
    expect(new Set(rates.map(({ trade }) => trade))).toEqual(new Set(trades));
    for (const { labourMinor, unitsPerDay, unit } of rates) {
      expect(labourMinor).toBeGreaterThan(0);
      // A craftsman's day costs between EUR 200 and 1,000.
      if (unit === "m2") expect(labourMinor * unitsPerDay).toBeWithin(20_000, 100_000);
    }
  });

  test("every currency belongs to one region", () => {
    expect(regions.flatMap((region) => region.currencies).toSorted()).toEqual(currencies.toSorted());
  });

  test("knows every currency that the offline planner understands", () => {
    const marks = [...Object.values(currencyMarks), ...Object.values(dollarPrefixes)];
    expect([...new Set(marks)].filter((currency) => !currencies.includes(currency))).toEqual([]);
    for (const word of ["euros", "quid", "rupees", "reais", "rand", "lei", "forint", "yen"]) {
      expect(currencies).toContain(currencyWords(tokenize(word), 0)?.value ?? "");
    }
  });
});

describe("an estimate", () => {
  test("can be computed again from what it shows", () => {
    const tiles = estimate({ rate: "lay-floor-tiles", quantity: 12, currency: "EUR" });
    expect(tiles).toMatchObject({
      labourMinor: 66_000,
      materialMinor: 16_800,
      totalMinor: 82_800,
      durationDays: 2,
      basis: "12 m² × €69 (labour €55, material €14). " + "Lay floor tiles, price table 2026, Euro area: labour × 1.00",
    });
    expect(Estimate.parse(tiles)).toEqual(tiles);
  });

  test("takes the region's labour and the fixed rate of the currency, and says both", () => {
    const { labourMinor, materialMinor, basis } = estimate({ rate: "fit-kitchen", quantity: 1, currency: "USD" });
    expect(labourMinor).toBe(Math.round(1_450 * 100 * 1.3 * 1.15));
    expect(materialMinor).toBe(Math.round(150 * 100 * 1.15));
    expect(basis).toContain("United States and Canada: labour × 1.30");
    expect(basis).toContain("1 EUR = 1.15 USD fixed on 2026-11-22");
    const inZurich = estimate({ rate: "fit-kitchen", quantity: 1, currency: "EUR", region: "switzerland" });
    expect(inZurich.labourMinor).toBe(Math.round(1_450 * 100 * 1.7));
  });

  test("is labour and material together, whole minor units, and at least a day, for any work, quantity and currency", () => {
    const quantity = fc.integer({ min: 1, max: 100_000 }).map((hundredths) => hundredths / 100);
    const any = fc.record({
      rate: fc.constantFrom(...rates.map(({ slug }) => slug)),
      quantity,
      currency: fc.constantFrom(...currencies),
    });
    fc.assert(
      fc.property(any, (work) => {
        const { labourMinor, materialMinor, totalMinor, durationDays } = estimate(work);
        expect(totalMinor).toBe(labourMinor + materialMinor);
        expect(Number.isSafeInteger(totalMinor)).toBe(true);
        expect(durationDays).toBeGreaterThanOrEqual(1);
        expect(estimate({ ...work, quantity: work.quantity * 2 }).totalMinor).toBeGreaterThanOrEqual(totalMinor);
      }),
    );
  });
});

test("an amount converted there and back is the same to a minor unit of the coarser currency", () => {
  const pair = fc.tuple(fc.constantFrom(...currencies), fc.constantFrom(...currencies), fc.nat(1_000_000_000));
  fc.assert(
    fc.property(pair, ([from, to, amount]) => {
      const coarseness = Math.max(1, convertMinor(1_000_000, to, from) / 1_000_000);
      expect(Math.abs(convertMinor(convertMinor(amount, from, to), to, from) - amount)).toBeLessThanOrEqual(coarseness);
      expect(convertMinor(amount, from, from)).toBe(amount);
    }),
  );
});

describe("prices over HTTP", () => {
  const app = appWithoutDatabase();

  test("the table and an estimate are there to read", async () => {
    expect(await (await app.request("/api/price-table")).json()).toEqual(priceTable());
    const tiling = PriceTable.parse(await (await app.request("/api/price-table?trade=tiling")).json());
    expect(new Set(tiling.rates.map(({ trade }) => trade))).toEqual(new Set(["tiling"]));
    const response = await app.request("/api/estimates?rate=paint-walls&quantity=12.5&currency=GBP");
    expect(await response.json()).toEqual(estimate({ rate: "paint-walls", quantity: 12.5, currency: "GBP" }));
  });

  test("an unknown trade is a problem", async () => {
    expect((await app.request("/api/price-table?trade=astrology")).status).toBe(422);
  });

  test.each([
    ["unknown work", "rate=fly-to-the-moon&quantity=1", 404],
    ["no quantity", "rate=paint-walls", 422],
    ["a negative quantity", "rate=paint-walls&quantity=-3", 422],
    ["an endless quantity", "rate=paint-walls&quantity=1e9", 422],
    ["an unknown region", "rate=paint-walls&quantity=1&region=atlantis", 422],
    ["a currency without a rate", "rate=paint-walls&quantity=1&currency=XAF", 422],
  ])("%s is a problem", async (_name, query, status) => {
    expect((await app.request(`/api/estimates?${query}`)).status).toBe(status);
  });
});
