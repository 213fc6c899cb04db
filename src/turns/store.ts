import type { Effect } from "../agent/agent.ts";
import { answerApproval, findAnswer } from "../approvals/answers.ts";
import type { Approval, ApprovalAnswer } from "../approvals/schema.ts";
import { answerText } from "../approvals/wording.ts";
import { appendEvents, getMessage, insertMessage, type NewEvent } from "../chat/store.ts";
import { type DurableEvent, maxQueuedMessages, type Message, type Usage, type WhenBusy } from "../chat/protocol.ts";
import type { Database, Sql } from "../db/client.ts";
import { notFound, Problem, type ProblemDetails } from "../problem.ts";
import type { Owner } from "../sessions/owner.ts";
import { setTitle } from "../sessions/store.ts";
import { titleFrom } from "../sessions/title.ts";
import { Turn } from "./schema.ts";
import { turnTransaction } from "./transaction.ts";

/** Raised with every change of the agent's graph that an older checkpoint cannot be resumed with. */
export const graphVersion = 1;
/** A turn whose owner vanished this often fails instead of being tried again. */
export const maxFailures = 3;
export const leaseMs = 10_000;

/** A turn in this replica's hands. The token fences every write: it is fresh for each acquisition. */
export type Claim = {
  turnId: string;
  sessionId: string;
  owner: Owner;
  attempt: number;
  token: string;
  /** The text an earlier attempt had shown. */
  progress: string;
  /** The checkpoint is of another graph: start over from the tables. */
  restart: boolean;
};

export type NewTurn = {
  clientId: string;
  text: string;
  attachments?: string[] | undefined;
  whenBusy?: WhenBusy | undefined;
};
type Accepted = { messageId: string; turnId: string };
/** `firstSeq`: where in the event log the turn begins. */
export type Submitted = Accepted & {
  firstSeq: number;
  repeated: boolean;
  events: DurableEvent[];
  claim?: Claim;
  interrupts?: string;
};

/** The claim was taken away: another replica has the turn, or it is gone. Nothing may be written any more. */
export class ClaimLost extends Error {
  override name = "ClaimLost";
}

/**
 * Stores a message with its turn, once per client id. With `terms.replica` and an idle session the turn is claimed in the
 * same transaction, so that it starts at once. `terms.dailyTokens` bounds what its owner may use.
 * @throws {Problem} not-found, conflict (the id was used for another text), turn-running, queue-full, token-cap
 */
export async function submitTurn(
  database: Database,
  owner: Owner,
  sessionId: string,
  turn: NewTurn,
  terms: Terms,
): Promise<Submitted> {
  return turnTransaction(database, "submit", async (sql) => {
    // Each reads what is there once the one before it is done, so the others see what the lock waited for.
    const [{ lastSeq, now, title }, earlier, open] = await Promise.all([
      lockLog(sql, owner, sessionId),
      findByClientId(sql, owner, sessionId, turn.clientId),
      openTurns(sql, owner, sessionId),
    ]);
    if (earlier) {
      if (earlier.content !== turn.text)
        throw new Problem("conflict", `message id ${turn.clientId} was already used for another text`);
      const { id: messageId, content: _, ...turnOfIt } = earlier;
      return { messageId, ...turnOfIt, repeated: true, events: [] };
    }
    const turnId = Bun.randomUUIDv7();
    const message: Message = {
      id: Bun.randomUUIDv7(),
      role: "user",
      content: turn.text,
      turnId,
      clientId: turn.clientId,
      attachments: turn.attachments ?? [],
      status: "complete",
      createdAt: now,
    };
    const news: NewEvent[] = [];
    const decided = await findAnswer(sql, owner, sessionId, turn.text);
    if (decided) {
      const { events } = await answerApproval(sql, owner, sessionId, decided.approvalId, decided.answer);
      news.push(...events);
    }
    if (title === null) {
      await setTitle(sql, owner, sessionId, titleFrom(turn.text));
      news.push({ type: "session.changed" });
    }
    const { whenBusy } = turn;
    return enqueue(sql, owner, { sessionId, turnId, firstSeq: lastSeq + 1, open, whenBusy, terms, message, news });
  });
}

