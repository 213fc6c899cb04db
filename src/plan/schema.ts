import { z } from "zod";
import { Trade } from "../prices/schema.ts";
import { Currency, MinorUnits, PlainText, Uuid } from "../sessions/schema.ts";

const maxTasks = 200;
export const defaultContingencyPercent = 10;

export const TaskKey = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, "must be 1 to 40 characters of a-z 0-9 -")
  .meta({ description: "Names the task within its plan, the same in every version", example: "kitchen-tiling" });

const PlanVersion = z
  .int()
  .min(1)
  .meta({ description: "Counts up with every change of the plan; a number is never used twice", example: 2 });

const values = {
  key: TaskKey,
  title: PlainText.trim().min(1).max(200).meta({ example: "Tile the kitchen floor" }),
  roomId: Uuid.nullable().meta({ description: "Null where the work belongs to no one room" }),
  trade: Trade,
  durationDays: z.int().min(1).max(365).meta({ description: "Working days", example: 2 }),
  dependsOn: z
    .array(TaskKey)
    .max(50)
    .meta({ description: "Tasks that must be finished before this one starts", example: ["kitchen-floor-demolition"] }),
  labourMinor: MinorUnits.meta({ example: 66_000 }),
  materialMinor: MinorUnits.meta({
    description: "Working material; picked products are priced apart",
    example: 16_800,
  }),
  notes: PlainText.trim().max(1_000).nullable().meta({ description: "How the cost was computed, for a person" }),
};

/** A task as it is written down; where it falls in the calendar is computed. */
export const NewTask = z
  .strictObject({
    ...values,
    roomId: values.roomId.default(null),
    dependsOn: values.dependsOn.default([]),
    notes: values.notes.default(null),
  })
  .meta({
    id: "NewPlanTask",
    example: {
      key: "kitchen-tiling",
      title: "Tile the kitchen floor",
      roomId: "0198d3c1-0b77-7000-a6f0-2c7d3e8b9a03",
      trade: "tiling",
      durationDays: 2,
      dependsOn: [],
      labourMinor: 66_000,
      materialMinor: 16_800,
      notes: "12 m² × €69 (labour €55 × 1.00, material €14)",
    },
  });
export type NewTask = z.infer<typeof NewTask>;

/** Totals, order and dates are always computed from these. */
export const NewPlan = z
  .strictObject({
    tasks: z.array(NewTask).min(1).max(maxTasks),
    contingencyPercent: z
      .int()
      .min(0)
      .max(50)
      .default(defaultContingencyPercent)
      .meta({ description: "Reserve on labour and material", example: defaultContingencyPercent }),
    startsOn: z.iso
      .date()
      .refine((day) => day >= "2000-01-01" && day < "2100-01-01", "must lie between 2000 and 2100")
      .optional()
      .meta({
        description:
          "First possible day; a weekend means the Monday after. Left out: that of the plan before, or in two weeks",
        example: "2026-12-07",
      }),
  })
  .meta({ id: "NewPlan" });
export type NewPlan = z.infer<typeof NewPlan>;

export const PlanTask = z
  .object({
    ...values,
    title: z.string().meta({ example: "Tile the kitchen floor" }),
    dependsOn: z.array(TaskKey).meta({ example: ["kitchen-floor-demolition"] }),
    roomName: z.string().nullable().meta({ description: "As it was when the plan was written", example: "Kitchen" }),
    notes: z.string().nullable().meta({ example: "12 m² × €69 (labour €55 × 1.00, material €14)" }),
    startsOn: z.iso.date().meta({ example: "2026-12-09" }),
    endsOn: z.iso.date().meta({ description: "Last day of the work", example: "2026-12-10" }),
    slackDays: z.int().min(0).meta({ description: "Working days it may slip without moving the end", example: 0 }),
    critical: z.boolean().meta({ description: "It may not slip at all: it is on the critical path", example: true }),
  })
  .meta({ id: "PlanTask" });
export type PlanTask = z.infer<typeof PlanTask>;

const PlanStatus = z
  .enum(["draft", "approved"])
  .meta({ id: "PlanStatus", description: "An approved version never changes again" });

export const PlanSummary = z
  .object({
    version: PlanVersion,
    status: PlanStatus,
    basedOn: PlanVersion.nullable().meta({ description: "The older version that was brought back", example: null }),
    currency: Currency,
    startsOn: z.iso.date().meta({ example: "2026-12-07" }),
    endsOn: z.iso.date().meta({ example: "2027-01-15" }),
    workingDays: z.int().min(0).meta({ description: "Monday to Friday; holidays are not known", example: 30 }),
    taskCount: z.int().min(0).meta({ example: 9 }),
    labourMinor: MinorUnits.meta({ example: 780_000 }),
    materialMinor: MinorUnits.meta({ example: 640_000 }),
    contingencyPercent: z.int().meta({ example: 10 }),
    contingencyMinor: MinorUnits.meta({ description: "Rounded half up", example: 142_000 }),
    totalMinor: MinorUnits.meta({ description: "Labour, material and contingency", example: 1_562_000 }),
    actor: z.enum(["user", "agent", "system"]).meta({ description: "Who wrote it", example: "agent" }),
    createdAt: z.iso.datetime(),
    approvedAt: z.iso.datetime().nullable().meta({ example: null }),
  })
  .meta({ id: "PlanSummary", description: "A version of the plan without its tasks" });
export type PlanSummary = z.infer<typeof PlanSummary>;

export const Plan = z
  .object({
    ...PlanSummary.shape,
    criticalPath: z
      .array(TaskKey)
      .meta({ description: "A longest chain of tasks, first to last", example: ["kitchen-tiling"] }),
    tasks: z.array(PlanTask).meta({ description: "In an order in which they can be done" }),
  })
  .meta({ id: "Plan", description: "A version of the plan: tasks in order, with their dates and what they cost" });
export type Plan = z.infer<typeof Plan>;
