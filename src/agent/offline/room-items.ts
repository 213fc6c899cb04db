import type { ItemCategory, ChecklistItem, Priority } from "../../checklist/schema.ts";
import type { Room } from "../../rooms/schema.ts";
import { keptItems } from "./kept-items.ts";
import { type Amount, type ItemTemplate, templates, usualAreaM2 } from "./room-templates.ts";
import { cutTo } from "./text.ts";

/** An item as the planner reckons with it: a stored one, or one that is to be. */
export type PlannedItem = {
  id?: string;
  room: Room;
  category: ItemCategory;
  description: string;
  priority: Priority;
  /** The planner's own view of it, where it is one of its own. */
  usually?: Priority;
  done: boolean;
  /** Given by somebody, where the price table says nothing. */
  estimateMinor: number | null;
  work?: { rate: string; quantity: number };
  /** A product to choose: by words, and how much of it. */
  buy?: { words: string[]; amount: number };
};

/** What marks a wish of the homeowner among the items; such an item has no price. */
export const wishPrefix = "Wish: ";
const usualHeightM = 2.5;
const longestRunM = 6;

/** The items that a room's checklist starts with: its kind's without what stays, and the homeowner's wishes for it. */
export function startingItems(room: Room, constraints: readonly string[] = []): PlannedItem[] {
  const wishes = room.requirements.map((wish) => wishItem(room, wish));
  const usual = templates[room.type].map((template) => fromTemplate(room, template));
  const kept = new Set([...room.requirements, ...constraints].flatMap((wish) => keptItems(wish, usual)));
  return [...usual.filter((item) => !kept.has(item)), ...wishes];
}

export const wishItem = (room: Room, wish: string): PlannedItem => ({
  room,
  category: "other",
  description: cutTo(`${wishPrefix}${wish}`, 300),
  priority: "must",
  done: false,
  estimateMinor: null,
});

/** A stored item, with what the planner knows about it when it is one of its own. */
export function knownItem(item: ChecklistItem, room: Room): PlannedItem {
  const { id, category, description, priority, done, estimateMinor, estimateBasis } = item;
  const template = templates[room.type].find((known) => known.description === description);
  const known = { id, room, category, description, priority, done, estimateMinor };
  if (!template) return known;
  const usual = fromTemplate(room, template);
  // What is done was done at the size that the room had then, with which its estimate begins.
  const quantity = done ? Number.parseFloat(estimateBasis ?? "") : Number.NaN;
  const work = usual.work && quantity > 0 ? { work: { ...usual.work, quantity } } : {};
  return { ...usual, ...work, ...known };
}

function fromTemplate(room: Room, template: ItemTemplate): PlannedItem {
  const { description, category, priority, amount, rate, words = "" } = template;
  const quantity = quantityOf(amount, room);
  const item = { room, description, category, priority, usually: priority, done: false, estimateMinor: null };
  if (rate !== undefined) return { ...item, work: { rate, quantity } };
  return { ...item, buy: { words: words.split(" ").filter(Boolean), amount: quantity } };
}

/** In metres and square metres, to two decimals. */
function quantityOf(amount: Amount, room: Room): number {
  if (typeof amount === "number") return amount;
  const measured = measuresOf(room)[amount.per] * (amount.times ?? 1);
  return Math.max(0.1, Math.round(measured * 100) / 100);
}

/** Every measure of a room; a square of the usual area stands in for what is not known. */
function measuresOf({ type, widthCm, lengthCm, heightCm, areaM2 }: Room) {
  const floor = areaM2 ?? usualAreaM2[type];
  const width = widthCm && lengthCm ? widthCm / 100 : Math.sqrt(floor);
  const length = widthCm && lengthCm ? lengthCm / 100 : Math.sqrt(floor);
  const perimeter = 2 * (width + length);
  const height = heightCm ? heightCm / 100 : usualHeightM;
  return { floor, perimeter, walls: perimeter * height, run: Math.min(Math.max(width, length), longestRunM) };
}
