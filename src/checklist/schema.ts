import { z } from "zod";
import { ProductSlug } from "../catalog/schema.ts";
import { RateSlug } from "../prices/schema.ts";
import { MinorUnits, PlainText, Uuid } from "../sessions/schema.ts";

/** Work first, then things to buy: the latter are also the categories of the catalogue. */
const itemCategories = [
  "demolition",
  "electrical",
  "plumbing",
  "heating",
  "walls",
  "windows",
  "cabinets",
  "worktops",
  "appliances",
  "sanitaryware",
  "taps",
  "tiles",
  "flooring",
  "paint",
  "lighting",
  "furniture",
  "storage",
  "textiles",
  "doors",
  "other",
] as const;
export const ItemCategory = z.enum(itemCategories).meta({
  id: "ItemCategory",
  description: "What an item of the checklist is about: work, or a category of the catalogue",
  example: "flooring",
});
export type ItemCategory = z.infer<typeof ItemCategory>;

export const Priority = z
  .enum(["must", "nice", "optional"])
  .meta({ id: "Priority", description: "The budget counts everything but optional items" });
export type Priority = z.infer<typeof Priority>;

export const maxItems = 500;

const ItemId = Uuid.meta({ description: "Checklist item", example: "0198d3c4-1a20-7000-9d01-7be4c0aa5d01" });
const RoomRef = Uuid.meta({ description: "The room", example: "0198d3c1-0b77-7000-a6f0-2c7d3e8b9a03" });
const Description = PlainText.trim().min(1).max(300).meta({ example: "Lay a new oak floor" });

export const ChecklistItem = z
  .object({
    id: ItemId,
    roomId: RoomRef,
    category: ItemCategory,
    description: z.string().min(1).max(300).meta({ example: "Lay a new oak floor" }),
    priority: Priority,
    estimateMinor: MinorUnits.nullable().meta({ description: "What it is thought to cost", example: 52_800 }),
    estimateBasis: z.string().max(1_000).nullable().meta({
      description: "How the estimate was computed; null when somebody gave it",
      example: "12 m² × €44 (labour €35, material €9). Lay a wooden floor, price table 2026, Euro area: labour × 1.00",
    }),
    done: z.boolean().meta({ example: false }),
    position: z.int().min(0).meta({ description: "Place in the room's checklist, from 0", example: 0 }),
    productSlugs: z.array(ProductSlug).meta({
      description: "Products picked for this item; link one by a pick with this `itemId`",
      example: ["oak-plank-natural"],
    }),
  })
  .meta({ id: "ChecklistItem", description: "Something to be done or bought for a room" });
export type ChecklistItem = z.infer<typeof ChecklistItem>;

/** Work of the price table that an item stands for, so that its estimate is computed. */
export const ItemWork = z
  .strictObject({
    rate: RateSlug,
    quantity: z
      .number()
      .positive()
      .max(10_000)
      .optional()
      .meta({ description: "In the rate's unit; for square metres the room's floor area unless given", example: 12 }),
  })
  .meta({ description: "Estimate by the price table instead of giving an amount" });
export type ItemWork = z.infer<typeof ItemWork>;

const values = {
  category: ItemCategory,
  description: Description,
  priority: Priority,
  estimateMinor: MinorUnits.nullable().meta({ example: 52_800 }),
  work: ItemWork,
  done: z.boolean().meta({ example: false }),
  position: z.int().min(0).max(maxItems).meta({ description: "Place in the room's checklist, from 0", example: 0 }),
};
const oneEstimate = (item: { estimateMinor?: unknown; work?: unknown }) =>
  item.estimateMinor === undefined || item.work === undefined;
const oneEstimateMessage = { message: "give either estimateMinor or work", path: ["work"] };

export const NewChecklistItem = z
  .strictObject({
    ...values,
    roomId: RoomRef,
    priority: Priority.default("must"),
    estimateMinor: values.estimateMinor.optional(),
    work: values.work.optional(),
    done: values.done.default(false),
    position: values.position.optional(),
  })
  .refine(oneEstimate, oneEstimateMessage)
  .meta({
    id: "NewChecklistItem",
    example: {
      roomId: "0198d3c1-0b77-7000-a6f0-2c7d3e8b9a03",
      category: "flooring",
      description: "Lay a new oak floor",
      priority: "must",
      work: { rate: "lay-wood-floor", quantity: 12 },
    },
  });
export type NewChecklistItem = z.infer<typeof NewChecklistItem>;

export const ChecklistItemChange = z
  .strictObject(values)
  .partial()
  .refine((change) => Object.keys(change).length > 0, "names nothing to change")
  .refine(oneEstimate, oneEstimateMessage)
  .meta({ id: "ChecklistItemChange", example: { done: true } });
export type ChecklistItemChange = z.infer<typeof ChecklistItemChange>;
