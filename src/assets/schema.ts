import { z } from "zod";
import { PlainText, Uuid } from "../sessions/schema.ts";

export const AssetId = Uuid.meta({ example: "0198d3c5-2c40-7000-9a10-5b7e1d2f3c08" });

export const AssetKind = z
  .enum(["photo", "floor_plan", "document", "render"])
  .meta({ id: "AssetKind", description: "What the file shows; `render` is a picture the service made" });
export type AssetKind = z.infer<typeof AssetKind>;

/** What may be uploaded; recognised by its bytes, never by what the client says. */
export const uploadTypes = ["image/jpeg", "image/png", "image/webp", "application/pdf"] as const;
export const ContentType = z.enum([...uploadTypes, "image/svg+xml"]);
export type ContentType = z.infer<typeof ContentType>;

const Name = PlainText.trim().min(1).max(200).meta({
  description: "What the file was called; only shown, never used as a path",
  example: "kitchen-north-wall.jpg",
});
const Caption = PlainText.trim().max(500).meta({ example: "North wall with the old radiator" });

export const Asset = z
  .object({
    id: AssetId,
    kind: AssetKind,
    roomId: Uuid.nullable().meta({ description: "The room it shows; null when it belongs to the whole session" }),
    name: Name.nullable(),
    caption: Caption.nullable(),
    contentType: ContentType,
    byteSize: z.int().min(1).meta({ example: 481_233 }),
    widthPx: z.int().min(1).nullable().meta({ example: 1_600 }),
    heightPx: z.int().min(1).nullable().meta({ example: 1_200 }),
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .meta({
        description: "Of the bytes as they are served",
        example: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
      }),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: "Asset", description: "A photo, plan, document or picture of a session" });
export type Asset = z.infer<typeof Asset>;

/** What an upload may say about itself, as query parameters or multipart fields. */
export const UploadTerms = z.object({
  kind: AssetKind.exclude(["render"])
    .optional()
    .meta({ description: "photo for pictures, document for PDF when left out" }),
  roomId: Uuid.optional(),
  name: Name.optional(),
  caption: Caption.optional(),
});
export type UploadTerms = z.infer<typeof UploadTerms>;

/** What is given replaces; null empties. */
export const AssetChange = z
  .strictObject({
    kind: AssetKind.exclude(["render"]),
    roomId: Uuid.nullable(),
    name: Name.nullable(),
    caption: Caption.nullable(),
  })
  .partial()
  .refine((change) => Object.keys(change).length > 0, "names nothing to change")
  .meta({ id: "AssetChange", example: { caption: "North wall with the old radiator" } });
export type AssetChange = z.infer<typeof AssetChange>;