/** Without a turn only the events are news. */
type Answered = { approval: Approval; submitted: Submitted | { events: DurableEvent[] } };

/**
 * Applies a homeowner's decision exactly once, and queues a turn that tells the agent, as if it had been said in the chat.
 * Where no more turns may wait, or the day's tokens are used up, the next turn finds it in the project instead.
 * @throws {Problem} not-found, conflict (answered, expired or overtaken)
 */
export async function submitAnswer(
  database: Database,
  owner: Owner,
  sessionId: string,
  { approvalId, answer, terms }: { approvalId: string; answer: ApprovalAnswer; terms: Terms },
): Promise<Answered> {
  return turnTransaction(database, "answer", async (sql) => {
    const { lastSeq, now } = await lockLog(sql, owner, sessionId);
    const { result: approval, events: news } = await answerApproval(sql, owner, sessionId, approvalId, answer);
    const open = await openTurns(sql, owner, sessionId);
    const turnId = Bun.randomUUIDv7();
    const message: Message = {
      id: Bun.randomUUIDv7(),
      role: "user",
      content: answerText(approval.kind, answer),
      turnId,
      attachments: [],
      status: "complete",
      createdAt: now,
    };
    try {
      const asked = { sessionId, turnId, firstSeq: lastSeq + 1, open, terms, message, news };
      return { approval, submitted: await enqueue(sql, owner, asked) };
    } catch (error) {
      if (!(error instanceof Problem && (error.kind === "queue-full" || error.kind === "token-cap"))) throw error;
      return { approval, submitted: { events: await appendEvents(sql, owner, sessionId, news) } };
    }
  });
}

/**
 * A new turn for the message of a failed one; asking again gives the same new turn.
 * @throws {Problem} not-found, conflict (it did not fail), queue-full
 */
export async function retryTurn(database: Database, owner: Owner, sessionId: string, turnId: string, terms: Terms) {
  return turnTransaction(database, "retry", async (sql): Promise<Submitted> => {
    const firstSeq = (await lockLog(sql, owner, sessionId)).lastSeq + 1;
    const [failed] = await sql<{ status: string; messageId: string; retry: string | null; retrySeq: number }[]>`
      select turns.status, turns.message_id, retry.id as retry, retry.first_seq as retry_seq
      from turns left join turns retry on retry.retry_of = turns.id
      where turns.id = ${turnId} and turns.session_id = ${sessionId} and turns.owner_id = ${owner.id}`;
    if (!failed) throw notFound("turn", turnId);
    if (failed.retry) {
      return {
        messageId: failed.messageId,
        turnId: failed.retry,
        firstSeq: failed.retrySeq,
        repeated: true,
        events: [],
      };
    }
    if (failed.status !== "failed")
      throw new Problem("conflict", `turn ${turnId} did not fail: it is ${failed.status}`);
    const [message, open] = await Promise.all([
      getMessage(sql, owner, failed.messageId),
      openTurns(sql, owner, sessionId),
    ]);
    const newTurnId = Bun.randomUUIDv7();
    return enqueue(sql, owner, { sessionId, turnId: newTurnId, firstSeq, open, terms, message, retryOf: turnId });
  });
}

/** `replica` is set when it has room; `dailyTokens` is the owner's cap, if there is one. */
export type Terms = { replica: string | undefined; dailyTokens: number | undefined };

/** @throws {Problem} token-cap until the next day (UTC) begins */
async function checkTokens(sql: Sql, owner: Owner, dailyTokens: number) {
  const [used] = await sql<{ tokens: number; secondsLeft: number }[]>`
    select coalesce(sum(input_tokens + output_tokens), 0)::bigint as tokens,
      extract(epoch from date_trunc('day', now() at time zone 'utc') + interval '1 day' - now() at time zone 'utc')::int
        as seconds_left
    from turns where owner_id = ${owner.id} and finished_at >= date_trunc('day', now() at time zone 'utc') at time zone 'utc'`;
  if (!used || used.tokens < dailyTokens) return;
  throw new Problem("token-cap", `${used.tokens} of ${dailyTokens} tokens are used up today`, {
    retryAfterSeconds: used.secondsLeft,
  });
}

