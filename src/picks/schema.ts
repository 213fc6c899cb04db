import { z } from "zod";
import { ProductSlug, ProductUnit } from "../catalog/schema.ts";
import { MinorUnits, PlainText, Uuid } from "../sessions/schema.ts";

export const maxPicks = 300;

const RoomRef = Uuid.meta({ description: "The room it is for", example: "0198d3c1-0b77-7000-a6f0-2c7d3e8b9a03" });
const ItemRef = z
  .uuid()
  .nullable()
  .meta({ description: "The checklist item it is for", example: "0198d3c4-1a20-7000-9d01-7be4c0aa5d01" });
const Quantity = z
  .number()
  .min(0.01)
  .max(10_000)
  .refine((quantity) => Number.isInteger(Math.round(quantity * 1e6) / 1e4), "has at most two decimals")
  .meta({ description: "In the product's unit, at most two decimals", example: 12 });
const Reason = PlainText.trim().max(500).nullable().meta({ example: "Pale oak suits the Scandinavian style" });

export const ProductPick = z
  .object({
    id: Uuid.meta({ example: "0198d3c4-5b31-7000-8a55-0d2c9e7f6a02" }),
    roomId: RoomRef,
    itemId: ItemRef,
    productSlug: ProductSlug,
    productName: z.string().meta({ description: "As it was when it was picked", example: "Natural oak plank" }),
    unit: ProductUnit,
    quantity: z.number().min(0.01).max(10_000).meta({ example: 12 }),
    unitPriceMinor: MinorUnits.meta({ description: "Price at the time, in the session's currency", example: 5_490 }),
    costMinor: MinorUnits.meta({ description: "Quantity times price, rounded to the minor unit", example: 65_880 }),
    reason: z.string().max(500).nullable().meta({ example: "Pale oak suits the Scandinavian style" }),
    available: z.boolean().meta({ description: "False when the catalogue no longer has the product", example: true }),
    createdAt: z.iso.datetime().meta({ example: "2026-11-22T09:30:00.000Z" }),
  })
  .meta({ id: "ProductPick", description: "A product chosen for a room" });
export type ProductPick = z.infer<typeof ProductPick>;

export const NewPick = z
  .strictObject({
    roomId: RoomRef,
    itemId: ItemRef.default(null),
    productSlug: ProductSlug,
    quantity: Quantity.default(1),
    reason: Reason.default(null),
  })
  .meta({ id: "NewPick" });
export type NewPick = z.infer<typeof NewPick>;

export const PickChange = z
  .strictObject({ itemId: ItemRef, quantity: Quantity, reason: Reason })
  .partial()
  .refine((change) => Object.keys(change).length > 0, "names nothing to change")
  .meta({ id: "PickChange", example: { quantity: 13.5 } });
export type PickChange = z.infer<typeof PickChange>;
