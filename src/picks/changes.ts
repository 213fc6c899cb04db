import { settle } from "../approvals/settle.ts";
import { findProducts } from "../catalog/store.ts";
import type { NewEvent } from "../chat/store.ts";
import { roomsOfItems } from "../checklist/store.ts";
import type { Sql } from "../db/client.ts";
import { notFound, Problem } from "../problem.ts";
import { listRooms } from "../rooms/store.ts";
import { requireEditable } from "../sessions/editing.ts";
import { defaultCurrency } from "../sessions/money.ts";
import type { Owner } from "../sessions/owner.ts";
import type { By } from "../sessions/phases.ts";
import { MinorUnits, type Session } from "../sessions/schema.ts";
import { maxPicks, type NewPick, type ProductPick, type PickChange } from "./schema.ts";
import { countPicks, getPick, insertPicks, removePick, updatePick } from "./store.ts";

/**
 * Picks products for rooms at their prices of today, in the session's currency. Call with the session locked, then
 * {@link picksChanged}.
 * @throws {Problem} not-found for a room, an item or a product; conflict where picks are settled, or there are too many;
 * invalid-input for an item of another room, a sum too large, or a currency without a reference rate
 */
export async function createPicks(sql: Sql, owner: Owner, session: Session, inputs: NewPick[]): Promise<ProductPick[]> {
  requireEditable(session);
  const rooms = new Set((await listRooms(sql, owner, session.id)).map(({ id }) => id));
  for (const { roomId } of inputs) if (!rooms.has(roomId)) throw notFound("room", roomId);
  await requireItemsOf(sql, owner, session.id, inputs);
  const slugs = inputs.map(({ productSlug }) => productSlug);
  const products = await findProducts(sql, slugs, session.currency ?? defaultCurrency);
  const picks = inputs.map(({ productSlug, ...values }) => {
    const product = products.get(productSlug);
    if (!product) throw notFound("product", productSlug);
    requireSum(values.quantity, product.priceMinor);
    return { ...values, product };
  });
  if ((await countPicks(sql, owner, session.id)) + picks.length > maxPicks)
    throw new Problem("conflict", `A renovation has at most ${maxPicks} picks`);
  return insertPicks(sql, owner, session.id, picks);
}

/**
 * Changes what is given; the price stays as it was. Call with the session locked, then {@link picksChanged}.
 * @throws {Problem} not-found; conflict where picks are settled; invalid-input as when it was picked
 */
export async function changePick(
  sql: Sql,
  owner: Owner,
  session: Session,
  { id, ...change }: PickChange & { id: string },
): Promise<ProductPick> {
  requireEditable(session);
  const pick = await getPick(sql, owner, session.id, id);
  const itemId = change.itemId === undefined ? pick.itemId : change.itemId;
  const reason = change.reason === undefined ? pick.reason : change.reason;
  const quantity = change.quantity ?? pick.quantity;
  await requireItemsOf(sql, owner, session.id, [{ roomId: pick.roomId, itemId }]);
  requireSum(quantity, pick.unitPriceMinor);
  await updatePick(sql, owner, { id, itemId, quantity, reason });
  return getPick(sql, owner, session.id, id);
}

/**
 * Takes a pick back. Call with the session locked, then {@link picksChanged}.
 * @throws {Problem} not-found; conflict where picks are settled
 */
export async function deletePick(sql: Sql, owner: Owner, session: Session, id: string): Promise<void> {
  requireEditable(session);
  await removePick(sql, owner, session.id, id);
}

/** What follows from changed picks, once they all are: events, and the phase where the project still stands. */
export async function picksChanged(
  sql: Sql,
  owner: Owner,
  session: Session,
  { by, pickIds }: { by: By; pickIds: string[] },
): Promise<NewEvent[]> {
  return [{ type: "picks.changed", pickIds }, ...(await settle(sql, owner, session.id, by))];
}

type Place = { roomId: string; itemId: string | null };

async function requireItemsOf(sql: Sql, owner: Owner, sessionId: string, places: Place[]) {
  const named = places.flatMap(({ itemId }) => itemId ?? []);
  if (named.length === 0) return;
  const roomOf = await roomsOfItems(sql, owner, sessionId, named);
  const detail = "is an item of another room";
  for (const { roomId, itemId } of places) {
    if (itemId === null) continue;
    if (!roomOf.has(itemId)) throw notFound("checklist item", itemId);
    if (roomOf.get(itemId) !== roomId)
      throw new Problem("invalid-input", `itemId ${detail}`, { errors: [{ pointer: "/itemId", detail }] });
  }
}

function requireSum(quantity: number, unitPriceMinor: number) {
  if (MinorUnits.safeParse(Math.round(quantity * unitPriceMinor)).success) return;
  const detail = "makes a sum larger than a budget can be";
  throw new Problem("invalid-input", `quantity ${detail}`, { errors: [{ pointer: "/quantity", detail }] });
}