type OpenTurn = { id: string; status: "queued" | "running" };
type Enqueued = {
  sessionId: string;
  turnId: string;
  firstSeq: number;
  /** The session's turns that are not over, oldest first. */
  open: OpenTurn[];
  terms: Terms;
  whenBusy?: WhenBusy | undefined;
  message: Message;
  /** The failed turn of the same message, which is stored already. */
  retryOf?: string;
  /** What else happened with the message. */
  news?: NewEvent[];
};

/** Queues a turn, or claims it at once where the session is idle and this replica has room. */
async function enqueue(sql: Sql, owner: Owner, enqueued: Enqueued): Promise<Submitted> {
  const { sessionId, turnId, firstSeq, open, terms, whenBusy, message, retryOf, news: besides = [] } = enqueued;
  const { replica, dailyTokens } = terms;
  if (dailyTokens !== undefined) await checkTokens(sql, owner, dailyTokens);
  const running = open.find(({ status }) => status === "running");
  if (open.length > 0 && whenBusy === "reject") throw new Problem("turn-running");
  if (open.length - (running ? 1 : 0) >= maxQueuedMessages) {
    throw new Problem("queue-full", `at most ${maxQueuedMessages} messages may wait for the running turn`, {
      retryAfterSeconds: 5,
    });
  }
  const token = open.length === 0 && replica ? crypto.randomUUID() : undefined;
  const insertedTurn = sql`
    insert into turns (id, session_id, owner_id, status, attempt, claim_token, claimed_by, lease_expires_at, started_at,
      graph_version, first_seq, message_id, retry_of)
    select ${turnId}, ${sessionId}, ${owner.id}, ${token ? "running" : "queued"}, ${token ? 1 : 0}, ${token ?? null},
      ${token ? (replica ?? null) : null}, case when ${token !== undefined} then ${leaseEnd(sql)} end,
      case when ${token !== undefined} then clock_timestamp() end, ${graphVersion}, ${firstSeq}, ${message.id},
      ${retryOf ?? null}`.execute();
  const news: NewEvent[] = [{ type: "message.accepted", message, turnId, position: open.length }, ...besides];
  if (token) news.push({ type: "turn.started", turnId, attempt: 1 });
  const interrupts = whenBusy === "interrupt" ? running?.id : undefined;
  if (interrupts) await requestCancel(sql, owner, interrupts);
  // The message refers to the turn, which was sent before it.
  const [events] = await Promise.all([
    appendEvents(sql, owner, sessionId, news),
    insertedTurn,
    retryOf ? undefined : insertMessage(sql, owner, sessionId, message),
  ]);
  return {
    messageId: message.id,
    turnId,
    firstSeq,
    repeated: false,
    events,
    ...(token ? { claim: { turnId, sessionId, owner, attempt: 1, token, progress: "", restart: false } } : {}),
    ...(interrupts ? { interrupts } : {}),
  };
}

/** Locks the session. @returns the end of its log, and the time by the database's clock. @throws {Problem} not-found */
async function lockLog(sql: Sql, owner: Owner, sessionId: string) {
  const [session] = await sql<{ lastSeq: number; now: string; title: string | null }[]>`
    select last_seq, title, clock_timestamp() as now from sessions
    where id = ${sessionId} and owner_id = ${owner.id} for no key update`;
  if (!session) throw notFound("session", sessionId);
  return session;
}

export const leaseEnd = (sql: Sql) => sql`clock_timestamp() + ${`${leaseMs} ms`}::interval`;

async function findByClientId(sql: Sql, owner: Owner, sessionId: string, clientId: string) {
  const [row] = await sql<{ id: string; turnId: string; content: string; firstSeq: number }[]>`
    select messages.id, turn_id, content, first_seq from messages join turns on turns.id = turn_id
    where messages.session_id = ${sessionId} and messages.owner_id = ${owner.id} and client_id = ${clientId}`;
  return row;
}

