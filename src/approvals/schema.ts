import { z } from "zod";
import { Currency, MinorUnits, PlainText } from "../sessions/schema.ts";

export const ApprovalId = z.uuid().meta({ example: "0198d3c4-7f10-7000-8b21-6c9d4e2f1a07" });

export const ApprovalKind = z.enum(["plan", "over_budget"]).meta({
  id: "ApprovalKind",
  description: "What is to be decided: the plan itself, or that it may cost more than the budget",
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

/** What a person needs to know to decide; computed when the approval is asked for and never changed after. */
export const ApprovalFacts = z
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
  .meta({ id: "ApprovalFacts" });
export type ApprovalFacts = z.infer<typeof ApprovalFacts>;

export const Approval = z
  .object({
    id: ApprovalId,
    turnId: z
      .uuid()
      .nullable()
      .meta({ description: "The turn that ended by asking; null when a person asked over HTTP" }),
    kind: ApprovalKind,
    status: ApprovalStatus,
    facts: ApprovalFacts,
    note: z.string().nullable().meta({ description: "What was said with the decision", example: null }),
    expiresAt: z.iso.datetime(),
    createdAt: z.iso.datetime(),
    answeredAt: z.iso.datetime().nullable().meta({ example: null }),
  })
  .meta({ id: "Approval", description: "A decision that only the homeowner can make" });
export type Approval = z.infer<typeof Approval>;

export const PendingApproval = z
  .object({
    approvalId: ApprovalId,
    turnId: z.uuid().nullable(),
    kind: ApprovalKind,
    facts: ApprovalFacts,
    expiresAt: z.iso.datetime(),
  })
  .meta({ id: "PendingApproval" });
export type PendingApproval = z.infer<typeof PendingApproval>;

/** As `approval.requested` and `hello` tell it. */
export const toPending = ({ id, turnId, kind, facts, expiresAt }: Approval): PendingApproval => ({
  approvalId: id,
  turnId,
  kind,
  facts,
  expiresAt,
});

export const NewApproval = z.strictObject({ kind: ApprovalKind }).meta({ id: "NewApproval" });

export const ApprovalAnswer = z
  .strictObject({ decision: Decision, note: ApprovalNote.optional() })
  .meta({ id: "ApprovalAnswer" });
export type ApprovalAnswer = z.infer<typeof ApprovalAnswer>;
