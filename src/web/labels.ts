import type { AssetKind } from "../assets/schema.ts";
import type { ProductCategory, ProductUnit } from "../catalog/schema.ts";
import type { ItemCategory, Priority } from "../checklist/schema.ts";
import type { RoomType } from "../rooms/schema.ts";
import type { Phase } from "../sessions/schema.ts";
import type { EndReason } from "./connection.ts";
import { formatSlug } from "./format.ts";

/** The phases in their order, as a homeowner would call them. */
export const phaseLabels: Record<Phase, { name: string; about: string }> = {
  INTAKE: { name: "Intake", about: "Your home and your wishes" },
  CHECKLIST: { name: "Checklist", about: "What every room needs" },
  PLAN: { name: "Plan", about: "Tasks, time and cost" },
  RENDER: { name: "Visuals", about: "How it will look" },
  PAYMENT: { name: "Payment", about: "Settling the bill" },
  COMPLETE: { name: "Complete", about: "Your plan is ready" },
  ITERATE: { name: "Refine", about: "Changing what should be different" },
};

const toolLabels: Record<string, { running: string; done: string }> = {
  save_intake: { running: "Noting what you said", done: "Noted what you said" },
  get_style_examples: { running: "Looking through styles", done: "Looked through styles" },
  move_to_phase: { running: "Moving on", done: "Moved on" },
  search_products: { running: "Searching products", done: "Searched products" },
  pick_product: { running: "Picking a product", done: "Picked a product" },
  save_checklist: { running: "Writing the checklist", done: "Wrote the checklist" },
  check_budget: { running: "Checking the budget", done: "Checked the budget" },
  save_plan: { running: "Writing the plan", done: "Wrote the plan" },
  request_approval: { running: "Preparing a decision", done: "Asked for your decision" },
  generate_render: { running: "Drawing", done: "Drew a picture" },
  create_checkout: { running: "Preparing the payment", done: "Prepared the payment" },
  get_payment_status: { running: "Checking the payment", done: "Checked the payment" },
  get_report_link: { running: "Preparing the report", done: "Prepared the report" },
};

/** What a tool does in words; one that is not known here by its name. */
export function toolLabel(name: string, status: "running" | "ok" | "error"): string {
  const label = toolLabels[name] ?? { running: formatSlug(name), done: formatSlug(name) };
  if (status === "running") return label.running;
  return status === "ok" ? label.done : `${label.running} did not work`;
}

export const endLabels: Record<EndReason, string> = {
  stopped: "Disconnected.",
  gone: "This renovation was deleted.",
  forbidden: "You may not open this renovation.",
  unauthorized: "Sign in again to go on.",
  refused: "The service refused this page's messages. Reload to get the current version.",
};

export const suggestions = [
  {
    title: "Redo my kitchen",
    text: "I want to redo my kitchen, 3 by 4 metres, about 20,000 euros, something Scandinavian.",
  },
  {
    title: "Freshen up a small bathroom",
    text: "Our bathroom is only 2 by 2.5 metres and needs a walk-in shower. Budget around 9,000 euros.",
  },
  {
    title: "A calm bedroom",
    text: "I'd like a calm Japandi bedroom, 4 by 4.5 metres, with more storage, for about 6,000 euros.",
  },
  {
    title: "Open up the living room",
    text: "Let's combine the living room and the dining room into one bright space. I am not sure about the style yet.",
  },
];

/** Copies by value keep zod out of the bundle; the type check fails where one is missing. */
const roomTypeSet: Record<RoomType, true> = {
  kitchen: true,
  bathroom: true,
  bedroom: true,
  living_room: true,
  dining_room: true,
  hallway: true,
  home_office: true,
  laundry: true,
  children_room: true,
  basement: true,
  attic: true,
  balcony: true,
  garage: true,
  other: true,
};
export const roomTypes = Object.keys(roomTypeSet) as RoomType[];

const categorySet: Record<ItemCategory, true> = {
  demolition: true,
  electrical: true,
  plumbing: true,
  heating: true,
  walls: true,
  windows: true,
  cabinets: true,
  worktops: true,
  appliances: true,
  sanitaryware: true,
  taps: true,
  tiles: true,
  flooring: true,
  paint: true,
  lighting: true,
  furniture: true,
  storage: true,
  textiles: true,
  doors: true,
  other: true,
};
export const itemCategories = Object.keys(categorySet) as ItemCategory[];

export const priorityLabels: Record<Priority, string> = {
  must: "A must",
  nice: "Nice to have",
  optional: "Optional, not counted",
};

const productCategorySet: Record<ProductCategory, true> = {
  cabinets: true,
  worktops: true,
  appliances: true,
  sanitaryware: true,
  taps: true,
  tiles: true,
  flooring: true,
  paint: true,
  lighting: true,
  furniture: true,
  storage: true,
  textiles: true,
  doors: true,
};
export const productCategories = Object.keys(productCategorySet) as ProductCategory[];

export const unitLabels: Record<ProductUnit, string> = { piece: "pc", m2: "m²", m: "m", litre: "l", set: "set" };

export const assetKindLabels: Record<AssetKind, string> = {
  photo: "Photo",
  floor_plan: "Floor plan",
  document: "Document",
  render: "Picture",
};

/** What a file dialog offers; the service looks at the bytes. */
export const uploadTypes = "image/jpeg,image/png,image/webp,application/pdf";
