import { z } from "zod";
import { Currency, MinorUnits, Uuid } from "../sessions/schema.ts";

/** May be below zero, and above what one amount may be: it is a sum or a difference of many. */
const Balance = z.int().meta({ example: 1_174_120 });
const Sum = z.int().min(0);

const sums = {
  estimatedMinor: Sum.meta({ description: "Estimates of all items but optional ones", example: 840_000 }),
  pickedMinor: Sum.meta({ description: "Products picked, quantity times price", example: 65_880 }),
  plannedMinor: Sum.nullable().meta({
    description: "What the newest plan's tasks cost; null without a plan",
    example: 760_000,
  }),
  allocatedMinor: Sum.meta({
    description:
      "What the project is known to take: with a plan its tasks, contingency and the picks; before that the estimates, " +
      "with a pick in the place of its item's estimate",
    example: 825_880,
  }),
};

export const RoomBudget = z
  .object({
    roomId: Uuid.nullable().meta({ description: "Null stands for the plan's work that belongs to no one room" }),
    name: z.string().nullable().meta({ example: "Kitchen" }),
    totalMinor: MinorUnits.nullable().meta({ description: "The room's own limit", example: 1_200_000 }),
    ...sums,
    remainingMinor: Balance.nullable().meta({ description: "Limit less allocated; null without a limit" }),
    overMinor: Sum.meta({ description: "How far above the limit", example: 0 }),
  })
  .meta({ id: "RoomBudget" });
export type RoomBudget = z.infer<typeof RoomBudget>;

export const Budget = z
  .object({
    currency: Currency,
    totalMinor: MinorUnits.nullable().meta({ description: "The whole budget; null until it is known" }),
    ...sums,
    contingencyMinor: Sum.meta({ description: "The plan's reserve, part of allocated", example: 76_000 }),
    remainingMinor: Balance.nullable().meta({ description: "Total less allocated; below zero when over" }),
    overMinor: Sum.meta({ description: "How far above the total; 0 within it", example: 0 }),
    rooms: z.array(RoomBudget),
  })
  .meta({ id: "Budget", description: "Where the money stands, in minor units of the currency" });
export type Budget = z.infer<typeof Budget>;
