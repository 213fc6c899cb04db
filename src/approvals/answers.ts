import type { Change, NewEvent } from "../chat/store.ts";
import type { Sql } from "../db/client.ts";
import { markApproved } from "../plan/store.ts";
import { Problem } from "../problem.ts";
import { decideRender } from "../renders/store.ts";
import type { Owner } from "../sessions/owner.ts";
import { stillHolds } from "./facts.ts";
import { requirePending } from "./requests.ts";
import type { Approval, ApprovalAnswer, ApprovalKind } from "./schema.ts";
import { endApproval, getApproval, listPending } from "./store.ts";
import { isNamed, mayDecide, readAnswer } from "./wording.ts";

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
  if (!(await stillHolds(sql, owner, sessionId, approval)))
    throw new Problem("conflict", `approval ${id} is about ${subjects[approval.kind]} that has changed since`);
  const status = decision === "approve" ? "approved" : "rejected";
  const events: NewEvent[] = [await endApproval(sql, owner, approval, { status, note })];
  if (approval.kind === "plan" && decision === "approve") {
    const version = approval.facts.planVersion;
    await markApproved(sql, owner, sessionId, version);
    events.push({ type: "plan.changed", version });
  }
  if (approval.kind === "render")
    events.push(await decideRender(sql, owner, sessionId, { id: approval.facts.renderId, decision: status }));
  return { result: await getApproval(sql, owner, sessionId, id), events };
}

const subjects: Record<ApprovalKind, string> = {
  plan: "a plan or a budget",
  over_budget: "a plan or a budget",
  render: "a picture",
};

/**
 * A chat message that decides on the one pending approval, or on the picture of the room it names, if it is that. A bare "yes" counts only right after the
 * question: later it may answer something else. The wording alone decides; no model is asked.
 */
export async function findAnswer(
  sql: Sql,
  owner: Owner,
  sessionId: string,
  text: string,
): Promise<{ approvalId: string; answer: ApprovalAnswer } | undefined> {
  if (!mayDecide(text)) return undefined;
  const open = await listPending(sql, owner, sessionId);
  // “Approve the kitchen” tells one picture from the others.
  const named = open.filter((asked) => asked.kind === "render" && isNamed(asked.facts.roomName, text));
  const [pending, ...others] = named.length > 0 ? named : open;
  if (!pending || others.length > 0) return undefined;
  const read = readAnswer(text, pending.kind === "render" ? pending.facts.roomName : undefined);
  if (!read) return undefined;
  if (!read.isExplicit && !(await isLastSaid(sql, owner, sessionId, pending))) return undefined;
  return { approvalId: pending.id, answer: { decision: read.decision } };
}

/** Whether nothing was said since the question: its turn is the newest, or it came from a picture after the newest ended. */
async function isLastSaid(sql: Sql, owner: Owner, sessionId: string, asked: Approval): Promise<boolean> {
  const [newest] = await sql<{ id: string; isOver: boolean }[]>`
    select id, coalesce(finished_at < ${asked.createdAt}, false) as is_over from turns
    where session_id = ${sessionId} and owner_id = ${owner.id} and kind = 'chat'
    order by created_at desc, id desc limit 1`;
  return asked.kind === "render" && asked.turnId === null ? newest?.isOver !== false : newest?.id === asked.turnId;
}
