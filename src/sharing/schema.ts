import { z } from "zod";
import { PlainText, Uuid } from "../sessions/schema.ts";

/** 256 random bits in base64url. */
export const ShareToken = z.string().regex(/^[A-Za-z0-9_-]{43}$/, "must be a share link's token");

const Label = PlainText.trim().min(1).max(100).meta({ description: "For whom it is", example: "Contractor" });

export const ShareLink = z
  .object({
    id: Uuid,
    label: Label.nullable(),
    status: z.enum(["active", "expired", "revoked"]),
    expiresAt: z.iso.datetime(),
    revokedAt: z.iso.datetime().nullable().meta({ example: null }),
    lastOpenedAt: z.iso.datetime().nullable().meta({ example: null }),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: "ShareLink", description: "Shows the session's report to whoever has its address, and nothing else" });
export type ShareLink = z.infer<typeof ShareLink>;

/** The only time that the address is told: afterwards only its hash is known. */
export const CreatedShareLink = ShareLink.extend({
  path: z.string().meta({
    description: "Path of the shared report on this server; contains the secret token",
    example: "/shared/3q2-7wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
  }),
}).meta({ id: "CreatedShareLink" });
export type CreatedShareLink = z.infer<typeof CreatedShareLink>;

export const NewShareLink = z
  .strictObject({
    label: Label.optional(),
    expiresInDays: z.int().min(1).max(365).default(30),
  })
  .meta({ id: "NewShareLink", example: { label: "Contractor", expiresInDays: 30 } });
export type NewShareLink = z.infer<typeof NewShareLink>;
