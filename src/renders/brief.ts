import type { Product, Style } from "../catalog/schema.ts";
import { findProducts, findStyle } from "../catalog/store.ts";
import type { Sql } from "../db/client.ts";
import type { ProductPick } from "../picks/schema.ts";
import { listPicks } from "../picks/store.ts";
import type { Plan } from "../plan/schema.ts";
import { findCurrentPlan } from "../plan/store.ts";
import type { Room } from "../rooms/schema.ts";
import { getRoom } from "../rooms/store.ts";
import { defaultCurrency } from "../sessions/money.ts";
import type { Owner } from "../sessions/owner.ts";
import type { Session } from "../sessions/schema.ts";
import { getSession } from "../sessions/store.ts";
import type { Render } from "./schema.ts";

/** A pick with its product; without one when the catalogue no longer has it. */
export type BriefPick = { pick: ProductPick; product: Product | undefined };

/** Everything that a picture of a room is made from, as it stands when it is made. */
export type Brief = {
  render: Render;
  session: Session;
  room: Room;
  style: Style | undefined;
  /** Those of the room. */
  picks: BriefPick[];
  currency: string;
  plan: Plan | undefined;
};

/** @throws {Problem} not-found when the session or the room is gone */
export async function loadBrief(sql: Sql, owner: Owner, sessionId: string, render: Render): Promise<Brief> {
  const [session, room, plan, allPicks] = await Promise.all([
    getSession(sql, owner, sessionId),
    getRoom(sql, owner, sessionId, render.roomId),
    findCurrentPlan(sql, owner, sessionId),
    listPicks(sql, owner, sessionId),
  ]);
  const style = render.styleSlug ? await findStyle(sql, render.styleSlug) : undefined;
  const ofRoom = allPicks.filter(({ roomId }) => roomId === room.id);
  const slugs = ofRoom.map(({ productSlug }) => productSlug);
  const products = await findProducts(sql, slugs);
  const picks = ofRoom.map((pick) => ({ pick, product: products.get(pick.productSlug) }));
  return { render, session, room, style, picks, currency: session.currency ?? defaultCurrency, plan };
}
