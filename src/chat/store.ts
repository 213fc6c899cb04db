import { type Database, type Sql, toJsonb, transaction } from "../db/client.ts";
import { badCursor, type PageQuery, toPage } from "../paging.ts";
import { notFound, Problem } from "../problem.ts";
import type { Owner } from "../sessions/owner.ts";
import { DurableEvent, maxQueuedMessages, Message } from "./protocol.ts";

/** An event before the log gave it its place. */
export type NewEvent = DurableEvent extends infer E ? (E extends DurableEvent ? Omit<E, "seq"> : never) : never;

/** What a change of a session leads to: its result, and the events that tell clients of it. */
export type Change<T> = { result: T; events: NewEvent[] };

/**
 * Appends to the session's event log, gapless because the caller holds the session's lock.
 * Publish what it returns after the commit.
 */
export async function appendEvents(
  sql: Sql,
  owner: Owner,
  sessionId: string,
  events: NewEvent[],
): Promise<DurableEvent[]> {
  if (events.length === 0) return [];
  const payloads = events.map(({ type: _, ...payload }) => toJsonb(payload));
  const [row] = await sql<{ lastSeq: number }[]>`
    with log as (
      update sessions set last_seq = last_seq + ${events.length}, updated_at = clock_timestamp()
      where id = ${sessionId} and owner_id = ${owner.id} returning last_seq
    ), written as (
      insert into events (session_id, seq, owner_id, type, payload)
      select ${sessionId}, last_seq - ${events.length} + event.place, ${owner.id}, event.type, event.payload::jsonb
      from log, unnest(${events.map(({ type }) => type)}::text[], ${payloads}::text[])
        with ordinality as event (type, payload, place)
    )
    select last_seq from log`;
  if (!row) throw new Problem("not-found", `session ${sessionId} does not exist`);
  const first = row.lastSeq - events.length + 1;
  return events.map((event, index) => ({ ...event, seq: first + index }) as DurableEvent);
}

/** Events after `after`, oldest first, at most `limit`. */
export async function readEvents(sql: Sql, owner: Owner, sessionId: string, after: number, limit = 500) {
  const rows = await sql<{ seq: number; type: string; payload: Record<string, unknown> }[]>`
    select seq, type, payload from events
    where session_id = ${sessionId} and owner_id = ${owner.id} and seq > ${after} order by seq limit ${limit}`;
  return rows.map(toEvent);
}

/**
 * An event of the log as it is told. One that this release does not know, because a newer one runs beside it, goes to the
 * clients as it is: they know it, or know what else to do with it.
 */
export function toEvent({ seq, type, payload }: { seq: number; type: string; payload: object }): DurableEvent {
  const event = { ...payload, type, seq };
  return DurableEvent.safeParse(event).data ?? (event as unknown as DurableEvent);
}

export async function insertMessage(sql: Sql, owner: Owner, sessionId: string, message: Message): Promise<void> {
  const { id, role, content, turnId, clientId = null, attachments, status, createdAt } = message;
  await sql`
    insert into messages (id, session_id, owner_id, turn_id, role, content, client_id, attachments, status, created_at)
    values (${id}, ${sessionId}, ${owner.id}, ${turnId}, ${role}, ${content}, ${clientId}, ${attachments}::uuid[],
      ${status}, ${createdAt})`;
}

/** @throws {Problem} not-found */
export async function getMessage(sql: Sql, owner: Owner, id: string): Promise<Message> {
  const [row] = await sql`select ${messageColumns(sql)} from messages where id = ${id} and owner_id = ${owner.id}`;
  if (!row) throw notFound("message", id);
  return toMessage(row);
}

/** The newest page first, each page newest message first. */
export async function listMessages(sql: Sql, owner: Owner, sessionId: string, { limit, cursor }: PageQuery) {
  if (cursor !== undefined && !/^\d{1,15}$/.test(cursor)) throw new Problem("invalid-input", undefined, badCursor);
  const rows = await sql<{ position: number }[]>`
    select ${messageColumns(sql)}, position from messages
    where session_id = ${sessionId} and owner_id = ${owner.id} and position < ${cursor ?? "9223372036854775807"}::bigint
    order by position desc limit ${limit + 1}`;
  const page = toPage([...rows], limit, (row) => String(row.position));
  return { items: page.items.map(toMessage), nextCursor: page.nextCursor };
}

const messageColumns = (sql: Sql) => sql`id, role, content, turn_id, client_id, attachments, status, created_at`;

function toMessage(row: unknown): Message {
  const { clientId, ...rest } = row as { clientId: string | null };
  return Message.parse(clientId === null ? rest : { ...rest, clientId });
}

/** `problem` is the type of what a homeowner's message failed with, also where it was answered when tried again. */
export type Said = Pick<Message, "role" | "content" | "attachments"> & { problem: string | null };

/**
 * What was said up to a turn's own message, newest first. Answers stand with their questions: one that was given while
 * this message waited comes before it.
 */
export async function recentMessages(
  sql: Sql,
  owner: Owner,
  turn: { sessionId: string; id: string },
  limit: number,
): Promise<Said[]> {
  // Read by position, which an index has; only what was answered meanwhile is out of place there.
  const waitedFor = maxQueuedMessages + 1;
  // One row for all of them: it is read at every model step, and the driver's work is by the row.
  const [row] = await sql<{ said: Said[] }[]>`
    with own as (
      select messages.id, messages.position from turns join messages on messages.id = turns.message_id
      where turns.id = ${turn.id}
    ), known as (
      (select id, turn_id, role, content, attachments, position from messages
        where session_id = ${turn.sessionId} and owner_id = ${owner.id} and position <= (select position from own)
        order by position desc limit ${limit})
      union all
      (select id, turn_id, role, content, attachments, position from messages
        where session_id = ${turn.sessionId} and owner_id = ${owner.id} and position > (select position from own)
          and role = 'assistant'
        order by position limit ${waitedFor})
    ), placed as (
      select said.id, said.turn_id, said.role, said.content, said.attachments, said.position, coalesce(question.position, (
        select messages.position from turns join messages on messages.id = turns.message_id where turns.id = said.turn_id
      )) as asked_at
      from known said left join known question on question.role = 'user' and question.turn_id = said.turn_id
    ), latest as (
      select role, content, attachments, asked_at, placed.position, case when role = 'user' then (
        select problem ->> 'type' from turns where turns.id = placed.turn_id
      ) end as problem
      from placed, own
      where asked_at < own.position or placed.id = own.id
      order by asked_at desc, placed.position desc limit ${limit}
    )
    select coalesce(json_agg(
      json_build_object('role', role, 'content', content, 'attachments', attachments, 'problem', problem)
      order by asked_at desc, position desc), '[]') as said
    from latest`;
  return row?.said ?? [];
}

/** The first time after much less is kept, there may be millions. */
const pruneTimeoutMs = 5 * 60_000;

/** Forgets events that are older than the log keeps, or more than it keeps of one session. */
export async function pruneEvents(database: Database, keep: { days: number; perSession: number }): Promise<void> {
  const patiently = (work: (sql: Sql) => Promise<unknown>) =>
    transaction(database, work, { statementTimeoutMs: pruneTimeoutMs });
  await patiently((sql) => sql`delete from events where created_at < now() - ${`${keep.days} days`}::interval`);
  await patiently(
    (sql) => sql`
      delete from events using sessions
      where sessions.last_seq > ${keep.perSession} and events.session_id = sessions.id
        and events.seq <= sessions.last_seq - ${keep.perSession}`,
  );
}
