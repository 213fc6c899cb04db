import { z } from "zod";
import { AssetId } from "../assets/schema.ts";
import { ProblemDetails } from "../problem.ts";
import { PlainText, Uuid } from "../sessions/schema.ts";

export const RenderId = Uuid.meta({ example: "0198d3c6-41f2-7000-8d33-7a1b9c0e5f12" });

export const RendererName = z
  .enum(["gemini", "concept_board"])
  .meta({ id: "RendererName", description: "An image model's picture, or a board drawn to scale from the project" });
export type RendererName = z.infer<typeof RendererName>;

export const RenderStatus = z
  .enum(["queued", "running", "ready", "failed", "cancelled"])
  .meta({ id: "RenderStatus", description: "A ready render has its picture" });
export type RenderStatus = z.infer<typeof RenderStatus>;

export const RenderDecision = z.enum(["open", "approved", "rejected"]).meta({ id: "RenderDecision" });
export type RenderDecision = z.infer<typeof RenderDecision>;

export const Render = z
  .object({
    id: RenderId,
    roomId: Uuid,
    roomName: z.string().meta({ example: "Kitchen" }),
    turnId: Uuid.meta({ description: "The turn that makes it; cancel it like any other" }),
    version: z.int().min(1).meta({ description: "Counts up in its room", example: 2 }),
    parentId: RenderId.nullable().meta({ description: "The render it is a further version of", example: null }),
    baseAssetId: AssetId.nullable().meta({ description: "The photo it was made from: the before of its after" }),
    assetId: AssetId.nullable().meta({ description: "The picture, once it is ready" }),
    renderer: RendererName,
    status: RenderStatus,
    decision: RenderDecision,
    instructions: z.string().nullable().meta({ example: "Darker worktop, open shelves" }),
    styleSlug: z.string().nullable().meta({ example: "scandinavian" }),
    problem: ProblemDetails.nullable().meta({ description: "Why it failed", example: null }),
    createdAt: z.iso.datetime(),
    finishedAt: z.iso.datetime().nullable(),
    decidedAt: z.iso.datetime().nullable().meta({ example: null }),
  })
  .meta({ id: "Render", description: "A picture of a room as it could be" });
export type Render = z.infer<typeof Render>;

export const NewRender = z
  .strictObject({
    roomId: Uuid,
    instructions: PlainText.trim().min(1).max(1_000).optional().meta({ example: "Darker worktop, open shelves" }),
    parentId: RenderId.optional().meta({ description: "Make a further version of this one" }),
    baseAssetId: AssetId.optional().meta({ description: "Start from this photo of the room" }),
    renderer: RendererName.optional().meta({ description: "The image model where it is configured, else the board" }),
  })
  .meta({
    id: "NewRender",
    example: { roomId: "0198d3c1-0b77-7000-a6f0-2c7d3e8b9a03", instructions: "Darker worktop, open shelves" },
  });
export type NewRender = z.infer<typeof NewRender>;
