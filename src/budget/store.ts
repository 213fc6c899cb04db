import { listItems } from "../checklist/store.ts";
import type { Sql } from "../db/client.ts";
import { listPicks } from "../picks/store.ts";
import type { Plan } from "../plan/schema.ts";
import { findCurrentPlan } from "../plan/store.ts";
import { convertMinor } from "../prices/currencies.ts";
import { listRooms } from "../rooms/store.ts";
import { defaultCurrency } from "../sessions/money.ts";
import type { Owner } from "../sessions/owner.ts";
import type { Session } from "../sessions/schema.ts";
import { computeBudget, type Spending } from "./budget.ts";
import type { Budget } from "./schema.ts";

/** Where a session's money stands. */
export async function readBudget(sql: Sql, owner: Owner, session: Session): Promise<Budget> {
  const [rooms, items, picks, plan] = await Promise.all([
    listRooms(sql, owner, session.id),
    listItems(sql, owner, session.id),
    listPicks(sql, owner, session.id),
    findCurrentPlan(sql, owner, session.id),
  ]);
  return budgetOf(session, { rooms, items, picks, plan });
}

type Read = Pick<Spending, "rooms" | "items" | "picks"> & { plan: Plan | undefined };

/** The same from what is read already, in the session's currency; a plan in another one is converted at the reference rates. */
export function budgetOf(session: Session, { rooms, items, picks, plan }: Read): Budget {
  const currency = session.currency ?? defaultCurrency;
  const { budgetMinor: totalMinor } = session;
  return computeBudget({ currency, totalMinor, rooms, items, picks, plan: plan ? converted(plan, currency) : null });
}

function converted(plan: Plan, currency: string): NonNullable<Spending["plan"]> {
  const inCurrency = (minor: number) => convertMinor(minor, plan.currency, currency);
  return {
    tasks: plan.tasks.map(({ roomId, labourMinor, materialMinor }) => ({
      roomId,
      labourMinor: inCurrency(labourMinor),
      materialMinor: inCurrency(materialMinor),
    })),
    contingencyMinor: inCurrency(plan.contingencyMinor),
  };
}
