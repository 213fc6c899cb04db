import { z } from "zod";
import { ApprovalKind } from "../../approvals/schema.ts";
import { Product, ProductCategory, ProductSlug, productCategories, StyleSlug } from "../../catalog/schema.ts";
import { ItemCategory, ItemWork, Priority } from "../../checklist/schema.ts";
import { NewPlan, TaskKey } from "../../plan/schema.ts";
import { RateSlug, Trade } from "../../prices/schema.ts";
import { RoomType } from "../../rooms/schema.ts";
import { Currency, Phase, PlainText, Uuid } from "../../sessions/schema.ts";

const Side = z.int().min(50).max(10_000);

export const IntakeRoom = z.object({
  roomId: Uuid.optional().describe("The room to change; leave out to add a new one"),
  remove: z.boolean().optional().describe("True takes the room out of the renovation; needs roomId"),
  type: RoomType.optional().describe("Required for a new room"),
  name: PlainText.trim().min(1).max(80).optional().describe("What the homeowner calls it"),
  widthCm: Side.optional(),
  lengthCm: Side.optional(),
  heightCm: z.int().min(150).max(1_500).optional(),
  areaM2: z.number().min(0.25).max(10_000).optional().describe("Floor area, when the sides are not known"),
  requirements: z.array(PlainText.trim().min(1).max(300)).max(20).optional().describe("Added to what is already known"),
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
  constraints: z.array(PlainText.trim().min(1).max(300)).max(20).optional().describe("Added to what is already known"),
  dropped: z
    .array(PlainText.trim().min(1).max(300))
    .max(20)
    .optional()
    .describe("Constraints and requirements that no longer hold, word for word as in <project>"),
  decisions: z
    .array(PlainText.trim().min(1).max(500))
    .max(10)
    .optional()
    .describe("Things that were settled in the conversation and that you are to keep to, one sentence each"),
});
export type IntakeInput = z.infer<typeof IntakeInput>;

export const StyleQuery = z.object({
  query: PlainText.max(200).optional().describe("Words such as 'light wood, calm'; leave out for an overview"),
});

export const MoveInput = z.object({
  to: Phase.describe("The phase to go to"),
  reason: PlainText.trim().min(1).max(300).describe("One sentence for the homeowner"),
});

/** An amount as people say it; tools turn it into minor units of the session's currency. */
const Amount = z.number().min(0).max(1_000_000_000).describe("Whole currency units, for example 350.5");

export const ProductQuery = z.object({
  query: PlainText.max(200).optional().describe("Words such as 'oak'; leave out to see a whole shelf"),
  categories: z
    .array(ProductCategory)
    .min(1)
    .max(productCategories.length)
    .optional()
    .describe("Shelves to look at; leave out for all"),
  roomType: RoomType.optional().describe("Only what suits such a room"),
  style: StyleSlug.optional().describe("Only what suits the style, or any"),
  maxPrice: Amount.optional(),
  perCategory: z.int().min(1).max(30).optional().describe("How many of each shelf; 5 when left out"),
});

/** A product as the model sees it. */
export const FoundProduct = Product.pick({
  slug: true,
  name: true,
  category: true,
  summary: true,
  unit: true,
  materials: true,
  styles: true,
}).extend({ price: z.number().describe("Per unit, in whole currency units") });
export type FoundProduct = z.infer<typeof FoundProduct>;

export const ChecklistInput = z.object({
  items: z
    .array(
      z.object({
        itemId: Uuid.optional().describe("The item to change; leave out to add a new one"),
        remove: z.boolean().optional().describe("True removes the item; needs itemId"),
        roomId: Uuid.optional().describe("Required for a new item"),
        category: ItemCategory.optional().describe("Required for a new item"),
        description: PlainText.trim().min(1).max(300).optional().describe("Required for a new item"),
        priority: Priority.optional().describe("must, when left out of a new item; optional ones cost nothing"),
        work: ItemWork.optional().describe("Work of the price list, so that the estimate is computed"),
        estimate: Amount.optional().describe("Instead of work, only where the homeowner named a sum"),
        done: z.boolean().optional(),
      }),
    )
    .min(1)
    .max(200),
});
export type ChecklistInput = z.infer<typeof ChecklistInput>;

export const PicksInput = z.object({
  picks: z
    .array(
      z.object({
        pickId: Uuid.optional().describe("The pick to change; leave out to add a new one"),
        remove: z.boolean().optional().describe("True takes the pick back; needs pickId"),
        roomId: Uuid.optional().describe("Required for a new pick"),
        itemId: Uuid.optional().describe("The checklist item it is for: its price takes the estimate's place"),
        product: ProductSlug.optional().describe("Slug from search_products; required for a new pick"),
        quantity: z.number().min(0.01).max(10_000).optional().describe("In the product's unit; 1 when left out"),
        reason: PlainText.trim().max(500).optional().describe("One sentence for the homeowner"),
      }),
    )
    .min(1)
    .max(150),
});
export type PicksInput = z.infer<typeof PicksInput>;

const PlanTaskInput = z.object({
  key: TaskKey.describe("A short name of the task, the same in every version: 'kitchen-tiling'"),
  title: PlainText.trim().min(1).max(200),
  roomId: Uuid.optional().describe("Leave out where the work belongs to no one room"),
  trade: Trade.optional().describe("That of the work when left out"),
  work: z
    .array(z.object({ rate: RateSlug, quantity: z.number().positive().max(10_000) }))
    .max(20)
    .optional()
    .describe("Work of the price list, in its units: days, labour and material are computed from it"),
  durationDays: z.int().min(1).max(365).optional().describe("Working days, where the work does not tell"),
  labour: Amount.optional().describe("On top of the work, only where the homeowner named a sum"),
  material: Amount.optional().describe("On top of the work, without the picked products"),
  dependsOn: z.array(TaskKey).max(50).optional().describe("Keys of tasks that must be finished before"),
  notes: PlainText.trim().max(300).optional(),
});
export type PlanTaskInput = z.infer<typeof PlanTaskInput>;

/** What `save_plan` takes. Totals, order and dates are no arguments: they are computed. */
export const PlanInput = z.object({
  tasks: z.array(PlanTaskInput).min(1).max(200),
  contingencyPercent: z
    .int()
    .min(0)
    .max(50)
    .optional()
    .describe("Reserve; that of the version before when left out, and 10 in the first"),
  startsOn: NewPlan.shape.startsOn.describe(
    "First possible day, YYYY-MM-DD; that of the version before when left out, and in two weeks in the first",
  ),
});
export type PlanInput = z.infer<typeof PlanInput>;

export const BudgetQuery = z.object({});

export const ApprovalInput = z.object({
  kind: ApprovalKind.describe(
    "plan: the plan as it stands; over_budget: that it may cost more than the budget; render: a picture that is ready",
  ),
  renderId: Uuid.optional().describe("With render: the picture; the newest undecided one when left out"),
});

/** What `generate_render` takes. Style, size, products and prices come from the project, never from the model. */
export const RenderInput = z.object({
  roomId: Uuid.describe("The room to show"),
  instructions: PlainText.trim()
    .min(1)
    .max(1_000)
    .optional()
    .describe("What the picture is to show or to change, in the homeowner's words"),
  parentId: Uuid.optional().describe("renderId of the picture to make a further version of"),
  baseAssetId: Uuid.optional().describe("assetId of a photo of the room to start from"),
});

export const ReportQuery = z.object({});

export const TickInput = z.object({
  itemIds: z.array(Uuid).min(1).max(200).describe("Items of the checklist"),
  done: z.boolean().optional().describe("False opens them again; true when left out"),
});
