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

/** Where a session's money stands, in its currency; a plan written in another one is converted at the reference rates. */
export async function readBudget(sql: Sql, owner: Owner, session: Session): Promise<Budget> {
  const currency = session.currency ?? defaultCurrency;
  const [rooms, items, picks, plan] = await Promise.all([
    listRooms(sql, owner, session.id),
    listItems(sql, owner, session.id),
    listPicks(sql, owner, session.id),
    findCurrentPlan(sql, owner, session.id),
  ]);
  return computeBudget({
    currency,
    totalMinor: session.budgetMinor,
    rooms,
    items,
    picks,
    plan: plan ? converted(plan, currency) : null,
  });
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
