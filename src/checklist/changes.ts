import { settle } from "../approvals/settle.ts";
import type { NewEvent } from "../chat/store.ts";
import type { Sql } from "../db/client.ts";
import { estimate, rateBySlug } from "../prices/estimate.ts";
import { notFound, Problem } from "../problem.ts";
import type { Room } from "../rooms/schema.ts";
import { areaOf } from "../rooms/sizes.ts";
import { getRoom, listRooms } from "../rooms/store.ts";
import { isSettled, requireEditable } from "../sessions/editing.ts";
import { defaultCurrency } from "../sessions/money.ts";
import type { Owner } from "../sessions/owner.ts";
import { type By, keepPhase } from "../sessions/phases.ts";
import type { Session } from "../sessions/schema.ts";
import {
  type ChecklistItem,
  type ChecklistItemChange,
  type ItemWork,
  maxItems,
  type NewChecklistItem,
} from "./schema.ts";
import { countItems, getItem, insertItems, placeItem, removeItem, updateItem } from "./store.ts";

/**
 * Adds items to their rooms' checklists, each behind the others. Call with the session locked, then
 * {@link checklistChanged}.
 * @throws {Problem} not-found for a room or the work; invalid-input where the work's quantity is not known;
 * conflict where the checklist is settled, or full
 */
export async function createItems(
  sql: Sql,
  owner: Owner,
  session: Session,
  inputs: Omit<NewChecklistItem, "position">[],
): Promise<ChecklistItem[]> {
  requireEditable(session);
  const rooms = new Map((await listRooms(sql, owner, session.id)).map((room) => [room.id, room]));
  const items = inputs.map(({ work, estimateMinor = null, ...values }) => {
    const room = rooms.get(values.roomId);
    if (!room) throw notFound("room", values.roomId);
    return { ...values, ...(work ? estimateWork(work, room, session) : { estimateMinor, estimateBasis: null }) };
  });
  if ((await countItems(sql, owner, session.id)) + items.length > maxItems)
    throw new Problem("conflict", `A renovation has at most ${maxItems} checklist items`);
  return insertItems(sql, owner, session.id, items);
}

/** Adds one item, at its place if one is given. As {@link createItems}. */
export async function createItem(
  sql: Sql,
  owner: Owner,
  session: Session,
  { position, ...input }: NewChecklistItem,
): Promise<ChecklistItem> {
  const [item] = (await createItems(sql, owner, session, [input])) as [ChecklistItem];
  if (position === undefined) return item;
  await placeItem(sql, owner, item, position);
  return getItem(sql, owner, session.id, item.id);
}

/**
 * Changes what is given; ticking off is possible in every phase. Call with the session locked, then
 * {@link checklistChanged}.
 * @throws {Problem} not-found; conflict where the checklist is settled; invalid-input as when it was created
 */
export async function changeItem(
  sql: Sql,
  owner: Owner,
  session: Session,
  { id, ...change }: ChecklistItemChange & { id: string },
): Promise<ChecklistItem> {
  if (Object.keys(change).some((field) => field !== "done")) requireEditable(session);
  const item = await getItem(sql, owner, session.id, id);
  const { work, estimateMinor, position } = change;
  const room = await getRoom(sql, owner, session.id, item.roomId);
  const cost = work
    ? estimateWork(work, room, session)
    : estimateMinor === undefined
      ? item
      : { estimateMinor, estimateBasis: null };
  await updateItem(sql, owner, {
    id,
    roomId: item.roomId,
    category: change.category ?? item.category,
    description: change.description ?? item.description,
    priority: change.priority ?? item.priority,
    estimateMinor: cost.estimateMinor,
    estimateBasis: cost.estimateBasis,
    done: change.done ?? item.done,
  });
  if (position !== undefined) await placeItem(sql, owner, item, position);
  return getItem(sql, owner, session.id, id);
}

/**
 * Removes an item; products picked for it stay with the room, of which the events it returns tell. Call with the session
 * locked, then {@link checklistChanged}.
 * @throws {Problem} not-found; conflict where the checklist is settled, or the phase stands on the item
 */
export async function deleteItem(sql: Sql, owner: Owner, session: Session, id: string): Promise<NewEvent[]> {
  requireEditable(session);
  const pickIds = await removeItem(sql, owner, session.id, id);
  await keepPhase(sql, owner, session);
  return pickIds.length > 0 ? [{ type: "picks.changed", pickIds }] : [];
}

/** What follows from changed items, once they all are: events, and the phase where the project still stands. */
export async function checklistChanged(
  sql: Sql,
  owner: Owner,
  session: Session,
  { by, itemIds }: { by: By; itemIds: string[] },
): Promise<NewEvent[]> {
  const events: NewEvent[] = [{ type: "checklist.changed", itemIds }];
  // Where all is settled items were only ticked off, and nothing stands on that.
  return isSettled(session) ? events : [...events, ...(await settle(sql, owner, session.id, by))];
}

/** By the price table, in the session's currency. */
function estimateWork({ rate, quantity }: ItemWork, room: Room, session: Session) {
  const currency = session.currency ?? defaultCurrency;
  const { totalMinor, basis } = estimate({ rate, quantity: quantity ?? quantityOf(rate, room), currency });
  return { estimateMinor: totalMinor, estimateBasis: basis };
}

function quantityOf(slug: string, room: Room): number {
  const { unit } = rateBySlug(slug);
  if (unit === "piece" || unit === "room") return 1;
  const area = unit === "m2" ? areaOf(room) : null;
  if (area !== null) return area;
  const detail = unit === "m2" ? `is needed: the size of ${room.name} is not known` : "is needed, in metres";
  throw new Problem("invalid-input", `work.quantity ${detail}`, { errors: [{ pointer: "/work/quantity", detail }] });
}
