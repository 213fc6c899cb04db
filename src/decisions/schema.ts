import { z } from "zod";
import { PlainText, Uuid } from "../sessions/schema.ts";

export const maxDecisions = 200;

const Text = PlainText.trim().min(1).max(500).meta({ example: "The old radiators stay" });

export const RecordedDecision = z
  .object({
    id: Uuid.meta({ example: "0198d3c5-1c30-7000-9d53-5b6c3a8f0e03" }),
    text: z.string().meta({ example: "The old radiators stay" }),
    actor: z.enum(["user", "agent"]).meta({ description: "Who wrote it down", example: "agent" }),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: "RecordedDecision", description: "Something that was settled and that the agent keeps to" });
export type RecordedDecision = z.infer<typeof RecordedDecision>;

export const NewDecision = z.strictObject({ text: Text }).meta({ id: "NewDecision" });
export const DecisionChange = z.strictObject({ text: Text }).meta({ id: "DecisionChange" });
