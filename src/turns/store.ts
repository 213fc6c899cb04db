import type { Usage } from "../chat/protocol.ts";
import type { Sql } from "../db/client.ts";
import { notFound } from "../problem.ts";
import type { Owner } from "../sessions/owner.ts";
import { graphVersion } from "./claim.ts";
import { Turn } from "./schema.ts";

/** Locks the session. @returns the end of its log, and the time by the database's clock. @throws {Problem} not-found */
export async function lockLog(sql: Sql, owner: Owner, sessionId: string) {
  const [session] = await sql<{ lastSeq: number; now: string; title: string | null }[]>`
    select last_seq, title, clock_timestamp() as now from sessions
    where id = ${sessionId} and owner_id = ${owner.id} for no key update`;
  if (!session) throw notFound("session", sessionId);
  return session;
}

export type OpenTurn = { id: string; status: "queued" | "running" };

/** The session's turns in the chat that are not over, oldest first. */
export async function openTurns(sql: Sql, owner: Owner, sessionId: string) {
  return sql<OpenTurn[]>`
    select id, status from turns
    where session_id = ${sessionId} and owner_id = ${owner.id} and status in ('queued', 'running') and kind = 'chat'
    order by created_at, id`;
}

/**
 * Queues a turn that makes a picture, for whichever replica has room. Call with the session locked.
 * @returns its id
 */
export async function insertRenderTurn(sql: Sql, owner: Owner, sessionId: string): Promise<string> {
  const turnId = Bun.randomUUIDv7();
  await sql`
    insert into turns (id, session_id, owner_id, kind, status, graph_version, first_seq)
    select ${turnId}, id, owner_id, 'render', 'queued', ${graphVersion}, last_seq + 1
    from sessions where id = ${sessionId} and owner_id = ${owner.id}`;
  return turnId;
}

/**
 * Ends the turns that make pictures of a room which is being deleted: what waits now, what runs when its owner renews the
 * lease. Call with the session locked, before the deletion.
 */
export async function endRenderTurns(sql: Sql, owner: Owner, roomId: string): Promise<void> {
  await sql`
    update turns set cancel_requested_at = coalesce(cancel_requested_at, clock_timestamp()),
      status = case when status = 'queued' then 'cancelled' else status end,
      finished_at = case when status = 'queued' then clock_timestamp() end
    where owner_id = ${owner.id} and status in ('queued', 'running') and kind = 'render'
      and id in (select turn_id from renders where room_id = ${roomId} and owner_id = ${owner.id})`;
}

/** What a running turn has cost so far. Call under its fence. */
export async function storeUsage(sql: Sql, { turnId, owner }: { turnId: string; owner: Owner }, usage: Usage) {
  await sql`
    update turns set input_tokens = ${usage.inputTokens}, output_tokens = ${usage.outputTokens}
    where id = ${turnId} and owner_id = ${owner.id}`;
}

/** @throws {Problem} not-found */
export async function getTurn(sql: Sql, owner: Owner, sessionId: string, turnId: string): Promise<Turn> {
  const [row] = await sql<{ inputTokens: number; outputTokens: number }[]>`
    select id, kind, status, attempt, message_id,
      (select retry.id from turns as retry where retry.retry_of = turns.id) as retried_by, cancel_requested_at is not null as cancel_requested, input_tokens,
      output_tokens, problem, created_at, started_at, finished_at
    from turns where id = ${turnId} and session_id = ${sessionId} and owner_id = ${owner.id}`;
  if (!row) throw notFound("turn", turnId);
  const { inputTokens, outputTokens, ...turn } = row;
  return Turn.parse({ ...turn, usage: { inputTokens, outputTokens } });
}