async function openTurns(sql: Sql, owner: Owner, sessionId: string) {
  return sql<OpenTurn[]>`
    select id, status from turns
    where session_id = ${sessionId} and owner_id = ${owner.id} and status in ('queued', 'running') and kind = 'chat'
    order by created_at, id`;
}

const requestCancel = (sql: Sql, owner: Owner, turnId: string) => sql`
  update turns set cancel_requested_at = coalesce(cancel_requested_at, clock_timestamp())
  where id = ${turnId} and owner_id = ${owner.id}`;

export type CancelTarget = { turnId: string } | { clientId: string };

/**
 * Cancels a queued turn on the spot and asks a running one to stop; a finished one is left as it is.
 * @throws {Problem} not-found
 */
export async function cancelTurn(database: Database, owner: Owner, sessionId: string, target: CancelTarget) {
  return turnTransaction(database, "cancel", async (sql) => {
    const { now } = await lockLog(sql, owner, sessionId);
    const [turn] = await sql<{ id: string; status: string; progress: string }[]>`
      select id, status, progress from turns where session_id = ${sessionId} and owner_id = ${owner.id} and ${
        "turnId" in target
          ? sql`id = ${target.turnId}`
          : sql`message_id = (select id from messages where session_id = ${sessionId} and client_id = ${target.clientId})`
      } order by created_at desc, id desc limit 1`;
    if (!turn) throw "turnId" in target ? notFound("turn", target.turnId) : notFound("message", target.clientId);
    if (turn.status === "running") await requestCancel(sql, owner, turn.id);
    const events =
      turn.status === "queued"
        ? await endTurn(sql, owner, sessionId, turn.id, {
            status: "cancelled",
            text: turn.progress,
            usage: noUsage,
            now,
          })
        : [];
    return { turnId: turn.id, running: turn.status === "running", events };
  });
}

export const noUsage: Usage = { inputTokens: 0, outputTokens: 0 };

export type Outcome = {
  status: "completed" | "failed" | "cancelled";
  text: string;
  usage: Usage;
  problem?: ProblemDetails;
};

/** Locks the session, then compares the token under that lock: only so is it a fence. @throws {ClaimLost} */
async function lockClaim(sql: Sql, { owner, sessionId, turnId, token }: Claim) {
  const locked = sql`select id from sessions where id = ${sessionId} and owner_id = ${owner.id} for no key update`;
  // Sent together, but read only when the lock is held. A session that was deleted took its turn along.
  const claimed = sql<{ cancelRequested: boolean; now: string }[]>`
    select cancel_requested_at is not null as cancel_requested, clock_timestamp() as now from turns
    where id = ${turnId} and owner_id = ${owner.id} and claim_token = ${token}`;
  const [, [turn]] = await Promise.all([locked, claimed]);
  if (!turn) throw new ClaimLost();
  return turn;
}

/** Runs a write of the turn under its fence. @throws {ClaimLost} */
export function fenced<T>(database: Database, claim: Claim, write: (sql: Sql) => Promise<T>): Promise<T> {
  return turnTransaction(database, "checkpoint", async (sql) => {
    await lockClaim(sql, claim);
    return write(sql);
  });
}

/** Runs a tool call's effect at most once per turn and call; a repeated attempt gets the recorded result. */
export function applyEffect<T>(
  database: Database,
  claim: Claim,
  callId: string,
  work: (sql: Sql) => Promise<Effect<T>>,
): Promise<Effect<T> & { published: DurableEvent[] }> {
  const { owner, turnId, sessionId } = claim;
  return turnTransaction(database, "effect", async (sql) => {
    const recorded = async () => sql<{ result: T }[]>`
      select result from turn_effects where turn_id = ${turnId} and call_id = ${callId} and owner_id = ${owner.id}`;
    const [, [known]] = await Promise.all([lockClaim(sql, claim), recorded()]);
    if (known) return { result: known.result, events: [], published: [] };
    const { result, events } = await work(sql);
    const [published] = await Promise.all([
      appendEvents(sql, owner, sessionId, events),
      sql`
        insert into turn_effects (turn_id, call_id, owner_id, result)
        values (${turnId}, ${callId}, ${owner.id}, ${sql.json(result as never)})`,
    ]);
    return { result, events, published };
  });
}

