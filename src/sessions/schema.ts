import { z } from "zod";

/** Some clients write identifiers in capitals; those name the same thing (RFC 9562, 4). */
export const Uuid = z.uuid().toLowerCase();

export const SessionId = Uuid.meta({
  description: "Session identifier",
  example: "0198d3c0-7d52-7000-8a51-3f6a1c0e9b11",
});

/** Text that PostgreSQL can keep: it has no NUL, and half a surrogate pair, which jsonb refuses, becomes U+FFFD. */
export const PlainText = z
  .string()
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the control character is what it refuses
  .regex(/^[^\u0000]*$/, "must not contain NUL characters")
  .overwrite((text) => text.toWellFormed());

export const phases = ["INTAKE", "CHECKLIST", "PLAN", "RENDER", "PAYMENT", "COMPLETE", "ITERATE"] as const;
export const Phase = z.enum(phases).meta({ id: "Phase", description: "Where the renovation stands" });
export type Phase = z.infer<typeof Phase>;

/** What one amount may be at most, in minor units. */
export const maxMinorUnits = 100_000_000_000;
/** Integer minor units of the session's currency: 2000000 EUR is 20,000 euros. */
export const MinorUnits = z.int().min(0).max(maxMinorUnits).meta({ example: 2_000_000 });
export const Currency = z
  .string()
  .regex(/^[A-Z]{3}$/, "must be an ISO 4217 code")
  .meta({ description: "ISO 4217 currency", example: "EUR" });

export const Session = z
  .object({
    id: SessionId,
    title: z.string().min(1).max(200).nullable().meta({ example: "Kitchen, 12 m²" }),
    phase: Phase,
    budgetMinor: MinorUnits.nullable().meta({ description: "The whole budget in minor units of the currency" }),
    currency: Currency.nullable(),
    styleSlug: z.string().nullable().meta({ description: "The chosen style", example: "scandinavian" }),
    constraints: z
      .array(z.string())
      .meta({ description: "What the homeowner insists on", example: ["the old radiators stay"] }),
    createdAt: z.iso.datetime().meta({ example: "2026-11-22T09:30:00.000Z" }),
    updatedAt: z.iso.datetime().meta({ example: "2026-11-22T09:30:00.000Z" }),
  })
  .meta({ id: "Session", description: "One renovation and its conversation" });
export type Session = z.infer<typeof Session>;

const Title = PlainText.trim().min(1).max(200).meta({ example: "Kitchen, 12 m²" });
export const NewSession = z.strictObject({ title: Title.optional() }).meta({ id: "NewSession" });
export type NewSession = z.infer<typeof NewSession>;
/** What is given replaces; null empties. */
export const SessionChange = z
  .strictObject({
    title: Title,
    budgetMinor: Session.shape.budgetMinor,
    currency: Currency,
    styleSlug: PlainText.max(41).nullable().meta({ description: "A style of the catalogue", example: "scandinavian" }),
    constraints: z
      .array(PlainText.trim().min(1).max(300))
      .max(50)
      .meta({ description: "Replaces them all", example: ["the old radiators stay"] }),
  })
  .partial()
  .refine((change) => Object.keys(change).length > 0, "names nothing to change")
  .meta({ id: "SessionChange", example: { title: "Kitchen, 12 m²", budgetMinor: 1_500_000, currency: "EUR" } });
export type SessionChange = z.infer<typeof SessionChange>;

export const PhaseMove = z
  .strictObject({
    to: Phase.meta({ example: "CHECKLIST" }),
    reason: PlainText.trim().min(1).max(300).default("Moved by the user").meta({ example: "All rooms are known" }),
  })
  .meta({ id: "PhaseMove" });

export const PhaseTransition = z
  .object({
    id: z.int().min(1),
    from: Phase,
    to: Phase.meta({ example: "CHECKLIST" }),
    actor: z.enum(["user", "agent", "system"]).meta({ description: "Who moved it", example: "agent" }),
    reason: z.string().meta({ example: "Room, size, style and budget are known." }),
    turnId: Uuid.nullable().meta({ description: "The turn it happened in" }),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: "PhaseTransition" });
export type PhaseTransition = z.infer<typeof PhaseTransition>;
