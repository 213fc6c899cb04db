import type { Change, NewEvent } from "../chat/store.ts";
import type { Sql } from "../db/client.ts";
import { planStanding } from "../plan/standing.ts";
import { markApproved } from "../plan/store.ts";
import { Problem } from "../problem.ts";
import type { Owner } from "../sessions/owner.ts";
import { factsOf } from "./facts.ts";
import { requirePending } from "./requests.ts";
import type { Approval, ApprovalAnswer } from "./schema.ts";
import { endApproval, getApproval, listPending } from "./store.ts";
import { readAnswer } from "./wording.ts";

/**
 * Applies a homeowner's decision, exactly once. Call with the session locked, and append the events.
 * @throws {Problem} not-found, conflict when it is answered, expired or overtaken
 */
export async function answerApproval(
  sql: Sql,
  owner: Owner,
  sessionId: string,
  id: string,
  { decision, note }: ApprovalAnswer,
): Promise<Change<Approval>> {
  const approval = await getApproval(sql, owner, sessionId, id);
  requirePending(approval);
  const standing = await planStanding(sql, owner, sessionId);
  if (!standing || !Bun.deepEquals(factsOf(standing), approval.facts))
    throw new Problem("conflict", `approval ${id} is about a plan or a budget that has changed since`);
  const status = decision === "approve" ? "approved" : "rejected";
  const events: NewEvent[] = [await endApproval(sql, owner, approval, { status, note })];
  if (approval.kind === "plan" && decision === "approve") {
    const version = approval.facts.planVersion;
    await markApproved(sql, owner, sessionId, version);
    events.push({ type: "plan.changed", version });
  }
  return { result: await getApproval(sql, owner, sessionId, id), events };
}

/**
 * A chat message that decides on the one pending approval, if it is that. A bare "yes" counts only right after the
 * question: later it may answer something else. The wording alone decides; no model is asked.
 */
export async function findAnswer(
  sql: Sql,
  owner: Owner,
  sessionId: string,
  text: string,
): Promise<{ approvalId: string; answer: ApprovalAnswer } | undefined> {
  const read = readAnswer(text);
  if (!read) return undefined;
  const [pending, ...others] = await listPending(sql, owner, sessionId);
  if (!pending || others.length > 0) return undefined;
  if (!read.isExplicit && pending.turnId !== (await newestTurn(sql, owner, sessionId))) return undefined;
  return { approvalId: pending.id, answer: { decision: read.decision } };
}

async function newestTurn(sql: Sql, owner: Owner, sessionId: string): Promise<string | undefined> {
  const [turn] = await sql<{ id: string }[]>`
    select id from turns where session_id = ${sessionId} and owner_id = ${owner.id} and kind = 'chat'
    order by created_at desc, id desc limit 1`;
  return turn?.id;
}
