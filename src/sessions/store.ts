import { badCursor, type PageQuery, toPage } from "../paging.ts";
import type { Sql } from "../db/client.ts";
import { notFound, Problem } from "../problem.ts";
import type { Owner } from "./owner.ts";
import { type NewSession, PhaseTransition, Session, SessionId } from "./schema.ts";

const columns = (sql: Sql) =>
  sql`id, title, phase, budget_minor, currency, style_slug, constraints, created_at, updated_at`;

export async function createSession(sql: Sql, owner: Owner, { title }: NewSession): Promise<Session> {
  const [row] = await sql`
    insert into sessions (id, owner_id, title) values (${Bun.randomUUIDv7()}, ${owner.id}, ${title ?? null})
    returning ${columns(sql)}`;
  return Session.parse(row);
}

/** @throws {Problem} not-found, also for another owner's session. */
export async function getSession(sql: Sql, owner: Owner, id: string): Promise<Session> {
  const [row] = await sql`select ${columns(sql)} from sessions where id = ${id} and owner_id = ${owner.id}`;
  if (!row) throw notFound("session", id);
  return Session.parse(row);
}

/** Newest first: ids are UUIDv7, so their order is the order of creation. */
export async function listSessions(sql: Sql, owner: Owner, { limit, cursor }: PageQuery) {
  const before = cursor === undefined ? null : SessionId.safeParse(cursor).data;
  if (before === undefined) throw new Problem("invalid-input", undefined, badCursor);
  const rows = await sql`
    select ${columns(sql)} from sessions
    where owner_id = ${owner.id} and (${before}::uuid is null or id < ${before}::uuid)
    order by id desc limit ${limit + 1}`;
  return toPage(
    rows.map((row) => Session.parse(row)),
    limit,
    (session) => session.id,
  );
}

/**
 * The first statement of every transaction on a session: one lock order rules out deadlocks.
 * @throws {Problem} not-found
 */
export async function lockSession(sql: Sql, owner: Owner, id: string): Promise<Session & { lastSeq: number }> {
  const [row] = await sql<{ lastSeq: number }[]>`
    select ${columns(sql)}, last_seq from sessions where id = ${id} and owner_id = ${owner.id} for no key update`;
  if (!row) throw notFound("session", id);
  return { ...Session.parse(row), lastSeq: row.lastSeq };
}

/** Call with the session locked. */
export async function setTitle(sql: Sql, owner: Owner, id: string, title: string): Promise<Session> {
  const [row] = await sql`
    update sessions set title = ${title}, updated_at = clock_timestamp()
    where id = ${id} and owner_id = ${owner.id} returning ${columns(sql)}`;
  if (!row) throw notFound("session", id);
  return Session.parse(row);
}

/** Replaces what a person may change. Call with the session locked. */
export async function updateSession(sql: Sql, owner: Owner, session: Session): Promise<void> {
  const { id, title, budgetMinor, currency, styleSlug, constraints } = session;
  await sql`
    update sessions set title = ${title}, budget_minor = ${budgetMinor}, currency = ${currency},
      style_slug = ${styleSlug}, constraints = ${constraints}::text[], updated_at = clock_timestamp()
    where id = ${id} and owner_id = ${owner.id}`;
}

/** Every change of phase, oldest first. */
export async function listTransitions(sql: Sql, owner: Owner, sessionId: string, { limit, cursor }: PageQuery) {
  if (cursor !== undefined && !/^\d{1,15}$/.test(cursor)) throw new Problem("invalid-input", undefined, badCursor);
  const rows = await sql`
    select id, from_phase as from, to_phase as to, actor, reason, turn_id, created_at from phase_transitions
    where session_id = ${sessionId} and owner_id = ${owner.id} and id > ${cursor ?? 0}
    order by id limit ${limit + 1}`;
  return toPage(
    rows.map((row) => PhaseTransition.parse(row)),
    limit,
    ({ id }) => String(id),
  );
}

/** Removes the session and all that belongs to it. Call with the session locked. */
export async function deleteSession(sql: Sql, owner: Owner, id: string): Promise<void> {
  // Texts and checkpoints are written too often to pay for a foreign key, so they are removed by hand.
  await sql`
    with gone as (select id from turns where session_id = ${id} and owner_id = ${owner.id}),
      texts as (delete from turn_text where turn_id in (select id from gone)),
      writes as (delete from checkpoint_writes where thread_id in (select id::text from gone)),
      blobs as (delete from checkpoint_blobs where thread_id in (select id::text from gone)),
      points as (delete from checkpoints where thread_id in (select id::text from gone))
    delete from sessions where id = ${id} and owner_id = ${owner.id}`;
}
