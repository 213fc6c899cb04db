import type { Sql } from "../db/client.ts";
import { formatMinor } from "../sessions/money.ts";
import type { Owner } from "../sessions/owner.ts";

/** The newest plan against the budget: what the guards and the approvals stand on. Amounts in the plan's currency. */
export type Standing = {
  version: number;
  status: "draft" | "approved";
  currency: string;
  taskCount: number;
  startsOn: string;
  endsOn: string;
  labourMinor: number;
  materialMinor: number;
  contingencyMinor: number;
  productsMinor: number;
  totalMinor: number;
  budgetMinor: number | null;
  overMinor: number;
  /** False once the budget is kept in another currency than the plan. */
  isComparable: boolean;
  /** How far this version may exceed the budget, because the homeowner said so. */
  allowedOverMinor: number;
};

/** Undefined without a plan. */
export async function planStanding(sql: Sql, owner: Owner, sessionId: string): Promise<Standing | undefined> {
  const [row] = await sql<Omit<Standing, "totalMinor" | "overMinor">[]>`
    select version, status, plan.currency, starts_on, ends_on, labour_minor, material_minor, contingency_minor,
      (select count(*) from plan_tasks where plan_id = plan.id) as task_count,
      (select coalesce(sum(round(quantity::numeric * unit_price_minor)), 0)::bigint from product_picks
        where session_id = sessions.id and owner_id = ${owner.id}) as products_minor,
      budget_minor, (sessions.currency is null or sessions.currency = plan.currency) as is_comparable,
      (select coalesce(max((facts->>'overMinor')::bigint), 0) from approvals
        where session_id = sessions.id and owner_id = ${owner.id} and kind = 'over_budget' and status = 'approved'
          and plan_version = plan.version) as allowed_over_minor
    from sessions join plan_versions plan on plan.session_id = sessions.id
    where sessions.id = ${sessionId} and sessions.owner_id = ${owner.id}
    order by version desc limit 1`;
  if (!row) return undefined;
  const totalMinor = row.labourMinor + row.materialMinor + row.contingencyMinor + row.productsMinor;
  return { ...row, totalMinor, overMinor: Math.max(0, totalMinor - (row.budgetMinor ?? totalMinor)) };
}

/** Why the plan may not be gone on with for money's sake; undefined when it may. */
export function moneyObstacle(standing: Standing): string | undefined {
  const { isComparable, currency, overMinor, allowedOverMinor, version } = standing;
  if (!isComparable) return `Plan version ${version} is in ${currency}, and the budget is not: write a new version`;
  if (overMinor > allowedOverMinor) {
    return (
      `Plan version ${version} with its products is ${formatMinor(overMinor, currency)} over the budget: ` +
      "make it cheaper, raise the budget, or ask to go over it"
    );
  }
  return undefined;
}