/** Ends the turn in one transaction: answer, usage, events; lease, texts and checkpoints are gone. @throws {ClaimLost} */
export function finishTurn(database: Database, claim: Claim, outcome: Outcome): Promise<DurableEvent[]> {
  const { owner, sessionId, turnId } = claim;
  return turnTransaction(database, "finish", async (sql) => {
    const { now } = await lockClaim(sql, claim);
    return endTurn(sql, owner, sessionId, turnId, { ...outcome, now });
  });
}

/** Ends a turn, `now`, inside a transaction that has its session locked. */
export async function endTurn(
  sql: Sql,
  owner: Owner,
  sessionId: string,
  turnId: string,
  { status, text, usage, problem, now }: Outcome & { now: string },
) {
  const answer: Message | undefined =
    text === ""
      ? undefined
      : {
          id: Bun.randomUUIDv7(),
          role: "assistant",
          content: text,
          turnId,
          attachments: [],
          status: status === "completed" ? "complete" : status,
          createdAt: now,
        };
  const news: NewEvent[] = answer ? [{ type: "message.completed", turnId, message: answer }] : [];
  news.push({ type: "turn.finished", turnId, status, usage, ...(problem ? { problem } : {}) });
  const updated = sql`
    with texts as (delete from turn_text where turn_id = ${turnId}),
      writes as (delete from checkpoint_writes where thread_id = ${turnId}),
      blobs as (delete from checkpoint_blobs where thread_id = ${turnId}),
      points as (delete from checkpoints where thread_id = ${turnId})
    update turns set status = ${status}, claim_token = null, claimed_by = null, lease_expires_at = null, progress = '',
      problem = ${problem ? sql.json(problem) : null}, finished_at = clock_timestamp(),
      input_tokens = input_tokens + ${usage.inputTokens}, output_tokens = output_tokens + ${usage.outputTokens}
    where id = ${turnId} and owner_id = ${owner.id}`;
  const [events] = await Promise.all([
    appendEvents(sql, owner, sessionId, news),
    answer && insertMessage(sql, owner, sessionId, answer),
    updated,
  ]);
  return events;
}

/**
 * Gives a turn back at shutdown with its text as progress, for whoever claims it next; nothing is charged.
 * A user's cancel beats the shutdown and ends it instead. @throws {ClaimLost}
 */
export function releaseTurn(database: Database, claim: Claim, text: string, usage: Usage): Promise<DurableEvent[]> {
  return turnTransaction(database, "release", async (sql) => {
    const { owner, sessionId, turnId } = claim;
    const { cancelRequested, now } = await lockClaim(sql, claim);
    if (cancelRequested) return endTurn(sql, owner, sessionId, turnId, { status: "cancelled", text, usage, now });
    // What was written out of the text is less than what is kept now.
    await sql`
      with texts as (delete from turn_text where turn_id = ${turnId})
      update turns set status = 'queued', claim_token = null, claimed_by = null, lease_expires_at = null,
        progress = ${text}, input_tokens = input_tokens + ${usage.inputTokens},
        output_tokens = output_tokens + ${usage.outputTokens}
      where id = ${turnId} and owner_id = ${owner.id}`;
    return [];
  });
}

/** @throws {Problem} not-found */
export async function getTurn(sql: Sql, owner: Owner, sessionId: string, turnId: string): Promise<Turn> {
  const [row] = await sql<{ inputTokens: number; outputTokens: number }[]>`
    select id, status, attempt, message_id, cancel_requested_at is not null as cancel_requested, input_tokens,
      output_tokens, problem, created_at, started_at, finished_at
    from turns where id = ${turnId} and session_id = ${sessionId} and owner_id = ${owner.id}`;
  if (!row) throw notFound("turn", turnId);
  const { inputTokens, outputTokens, ...turn } = row;
  return Turn.parse({ ...turn, usage: { inputTokens, outputTokens } });
}
