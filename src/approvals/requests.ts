import type { Change } from "../chat/store.ts";
import type { Sql } from "../db/client.ts";
import { moneyObstacle, planStanding, type Standing } from "../plan/standing.ts";
import { Problem } from "../problem.ts";
import type { Owner } from "../sessions/owner.ts";
import type { By } from "../sessions/phases.ts";
import type { Session } from "../sessions/schema.ts";
import { planFactsOf } from "./facts.ts";
import { decidedIn } from "./places.ts";
import { askedAlready, requestRenderApproval } from "./render-requests.ts";
import { type Approval, type NewApproval, type PlanQuestion, toPending } from "./schema.ts";
import { endApproval, expireApprovals, getApproval, insertApproval, listPending } from "./store.ts";

type Place = Pick<Session, "id" | "phase">;

/**
 * Asks the homeowner to decide on the plan as it stands, or on a picture. A turn that asks ends with it; the answer starts
 * another. Call with the session locked, and append the events.
 * @throws {Problem} guard-failed when there is nothing to decide on yet, conflict when it is decided or asked already,
 * not-found for the picture
 */
export function requestApproval(
  sql: Sql,
  owner: Owner,
  session: Place,
  { kind, renderId }: NewApproval,
  by: Pick<By, "turnId">,
): Promise<Change<Approval>> {
  return kind === "render"
    ? requestRenderApproval(sql, owner, session, renderId, by)
    : requestPlanApproval(sql, owner, session, kind, by);
}

async function requestPlanApproval(
  sql: Sql,
  owner: Owner,
  session: Place,
  kind: PlanQuestion,
  { turnId }: Pick<By, "turnId">,
): Promise<Change<Approval>> {
  if (!decidedIn[kind].includes(session.phase))
    throw new Problem("guard-failed", `The plan is decided on in the phase PLAN, and this is ${session.phase}`);
  const standing = await planStanding(sql, owner, session.id);
  if (!standing || standing.taskCount === 0) throw new Problem("guard-failed", "There is no plan to decide on yet");
  checkDecidable[kind](standing);
  const expired = await expireApprovals(sql, owner, session.id);
  const pending = await listPending(sql, owner, session.id);
  if (pending.some((other) => other.kind === kind)) throw askedAlready();
  const approval = await insertApproval(sql, owner, session.id, { kind, facts: planFactsOf(standing), turnId });
  return { result: approval, events: [...expired, { type: "approval.requested", ...toPending(approval) }] };
}

const checkDecidable: Record<PlanQuestion, (standing: Standing) => void> = {
  plan(standing) {
    const obstacle = moneyObstacle(standing);
    if (obstacle) throw new Problem("guard-failed", obstacle);
    if (standing.status === "approved")
      throw new Problem("conflict", `Plan version ${standing.version} is approved already`);
  },
  over_budget(standing) {
    const { version, overMinor, allowedOverMinor, isComparable } = standing;
    if (!isComparable) throw new Problem("guard-failed", moneyObstacle(standing));
    if (overMinor === 0) throw new Problem("conflict", `Plan version ${version} is within the budget`);
    if (overMinor <= allowedOverMinor) throw new Problem("conflict", "Going over the budget is approved already");
  },
};

/**
 * Takes a question back that nobody has answered. Call with the session locked, and append the events.
 * @throws {Problem} not-found, conflict when it is no longer pending
 */
export async function withdrawApproval(sql: Sql, owner: Owner, sessionId: string, id: string): Promise<Change<null>> {
  const approval = await getApproval(sql, owner, sessionId, id);
  requirePending(approval);
  return { result: null, events: [await endApproval(sql, owner, approval, { status: "withdrawn" })] };
}

/** @throws {Problem} conflict */
export function requirePending({ id, status }: Approval): void {
  if (status !== "pending") throw new Problem("conflict", `approval ${id} is ${status} already`);
}
