import { z } from "zod";
import { AssetId, AssetKind, ContentType } from "../assets/schema.ts";
import { Budget } from "../budget/schema.ts";
import { Style } from "../catalog/schema.ts";
import { ChecklistItem } from "../checklist/schema.ts";
import { RecordedDecision } from "../decisions/schema.ts";
import { ProductPick } from "../picks/schema.ts";
import { Plan } from "../plan/schema.ts";
import { Region } from "../prices/schema.ts";
import { RenderDecision, RendererName } from "../renders/schema.ts";
import { Room } from "../rooms/schema.ts";
import { Currency, MinorUnits, Session, Uuid } from "../sessions/schema.ts";

/** A sum of many amounts, so it may exceed what one amount may be. */
const Sum = z.int().min(0);

export const ReportPicture = z
  .object({
    assetId: AssetId,
    kind: AssetKind,
    contentType: ContentType,
    widthPx: z.int().min(1).nullable().meta({ example: 1_600 }),
    heightPx: z.int().min(1).nullable().meta({ example: 1_200 }),
    sha256: z.string().meta({ example: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08" }),
    caption: z.string().nullable().meta({ example: "North wall with the old radiator" }),
  })
  .meta({ id: "ReportPicture" });
export type ReportPicture = z.infer<typeof ReportPicture>;

const ReportRender = z
  .object({
    picture: ReportPicture,
    before: ReportPicture.nullable().meta({ description: "The photo that it was made from" }),
    version: z.int().min(1).meta({ example: 2 }),
    decision: RenderDecision,
    renderer: RendererName,
  })
  .meta({ id: "ReportRender", description: "The approved picture of a room, else its newest one" });
export type ReportRender = z.infer<typeof ReportRender>;

export const ReportRoom = z
  .object({
    room: Room,
    areaM2: z.number().nullable().meta({ description: "As given or from the sides", example: 12 }),
    render: ReportRender.nullable(),
    pictures: z.array(ReportPicture).meta({ description: "Its first photos and floor plans" }),
    morePictures: z.int().min(0).meta({ description: "How many pictures of the room are left out", example: 0 }),
    checklist: z.array(ChecklistItem),
    doneCount: z.int().min(0).meta({ description: "Items of the checklist that are ticked", example: 2 }),
    estimatedMinor: Sum.meta({ description: "Estimates of all items but optional ones", example: 840_000 }),
  })
  .meta({ id: "ReportRoom" });
export type ReportRoom = z.infer<typeof ReportRoom>;

const ShoppingLine = z
  .object({
    pick: ProductPick,
    roomName: z.string().meta({ example: "Kitchen" }),
    itemDescription: z.string().nullable().meta({ example: "Lay a new oak floor" }),
  })
  .meta({ id: "ShoppingLine" });
export type ShoppingLine = z.infer<typeof ShoppingLine>;

/** What allocated consists of; the parts always make it. */
const parts = {
  labourMinor: Sum.meta({ description: "Labour of the plan", example: 420_000 }),
  materialMinor: Sum.meta({ description: "Working material of the plan", example: 340_000 }),
  productsMinor: Sum.meta({ description: "Products picked", example: 65_880 }),
  openMinor: Sum.meta({ description: "Without a plan: estimates of what has no product yet", example: 0 }),
};
export const RoomCosts = z
  .object({
    roomId: Uuid.nullable().meta({ description: "Null stands for work that belongs to no one room" }),
    name: z.string().nullable().meta({ example: "Kitchen" }),
    ...parts,
    allocatedMinor: Sum.meta({ example: 825_880 }),
    totalMinor: MinorUnits.nullable().meta({ description: "The room's own limit", example: 1_200_000 }),
  })
  .meta({ id: "RoomCosts" });
export type RoomCosts = z.infer<typeof RoomCosts>;
export const Costs = z
  .object({
    ...parts,
    contingencyMinor: Sum.meta({ example: 76_000 }),
    allocatedMinor: Sum.meta({ example: 901_880 }),
    rooms: z.array(RoomCosts),
  })
  .meta({ id: "Costs", description: "Allocated by what it is for, in the budget's currency" });
export type Costs = z.infer<typeof Costs>;

export const ReportApproval = z
  .object({
    subject: z.string().meta({ description: "What it is about, for a person", example: "Plan version 2" }),
    kind: z.enum(["plan", "over_budget", "render"]),
    status: z.enum(["pending", "approved", "rejected", "expired", "withdrawn"]),
    totalMinor: Sum.nullable().meta({ description: "What was decided on; null for a picture", example: 1_872_000 }),
    currency: Currency.nullable(),
    note: z.string().nullable().meta({ example: "Please start after Easter" }),
    askedAt: z.iso.datetime(),
    answeredAt: z.iso.datetime().nullable(),
  })
  .meta({ id: "ReportApproval" });
export type ReportApproval = z.infer<typeof ReportApproval>;

const EstimateBasis = z
  .object({
    what: z.string().meta({ example: "Lay a new oak floor" }),
    roomName: z.string().nullable().meta({ example: "Kitchen" }),
    amountMinor: MinorUnits,
    currency: Currency,
    basis: z
      .string()
      .nullable()
      .meta({ description: "Null when somebody gave the amount", example: "12 m² × €44 (labour €35, …)" }),
  })
  .meta({ id: "EstimateBasis" });
export type EstimateBasis = z.infer<typeof EstimateBasis>;

export const Method = z
  .object({
    source: z.string().meta({ example: "Planning figures of this project" }),
    year: z.int().meta({ example: 2026 }),
    region: Region.nullable().meta({ description: "Null where the currency has no region" }),
    currency: Currency,
    perEuro: z.number().positive().nullable().meta({ description: "Reference rate", example: 1 }),
    exchangeNote: z.string().meta({ example: "Fixed planning rates" }),
    exchangeDate: z.iso.date().meta({ example: "2026-11-22" }),
    bases: z.array(EstimateBasis),
  })
  .meta({ id: "EstimateMethod", description: "How the estimates were computed" });
export type Method = z.infer<typeof Method>;

export const Report = z
  .object({
    generatedAt: z.iso.datetime(),
    session: Session,
    style: Style.nullable().meta({ description: "Null until one is chosen" }),
    areaM2: z.number().nullable().meta({ description: "Of all rooms whose area is known", example: 12 }),
    rooms: z.array(ReportRoom),
    pictures: z.array(ReportPicture).meta({ description: "Photos and floor plans that belong to no one room" }),
    morePictures: z.int().min(0).meta({ description: "How many of those are left out", example: 0 }),
    shopping: z.object({ lines: z.array(ShoppingLine), totalMinor: Sum.meta({ example: 65_880 }) }),
    plan: Plan.nullable().meta({ description: "The newest version, as `GET …/plan` gives it" }),
    budget: Budget,
    costs: Costs,
    approvals: z.array(ReportApproval).meta({ description: "Newest first" }),
    decisions: z.array(RecordedDecision),
    estimates: Method,
  })
  .meta({ id: "Report", description: "The whole project at one moment: what every other format of the report shows" });
export type Report = z.infer<typeof Report>;
