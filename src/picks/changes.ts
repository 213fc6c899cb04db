import { settle } from "../approvals/settle.ts";
import { getProduct } from "../catalog/store.ts";
import type { NewEvent } from "../chat/store.ts";
import { getItem } from "../checklist/store.ts";
import type { Sql } from "../db/client.ts";
import { Problem } from "../problem.ts";
import { getRoom } from "../rooms/store.ts";
import { requireEditable } from "../sessions/editing.ts";
import { defaultCurrency } from "../sessions/money.ts";
import type { Owner } from "../sessions/owner.ts";
import type { By } from "../sessions/phases.ts";
import { MinorUnits, type Session } from "../sessions/schema.ts";
import { maxPicks, type NewPick, type ProductPick, type PickChange } from "./schema.ts";
import { countPicks, getPick, insertPick, removePick, updatePick } from "./store.ts";

/**
 * Picks a product for a room at its price of today, in the session's currency. Call with the session locked, then
 * {@link picksChanged}.
 * @throws {Problem} not-found for the room, the item or the product; conflict where picks are settled, or there are too many;
 * invalid-input for an item of another room, a sum too large, or a currency without a reference rate
 */
export async function createPick(sql: Sql, owner: Owner, session: Session, input: NewPick): Promise<ProductPick> {
  requireEditable(session);
  const { roomId, itemId, quantity, reason } = input;
  await getRoom(sql, owner, session.id, roomId);
  await requireItemOf(sql, owner, session.id, { roomId, itemId });
  const product = await getProduct(sql, input.productSlug, session.currency ?? defaultCurrency);
  if ((await countPicks(sql, owner, session.id)) >= maxPicks)
    throw new Problem("conflict", `A renovation has at most ${maxPicks} picks`);
  requireSum(quantity, product.priceMinor);
  const id = await insertPick(sql, owner, session.id, { product, roomId, itemId, quantity, reason });
  return getPick(sql, owner, session.id, id);
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
  await requireItemOf(sql, owner, session.id, { roomId: pick.roomId, itemId });
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

async function requireItemOf(sql: Sql, owner: Owner, sessionId: string, { roomId, itemId }: Place) {
  if (itemId === null) return;
  const item = await getItem(sql, owner, sessionId, itemId);
  if (item.roomId === roomId) return;
  const detail = "is an item of another room";
  throw new Problem("invalid-input", `itemId ${detail}`, { errors: [{ pointer: "/itemId", detail }] });
}

function requireSum(quantity: number, unitPriceMinor: number) {
  if (MinorUnits.safeParse(Math.round(quantity * unitPriceMinor)).success) return;
  const detail = "makes a sum larger than a budget can be";
  throw new Problem("invalid-input", `quantity ${detail}`, { errors: [{ pointer: "/quantity", detail }] });
}
