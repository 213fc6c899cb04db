import { z } from "zod";
import { StyleSlug } from "../../catalog/schema.ts";
import { RoomType } from "../../rooms/schema.ts";
import { Currency, Phase, PlainText } from "../../sessions/schema.ts";

const Side = z.int().min(50).max(10_000);

export const IntakeRoom = z.object({
  roomId: z.uuid().optional().describe("The room to change; leave out to add a new one"),
  remove: z.boolean().optional().describe("True takes the room out of the renovation; needs roomId"),
  type: RoomType.optional().describe("Required for a new room"),
  name: PlainText.min(1).max(80).optional().describe("What the homeowner calls it"),
  widthCm: Side.optional(),
  lengthCm: Side.optional(),
  heightCm: z.int().min(150).max(1_500).optional(),
  areaM2: z.number().min(0.25).max(10_000).optional().describe("Floor area, when the sides are not known"),
  requirements: z.array(PlainText.min(1).max(300)).max(20).optional().describe("Added to what is already known"),
  notes: PlainText.max(2_000).optional(),
});

/** What `save_intake` takes: only what is new or corrected. */
export const IntakeInput = z.object({
  rooms: z.array(IntakeRoom).max(20).optional(),
  budget: z
    .object({
      amount: z.number().min(0).max(1_000_000_000).describe("Whole currency units, for example 20000 for 20k"),
      currency: Currency.optional().describe("ISO 4217; leave out when the homeowner did not say"),
    })
    .optional(),
  style: StyleSlug.optional().describe("Slug of a style of the catalogue"),
  constraints: z.array(PlainText.min(1).max(300)).max(20).optional().describe("Added to what is already known"),
});
export type IntakeInput = z.infer<typeof IntakeInput>;

export const StyleQuery = z.object({
  query: PlainText.max(200).optional().describe("Words such as 'light wood, calm'; leave out for an overview"),
});

export const MoveInput = z.object({
  to: Phase,
  reason: PlainText.min(1).max(300).describe("One sentence for the homeowner"),
});
