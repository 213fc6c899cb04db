import type { Sql } from "../db/client.ts";
import { badCursor, type PageQuery, toPage } from "../paging.ts";
import { notFound, Problem } from "../problem.ts";
import type { Owner } from "../sessions/owner.ts";
import { maxDecisions, RecordedDecision } from "./schema.ts";

const columns = (sql: Sql) => sql`id, text, actor, created_at`;

/** Oldest first: the order in which they were taken. */
export async function listDecisions(sql: Sql, owner: Owner, sessionId: string, { limit, cursor }: PageQuery) {
  const after = cursor === undefined ? null : RecordedDecision.shape.id.safeParse(cursor).data;
  if (after === undefined) throw new Problem("invalid-input", undefined, badCursor);
  const rows = await sql`
    select ${columns(sql)} from decisions
    where session_id = ${sessionId} and owner_id = ${owner.id} and (${after}::uuid is null or id > ${after}::uuid)
    order by id limit ${limit + 1}`;
  return toPage(
    rows.map((row) => RecordedDecision.parse(row)),
    limit,
    ({ id }) => id,
  );
}

/** @throws {Problem} not-found */
export async function getDecision(sql: Sql, owner: Owner, sessionId: string, id: string): Promise<RecordedDecision> {
  const [row] = await sql`
    select ${columns(sql)} from decisions
    where id = ${id} and session_id = ${sessionId} and owner_id = ${owner.id}`;
  if (!row) throw notFound("decision", id);
  return RecordedDecision.parse(row);
}

type New = Pick<RecordedDecision, "text" | "actor">;

/** Call with the session locked, and append `decisions.changed`. @throws {Problem} conflict when there are too many */
export async function addDecision(sql: Sql, owner: Owner, sessionId: string, { text, actor }: New) {
  const [row] = await sql`
    insert into decisions (id, session_id, owner_id, text, actor)
    select ${Bun.randomUUIDv7()}, ${sessionId}, ${owner.id}, ${text}, ${actor}
    where (select count(*) from decisions where session_id = ${sessionId} and owner_id = ${owner.id}) < ${maxDecisions}
    returning ${columns(sql)}`;
  if (!row) throw new Problem("conflict", `At most ${maxDecisions} decisions are kept: delete one first`);
  return RecordedDecision.parse(row);
}

/** Call with the session locked, and append `decisions.changed`. @throws {Problem} not-found */
export async function changeDecision(sql: Sql, owner: Owner, sessionId: string, id: string, text: string) {
  const [row] = await sql`
    update decisions set text = ${text}
    where id = ${id} and session_id = ${sessionId} and owner_id = ${owner.id} returning ${columns(sql)}`;
  if (!row) throw notFound("decision", id);
  return RecordedDecision.parse(row);
}

/** Call with the session locked, and append `decisions.changed`. @throws {Problem} not-found */
export async function removeDecision(sql: Sql, owner: Owner, sessionId: string, id: string): Promise<void> {
  const { count } = await sql`
    delete from decisions where id = ${id} and session_id = ${sessionId} and owner_id = ${owner.id}`;
  if (count === 0) throw notFound("decision", id);
}
