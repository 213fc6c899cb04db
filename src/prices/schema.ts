import { z } from "zod";
import { Currency, MinorUnits } from "../sessions/schema.ts";

export const trades = [
  "demolition",
  "masonry",
  "electrical",
  "plumbing",
  "heating",
  "drywall",
  "plastering",
  "tiling",
  "flooring",
  "carpentry",
  "painting",
  "kitchen_fitting",
  "cleaning",
] as const;
export const Trade = z.enum(trades).meta({ id: "Trade", description: "Who does the work", example: "tiling" });
export type Trade = z.infer<typeof Trade>;

export const WorkUnit = z
  .enum(["m2", "m", "piece", "room"])
  .meta({ id: "WorkUnit", description: "What the work is counted in", example: "m2" });
export type WorkUnit = z.infer<typeof WorkUnit>;

export const RateSlug = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,60}$/)
  .meta({ description: "Work of the price table", example: "lay-floor-tiles" });

export const Rate = z
  .object({
    slug: RateSlug,
    trade: Trade,
    name: z.string().meta({ example: "Lay floor tiles" }),
    unit: WorkUnit,
    labourMinor: MinorUnits.meta({ description: "Labour per unit in euro cents", example: 5_500 }),
    materialMinor: MinorUnits.meta({ description: "Working material per unit in euro cents", example: 1_400 }),
    unitsPerDay: z.number().positive().meta({ description: "What one person gets done in a working day", example: 8 }),
  })
  .meta({ id: "Rate", description: "What a unit of work costs, VAT included; products are priced apart" });
export type Rate = z.infer<typeof Rate>;

export const RegionSlug = z
  .string()
  .regex(/^[a-z][a-z-]{1,30}$/)
  .meta({ description: "Region of the price table", example: "euro-area" });

export const Region = z
  .object({
    slug: RegionSlug,
    name: z.string().meta({ example: "Euro area" }),
    labourFactor: z.number().positive().meta({ description: "Labour compared with the table's", example: 1 }),
    currencies: z.array(Currency).meta({ description: "Sessions in these currencies get this region" }),
  })
  .meta({ id: "Region" });
export type Region = z.infer<typeof Region>;

const ReferenceRate = z
  .object({ currency: Currency, perEuro: z.number().positive().meta({ description: "Worth one euro", example: 1 }) })
  .meta({ id: "ReferenceRate" });

export const PriceTable = z
  .object({
    source: z.string().meta({ example: "Planning figures of this project" }),
    year: z.int().meta({ example: 2026 }),
    currency: Currency,
    rates: z.array(Rate),
    regions: z.array(Region),
    exchange: z
      .object({
        note: z.string().meta({ example: "Fixed planning rates" }),
        date: z.iso.date().meta({ example: "2026-11-22" }),
        rates: z.array(ReferenceRate),
      })
      .meta({ description: "Fixed reference rates, not a market's" }),
  })
  .meta({ id: "PriceTable", description: "What backs the estimates" });
export type PriceTable = z.infer<typeof PriceTable>;

export const Estimate = z
  .object({
    rate: RateSlug,
    trade: Trade,
    name: z.string().meta({ example: "Lay floor tiles" }),
    unit: WorkUnit,
    quantity: z.number().positive().meta({ example: 12 }),
    region: RegionSlug,
    labourFactor: z.number().positive().meta({ example: 1 }),
    currency: Currency,
    perEuro: z.number().positive().meta({ description: "Reference rate it was converted at", example: 1 }),
    labourMinor: MinorUnits.meta({ example: 66_000 }),
    materialMinor: MinorUnits.meta({ example: 16_800 }),
    totalMinor: MinorUnits.meta({ example: 82_800 }),
    durationDays: z.int().min(1).meta({ description: "Working days of one person", example: 2 }),
    basis: z.string().meta({
      description: "How it was computed, for a person",
      example: "12 m² × €69 (labour €55, material €14). Lay floor tiles, price table 2026, Euro area: labour × 1.00",
    }),
  })
  .meta({ id: "Estimate", description: "What an amount of work comes to" });
export type Estimate = z.infer<typeof Estimate>;
