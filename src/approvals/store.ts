import type { NewEvent } from "../chat/store.ts";
import type { Sql } from "../db/client.ts";
import { badCursor, type PageQuery, toPage } from "../paging.ts";
import { notFound, Problem } from "../problem.ts";
import type { Owner } from "../sessions/owner.ts";
import { Approval, ApprovalId, type ApprovalStatus, type PlanApproval, type RenderApproval } from "./schema.ts";

/** How long a decision may be put off. */
const approvalLifeDays = 14;

const columns = (sql: Sql) => sql`
  id, turn_id, kind, case when status = 'pending' and expires_at <= clock_timestamp() then 'expired' else status end as status,
  facts, note, expires_at, created_at, answered_at`;

/** Newest first. */
export async function listApprovals(sql: Sql, owner: Owner, sessionId: string, { limit, cursor }: PageQuery) {
  const before = cursor === undefined ? null : ApprovalId.safeParse(cursor).data;
  if (before === undefined) throw new Problem("invalid-input", undefined, badCursor);
  const rows = await sql`
    select ${columns(sql)} from approvals
    where session_id = ${sessionId} and owner_id = ${owner.id} and (${before}::uuid is null or id < ${before}::uuid)
    order by id desc limit ${limit + 1}`;
  return toPage(
    rows.map((row) => Approval.parse(row)),
    limit,
    ({ id }) => id,
  );
}

/** @throws {Problem} not-found */
export async function getApproval(sql: Sql, owner: Owner, sessionId: string, id: string): Promise<Approval> {
  const [row] = await sql`
    select ${columns(sql)} from approvals
    where id = ${id} and session_id = ${sessionId} and owner_id = ${owner.id}`;
  if (!row) throw notFound("approval", id);
  return Approval.parse(row);
}

/** What waits for an answer, oldest first; what has run out does not. */
export async function listPending(sql: Sql, owner: Owner, sessionId: string): Promise<Approval[]> {
  const rows = await sql`
    select ${columns(sql)} from approvals
    where session_id = ${sessionId} and owner_id = ${owner.id} and status = 'pending' and expires_at > clock_timestamp()
    order by id`;
  return rows.map((row) => Approval.parse(row));
}

/** What a turn asked for and nothing has overtaken since. */
export async function findAskedBy(sql: Sql, owner: Owner, turnId: string): Promise<Approval[]> {
  const rows = await sql`
    select ${columns(sql)} from approvals
    where turn_id = ${turnId} and owner_id = ${owner.id} and status <> 'withdrawn' order by id`;
  return rows.map((row) => Approval.parse(row));
}

type Question = Pick<PlanApproval, "kind" | "facts"> | Pick<RenderApproval, "kind" | "facts">;

/** Call with the session locked, and with no other about the same pending. */
export async function insertApproval(
  sql: Sql,
  owner: Owner,
  sessionId: string,
  { turnId, ...asked }: Question & { turnId: string | undefined },
): Promise<Approval> {
  const [planVersion, renderId] =
    asked.kind === "render" ? [null, asked.facts.renderId] : [asked.facts.planVersion, null];
  const [row] = await sql`
    insert into approvals (id, session_id, owner_id, turn_id, kind, plan_version, render_id, facts, expires_at)
    values (${Bun.randomUUIDv7()}, ${sessionId}, ${owner.id}, ${turnId ?? null}, ${asked.kind}, ${planVersion}, ${renderId},
      ${sql.json(asked.facts)}, clock_timestamp() + ${`${approvalLifeDays} days`}::interval)
    returning ${columns(sql)}`;
  return Approval.parse(row);
}

type End = { status: Exclude<ApprovalStatus, "pending">; note?: string | undefined };

/** Ends a pending approval. Call with the session locked, and append the event. */
export async function endApproval(
  sql: Sql,
  owner: Owner,
  { id, kind }: Pick<Approval, "id" | "kind">,
  { status, note }: End,
): Promise<NewEvent> {
  await sql`
    update approvals set status = ${status}, note = ${note ?? null}, answered_at = clock_timestamp()
    where id = ${id} and owner_id = ${owner.id} and status = 'pending'`;
  return { type: "approval.answered", approvalId: id, kind, status, note: note ?? null };
}

/** Takes back every pending approval for which `isOvertaken` holds. Call with the session locked, and append the events. */
export async function withdrawApprovals(
  sql: Sql,
  owner: Owner,
  sessionId: string,
  isOvertaken: (approval: Approval) => boolean | Promise<boolean>,
): Promise<NewEvent[]> {
  const rows = await sql`
    select ${columns(sql)} from approvals
    where session_id = ${sessionId} and owner_id = ${owner.id} and status = 'pending' order by id`;
  const events: NewEvent[] = [];
  for (const approval of rows.map((row) => Approval.parse(row))) {
    if (await isOvertaken(approval)) events.push(await endApproval(sql, owner, approval, { status: "withdrawn" }));
  }
  return events;
}

/** Call with the session locked, and append the events. */
export async function expireApprovals(sql: Sql, owner: Owner, sessionId: string): Promise<NewEvent[]> {
  const rows = await sql`
    select ${columns(sql)} from approvals
    where session_id = ${sessionId} and owner_id = ${owner.id} and status = 'pending'
      and expires_at <= clock_timestamp() order by id`;
  const events: NewEvent[] = [];
  for (const row of rows) events.push(await endApproval(sql, owner, Approval.parse(row), { status: "expired" }));
  return events;
}
