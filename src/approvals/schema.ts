import { z } from "zod";
import { AssetId } from "../assets/schema.ts";
import { RendererName, RenderId } from "../renders/schema.ts";
import { Currency, MinorUnits, PlainText, Uuid } from "../sessions/schema.ts";

export const ApprovalId = Uuid.meta({ example: "0198d3c4-7f10-7000-8b21-6c9d4e2f1a07" });

const PlanQuestion = z.enum(["plan", "over_budget"]).meta({
  id: "PlanQuestion",
  description: "What is to be decided: the plan itself, or that it may cost more than the budget",
});
export type PlanQuestion = z.infer<typeof PlanQuestion>;

export const ApprovalKind = z.enum([...PlanQuestion.options, "render"]).meta({
  id: "ApprovalKind",
  description: "What is to be decided: the plan, that it may cost more than the budget, or a picture of a room",
});
export type ApprovalKind = z.infer<typeof ApprovalKind>;

export const ApprovalStatus = z
  .enum(["pending", "approved", "rejected", "expired", "withdrawn"])
  .meta({ id: "ApprovalStatus", description: "A withdrawn approval was overtaken: its plan or budget changed" });
export type ApprovalStatus = z.infer<typeof ApprovalStatus>;

export const Decision = z.enum(["approve", "reject"]).meta({ id: "ApprovalDecision" });

export const ApprovalNote = PlainText.trim()
  .max(1_000)
  .meta({ description: "Told to the agent with the decision", example: "Please start after Easter" });

/** Of many amounts, so it may exceed what one amount may be. */
const Sum = z.int().min(0);

/** What a person needs to know to decide on a plan; computed when the approval is asked for and never changed after. */
export const PlanFacts = z
  .object({
    planVersion: z.int().min(1).meta({ description: "The plan version that the decision is about", example: 2 }),
    taskCount: z.int().min(0).meta({ example: 9 }),
    startsOn: z.iso.date().meta({ example: "2026-12-07" }),
    endsOn: z.iso.date().meta({ example: "2027-01-15" }),
    labourMinor: MinorUnits.meta({ example: 780_000 }),
    materialMinor: MinorUnits.meta({ example: 640_000 }),
    contingencyMinor: MinorUnits.meta({ example: 142_000 }),
    productsMinor: Sum.meta({ description: "The products picked, at the price of their time", example: 310_000 }),
    totalMinor: Sum.meta({ description: "Labour, material, contingency and products", example: 1_872_000 }),
    budgetMinor: MinorUnits.nullable(),
    overMinor: Sum.meta({ description: "By how much the total exceeds the budget", example: 0 }),
    currency: Currency,
  })
  .meta({ id: "PlanFacts", description: "The plan and the budget as they stood when it was asked" });
export type PlanFacts = z.infer<typeof PlanFacts>;

/** The picture to look at before deciding. */
export const RenderFacts = z
  .object({
    renderId: RenderId,
    assetId: AssetId.meta({ description: "The picture" }),
    roomId: Uuid,
    roomName: z.string().meta({ example: "Kitchen" }),
    version: z.int().min(1).meta({ description: "Counts up in its room", example: 2 }),
    renderer: RendererName,
    styleSlug: z.string().nullable().meta({ example: "scandinavian" }),
  })
  .meta({ id: "RenderFacts", description: "The picture that is decided on" });
export type RenderFacts = z.infer<typeof RenderFacts>;

/** What each kind of question is about. */
export const planQuestion = { kind: PlanQuestion, facts: PlanFacts };
export const renderQuestion = { kind: z.literal("render"), facts: RenderFacts };

const approval = {
  id: ApprovalId,
  turnId: z
    .uuid()
    .nullable()
    .meta({ description: "The turn that ended by asking; null when a person or a picture that was ready asked" }),
  status: ApprovalStatus,
  note: z.string().nullable().meta({ description: "What was said with the decision", example: null }),
  expiresAt: z.iso.datetime(),
  createdAt: z.iso.datetime(),
  answeredAt: z.iso.datetime().nullable().meta({ example: null }),
};
export const Approval = z
  .discriminatedUnion("kind", [
    z.object({ ...approval, ...planQuestion }).meta({ id: "PlanApproval" }),
    z.object({ ...approval, ...renderQuestion }).meta({ id: "RenderApproval" }),
  ])
  .meta({ id: "Approval", description: "A decision that only the homeowner can make" });
export type Approval = z.infer<typeof Approval>;
export type PlanApproval = Extract<Approval, { kind: PlanQuestion }>;
export type RenderApproval = Extract<Approval, { kind: "render" }>;

const pending = { approvalId: ApprovalId, turnId: Uuid.nullable(), expiresAt: z.iso.datetime() };
export const PendingApproval = z
  .discriminatedUnion("kind", [
    z.object({ ...pending, ...planQuestion }).meta({ id: "PendingPlanApproval" }),
    z.object({ ...pending, ...renderQuestion }).meta({ id: "PendingRenderApproval" }),
  ])
  .meta({ id: "PendingApproval" });
export type PendingApproval = z.infer<typeof PendingApproval>;

/** As `approval.requested` and `hello` tell it. */
export function toPending({ id: approvalId, turnId, expiresAt, ...asked }: Approval): PendingApproval {
  if (asked.kind === "render") return { approvalId, turnId, expiresAt, kind: asked.kind, facts: asked.facts };
  return { approvalId, turnId, expiresAt, kind: asked.kind, facts: asked.facts };
}

export const NewApproval = z
  .strictObject({
    kind: ApprovalKind,
    renderId: RenderId.optional().meta({ description: "With `render`: which picture; else the newest undecided one" }),
  })
  .refine(({ kind, renderId }) => kind === "render" || renderId === undefined, {
    path: ["renderId"],
    error: "goes with the kind render only",
  })
  .meta({ id: "NewApproval", example: { kind: "plan" } });
export type NewApproval = z.infer<typeof NewApproval>;

export const ApprovalAnswer = z
  .strictObject({ decision: Decision, note: ApprovalNote.optional() })
  .meta({ id: "ApprovalAnswer" });
export type ApprovalAnswer = z.infer<typeof ApprovalAnswer>;
