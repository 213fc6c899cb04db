import type { Change, NewEvent } from "../chat/store.ts";
import type { Sql } from "../db/client.ts";
import { markApproved } from "../plan/store.ts";
import { Problem } from "../problem.ts";
import { decideRender, findRender } from "../renders/store.ts";
import type { Owner } from "../sessions/owner.ts";
import { stillHolds } from "./facts.ts";
import { requirePending } from "./requests.ts";
import type { Approval, ApprovalAnswer, ApprovalKind } from "./schema.ts";
import { endApproval, getApproval, listPending } from "./store.ts";
import { asksAgain, mayDecide, meansAll, namesIn, readAnswer } from "./wording.ts";

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
 * What a chat message decides: the one pending approval, the pictures of the rooms it names, or all pictures by “approve
 * both”. A bare "yes" counts only right after the question: later it may answer something else. The wording alone decides;
 * no model is asked.
 */
export async function findAnswers(
  sql: Sql,
  owner: Owner,
  sessionId: string,
  text: string,
): Promise<{ approvalId: string; answer: ApprovalAnswer }[]> {
  if (!mayDecide(text)) return [];
  const open = await listPending(sql, owner, sessionId);
  // “Approve the kitchen” tells one picture from the others.
  const names = namesIn(
    text,
    open.flatMap((asked) => (asked.kind === "render" ? [asked.facts.roomName] : [])),
  );
  const named = open.filter((asked) => asked.kind === "render" && names.includes(asked.facts.roomName));
  const meant = named.length > 0 ? named : open;
  const [pending, ...others] = meant;
  const read = readAnswer(text, names);
  if (!pending || !read) return [];
  const isAll = read.isExplicit && meansAll(text) && meant.every(({ kind }) => kind === "render");
  if (others.length > 0 && named.length === 0 && !isAll) return [];
  if (!read.isExplicit && !(await isLastSaid(sql, owner, sessionId, pending))) return [];
  return meant.map(({ id }) => ({ approvalId: id, answer: { decision: read.decision } }));
}

/**
 * Whether the question is what was said last: its turn is the newest, or its picture came after the newest ended, or the
 * newest ended by asking for it again. A quick picture may be there before the turn that began it has ended.
 */
async function isLastSaid(sql: Sql, owner: Owner, sessionId: string, asked: Approval): Promise<boolean> {
  const render = asked.kind === "render" ? await findRender(sql, owner, sessionId, asked.facts.renderId) : undefined;
  const [newest] = await sql<{ id: string; isOver: boolean; said: string }[]>`
    select id, coalesce(finished_at < ${asked.createdAt}, false)
      or created_at <= ${render?.createdAt ?? null}::timestamptz is true as is_over,
      coalesce((select content from messages
        where turn_id = turns.id and owner_id = ${owner.id} and role = 'assistant' limit 1), '') as said
    from turns where session_id = ${sessionId} and owner_id = ${owner.id} and kind = 'chat'
    order by created_at desc, id desc limit 1`;
  if (newest && asksAgain(newest.said)) return true;
  return asked.kind === "render" && asked.turnId === null ? newest?.isOver !== false : newest?.id === asked.turnId;
}
