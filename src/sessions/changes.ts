import { settle } from "../approvals/settle.ts";
import { findStyle } from "../catalog/store.ts";
import type { Change, NewEvent } from "../chat/store.ts";
import type { Sql } from "../db/client.ts";
import { given } from "../given.ts";
import { conversionFactor, rateOf } from "../prices/currencies.ts";
import { Problem } from "../problem.ts";
import { requireEditable } from "./editing.ts";
import { defaultCurrency, isCurrency } from "./money.ts";
import type { Owner } from "./owner.ts";
import type { By } from "./phases.ts";
import { maxMinorUnits, type Session, type SessionChange } from "./schema.ts";
import { getSession, updateSession } from "./store.ts";

/**
 * Changes title, style, budget or constraints. A new currency converts every other amount by the reference rates.
 * Call with the session locked, and append the events.
 * @throws {Problem} invalid-input for an unknown style or currency, conflict where the renovation is settled
 */
export async function changeSession(
  sql: Sql,
  owner: Owner,
  session: Session,
  { by, ...change }: SessionChange & { by: By },
): Promise<Change<Session>> {
  if (Object.keys(change).some((field) => field !== "title")) requireEditable(session);
  if (change.styleSlug != null && !(await findStyle(sql, change.styleSlug)))
    throw refused("styleSlug", `There is no style ${change.styleSlug}`);
  const currency = currencyOf(session, change);
  await updateSession(sql, owner, { ...session, ...given(change), currency });
  const events: NewEvent[] = [{ type: "session.changed" }];
  const from = session.currency ?? defaultCurrency;
  if (currency && currency !== from)
    events.push(...(await convertAmounts(sql, owner, session.id, { from, to: currency })));
  if ("budgetMinor" in change || "currency" in change) events.push(...(await settle(sql, owner, session.id, by)));
  return { result: await getSession(sql, owner, session.id), events };
}

function currencyOf(session: Session, { budgetMinor, currency }: SessionChange): string | null {
  if (currency === undefined) return session.currency ?? (budgetMinor == null ? null : defaultCurrency);
  if (!isCurrency(currency)) throw refused("currency", `${currency} is not a currency code`);
  // Without a rate nothing could be priced.
  rateOf(currency);
  if (currency !== session.currency && session.budgetMinor !== null && budgetMinor === undefined)
    throw refused("budgetMinor", "is needed with a new currency");
  return currency;
}

type Currencies = { from: string; to: string };

/** What was estimated and picked so far, in the new currency. */
async function convertAmounts(
  sql: Sql,
  owner: Owner,
  sessionId: string,
  { from, to }: Currencies,
): Promise<NewEvent[]> {
  const mine = sql`session_id = ${sessionId} and owner_id = ${owner.id}`;
  const [amounts] = await sql<{ roomIds: string[]; itemIds: string[]; pickIds: string[] }[]>`
    select array(select id from rooms where ${mine} and budget_minor is not null order by position, id) as room_ids,
      array(select id from checklist_items where ${mine} and estimate_minor is not null order by id) as item_ids,
      array(select id from product_picks where ${mine} order by id) as pick_ids`;
  const { roomIds = [], itemIds = [], pickIds = [] } = amounts ?? {};
  if (roomIds.length + itemIds.length + pickIds.length === 0) return [];
  const factor = conversionFactor(from, to);
  const [large] = await sql`
    select from (
      select budget_minor as amount from rooms where ${mine}
      union all select estimate_minor from checklist_items where ${mine}
      union all select quantity::numeric * unit_price_minor from product_picks where ${mine}
    ) as amounts where round(amount * ${factor}::numeric) > ${maxMinorUnits}::bigint limit 1`;
  if (large) throw refused("currency", `is too small a unit: an amount of the renovation would be too large in ${to}`);
  const note = `; converted from ${from} to ${to} at a planning rate`;
  await sql`update rooms set budget_minor = round(budget_minor * ${factor}::numeric) where ${mine}`;
  await sql`
    update checklist_items set estimate_minor = round(estimate_minor * ${factor}::numeric),
      estimate_basis = left(estimate_basis || ${note}, 1000) where ${mine}`;
  await sql`update product_picks set unit_price_minor = round(unit_price_minor * ${factor}::numeric) where ${mine}`;
  const events: NewEvent[] = [];
  if (roomIds.length > 0) events.push({ type: "rooms.changed", roomIds });
  if (itemIds.length > 0) events.push({ type: "checklist.changed", itemIds });
  if (pickIds.length > 0) events.push({ type: "picks.changed", pickIds });
  return events;
}

const refused = (field: string, detail: string) =>
  new Problem("invalid-input", detail.startsWith("is ") ? `${field} ${detail}` : detail, {
    errors: [{ pointer: `/${field}`, detail }],
  });
