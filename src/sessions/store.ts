import { type PageQuery, toPage } from "../paging.ts";
import type { Sql } from "../db/client.ts";
import { notFound, Problem } from "../problem.ts";
import type { Owner } from "./owner.ts";
import { type NewSession, Session, SessionId } from "./schema.ts";

const columns = (sql: Sql) => sql`id, title, phase, budget_minor, currency, style_slug, created_at, updated_at`;

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

/** What a list says to a cursor it did not give out. */
export const badCursor = { errors: [{ pointer: "/cursor", detail: "is not a cursor of this list" }] };

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

type Intake = { budgetMinor?: number; currency?: string; styleSlug?: string; constraints?: string[] };

/** Sets what is given and adds new constraints. Call with the session locked. */
export async function setIntake(sql: Sql, owner: Owner, id: string, intake: Intake): Promise<void> {
  await sql`
    update sessions set
      budget_minor = coalesce(${intake.budgetMinor ?? null}, budget_minor),
      currency = coalesce(${intake.currency ?? null}, currency),
      style_slug = coalesce(${intake.styleSlug ?? null}, style_slug),
      constraints = constraints || array(
        select distinct new from unnest(${intake.constraints ?? []}::text[]) as new where new <> all (constraints)),
      updated_at = clock_timestamp()
    where id = ${id} and owner_id = ${owner.id}`;
}

export async function getConstraints(sql: Sql, owner: Owner, id: string): Promise<string[]> {
  const [row] = await sql<{ constraints: string[] }[]>`
    select constraints from sessions where id = ${id} and owner_id = ${owner.id}`;
  if (!row) throw notFound("session", id);
  return row.constraints;
}
