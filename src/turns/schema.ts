import { z } from "zod";
import { TurnStatus, Usage } from "../chat/protocol.ts";
import { ProblemDetails } from "../problem.ts";
import { Uuid } from "../sessions/schema.ts";

export const TurnKind = z
  .enum(["chat", "render"])
  .meta({ id: "TurnKind", description: "An answer in the chat, or a picture made beside it" });
export type TurnKind = z.infer<typeof TurnKind>;

export const Turn = z
  .object({
    id: Uuid.meta({ example: "0198d3c1-02aa-7000-9c11-8f0d7f4a2f10" }),
    kind: TurnKind.meta({ example: "chat" }),
    status: TurnStatus,
    attempt: z.int().min(0).meta({ description: "How often a replica has taken it up", example: 1 }),
    messageId: Uuid.nullable().meta({ description: "The user's message that it answers; null for a picture's" }),
    retriedBy: z
      .uuid()
      .nullable()
      .meta({ description: "The newer turn that tries the same message again", example: null }),
    cancelRequested: z.boolean(),
    usage: Usage,
    problem: ProblemDetails.nullable().meta({ example: null }),
    createdAt: z.iso.datetime(),
    startedAt: z.iso.datetime().nullable(),
    finishedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: "Turn", description: "The agent's work on one message, or the making of one picture" });
export type Turn = z.infer<typeof Turn>;
