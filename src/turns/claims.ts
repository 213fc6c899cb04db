import { appendEvents, type NewEvent } from "../chat/store.ts";
import type { DurableEvent } from "../chat/protocol.ts";
import type { Database, Sql } from "../db/client.ts";
import { Problem } from "../problem.ts";
import { type Claim, graphVersion, leaseEnd, maxFailures } from "./claim.ts";
import { endTurn, finishTurn } from "./finish.ts";
import { startRender } from "./render-turns.ts";
import type { TurnKind } from "./schema.ts";
import { turnTransaction } from "./transaction.ts";

/** `suspect`: owners of it vanished more than once, and it may be why. */
type Candidate = { id: string; sessionId: string; ownerId: string; kind: TurnKind; suspect: boolean };
type Taken = {
  attempt: number;
  failures: number;
  graphVersion: number;
  progress: string;
  inputTokens: number;
  outputTokens: number;
  cancelRequested: boolean;
  now: string;
};
/** Without a claim the turn was ended here, and only its events are news. */
type Claimed = { claim?: Claim; events: DurableEvent[] };

/** After so many vanished owners the next could be the last: such turns run alone, so that each is charged for itself only. */
const suspectFailures = maxFailures - 1;

/** Turns that wait in an idle session, or whose owner let the lease lapse; oldest first, suspects last. */
export async function findClaimable(sql: Sql, limit: number): Promise<Candidate[]> {
  return sql<Candidate[]>`
    select id, session_id, owner_id, kind, failures + (status = 'running')::int >= ${suspectFailures} as suspect from turns waiting
    where (status = 'running' and lease_expires_at < clock_timestamp())
      or (status = 'queued' and not exists (
        select from turns other where other.session_id = waiting.session_id and other.kind = waiting.kind
          and (other.status = 'running' or (other.status = 'queued' and (other.created_at, other.id) < (waiting.created_at, waiting.id)))
      ))
    order by suspect, created_at, id limit ${limit}`;
}

/** The next waiting turn of its kind in a session, for the replica that just finished one there. */
export async function nextInSession(sql: Sql, sessionId: string, kind: TurnKind): Promise<Candidate | undefined> {
  const [next] = await sql<Candidate[]>`
    select id, session_id, owner_id, kind, failures >= ${suspectFailures} as suspect from turns
    where session_id = ${sessionId} and status = 'queued' and kind = ${kind} order by created_at, id limit 1`;
  return next;
}

/**
 * Takes a turn: a fresh token, the next attempt, a new lease. Undefined when somebody else was faster.
 * One that the user asked to stop ends here as cancelled, and one whose owner vanished {@link maxFailures} times as failed.
 */
export async function claimTurn(
  database: Database,
  candidate: Candidate,
  replica: string,
): Promise<Claimed | undefined> {
  const owner = { id: candidate.ownerId };
  const { sessionId, id: turnId, kind } = candidate;
  const claimed = await turnTransaction(database, "claim", async (sql) => {
    const [session] = await sql`
      select id from sessions where id = ${sessionId} and owner_id = ${owner.id} for no key update skip locked`;
    if (!session) return undefined;
    const token = crypto.randomUUID();
    // The earlier attempt's text: what it had written out before it vanished, else what its release kept.
    const [turn] = await sql<Taken[]>`
      update turns set status = 'running', attempt = attempt + (cancel_requested_at is null)::int, claim_token = ${token}, claimed_by = ${replica},
        lease_expires_at = ${leaseEnd(sql)},
        started_at = coalesce(started_at, clock_timestamp()),
        failures = failures + (status = 'running' and claimed_by is distinct from ${replica})::int,
        progress = coalesce((
          select string_agg(text, '' order by text_offset) from turn_text
          where turn_id = turns.id and turn_text.attempt = turns.attempt), progress)
      where id = ${turnId} and owner_id = ${owner.id} and (
        (status = 'running' and lease_expires_at < clock_timestamp())
        or (status = 'queued' and not exists (
          select from turns other where other.session_id = ${sessionId} and other.status = 'running'
            and other.kind = turns.kind)))
      returning attempt, failures, graph_version, progress, input_tokens, output_tokens, cancel_requested_at is not null as cancel_requested,
        clock_timestamp() as now`;
    if (!turn) return undefined;
    const usage = { inputTokens: turn.inputTokens, outputTokens: turn.outputTokens };
    if (turn.cancelRequested) {
      const outcome = { status: "cancelled" as const, text: turn.progress, usage, now: turn.now };
      return { events: await endTurn(sql, owner, { turnId, sessionId, kind }, outcome) };
    }
    const restart = turn.graphVersion !== graphVersion;
    if (restart) {
      await sql`update turns set graph_version = ${graphVersion} where id = ${turnId} and owner_id = ${owner.id}`;
    }
    await sql`delete from turn_text where turn_id = ${turnId}`;
    const claim: Claim = {
      turnId,
      sessionId,
      owner,
      kind,
      attempt: turn.attempt,
      token,
      progress: turn.progress,
      usage,
      restart,
    };
    const { attempt } = turn;
    const news: NewEvent[] =
      kind === "chat" ? [{ type: "turn.started", turnId, attempt }] : await startRender(sql, owner, claim, attempt);
    return { claim, events: await appendEvents(sql, owner, sessionId, news), failures: turn.failures };
  });
  if (!claimed?.claim) return claimed;
  if (claimed.failures < maxFailures) return { claim: claimed.claim, events: claimed.events };
  const problem = new Problem("turn-failed", `it was interrupted ${claimed.failures} times; please send it again`);
  const ended = await finishTurn(database, claimed.claim, {
    status: "failed",
    text: claimed.claim.progress,
    usage: claimed.claim.usage,
    problem: problem.toJSON(),
  });
  return { events: [...claimed.events, ...ended] };
}

/**
 * Renews every lease of this replica in one statement.
 * @returns the tokens still held, each with whether the user asked to cancel.
 */
export async function renewLeases(sql: Sql, tokens: string[]): Promise<Map<string, { cancelRequested: boolean }>> {
  const rows = await sql<{ claimToken: string; cancelRequested: boolean }[]>`
    update turns set lease_expires_at = ${leaseEnd(sql)}
    where claim_token = any(${tokens}::uuid[]) and status = 'running'
    returning claim_token, cancel_requested_at is not null as cancel_requested`;
  return new Map(rows.map(({ claimToken, cancelRequested }) => [claimToken, { cancelRequested }]));
}

/** With the embedded database no other replica can exist, so every lease left over from before this start has lapsed. */
export async function lapseLeases(sql: Sql): Promise<void> {
  await sql`update turns set lease_expires_at = '-infinity' where status = 'running'`;
}
