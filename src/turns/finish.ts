import { appendEvents, insertMessage, type NewEvent } from "../chat/store.ts";
import type { DurableEvent, Message, Usage } from "../chat/protocol.ts";
import type { Database, Sql } from "../db/client.ts";
import type { ProblemDetails } from "../problem.ts";
import type { Owner } from "../sessions/owner.ts";
import type { Claim } from "./claim.ts";
import { lockClaim } from "./fence.ts";
import { endRender, releaseRender } from "./render-turns.ts";
import type { TurnKind } from "./schema.ts";
import { turnTransaction } from "./transaction.ts";

export type Outcome = {
  status: "completed" | "failed" | "cancelled";
  text: string;
  /** Of every attempt. */
  usage: Usage;
  problem?: ProblemDetails;
  picture?: MadePicture;
};
/** What a picture's turn made, not stored yet. */
export type MadePicture = {
  /** Stores it in the transaction that ends the turn; its events are told with it. */
  store: (sql: Sql) => Promise<NewEvent[]>;
  /** Takes away what was prepared for that, when the transaction failed for good. Never throws. */
  discard: () => Promise<void>;
};
type TurnRef = { turnId: string; sessionId: string; kind: TurnKind };

/** Somebody had asked for a picture's turn to stop before the picture could be stored. */
export class CancelledBefore extends Error {
  override name = "CancelledBefore";
}

/**
 * Ends the turn in one transaction: answer, usage, events; lease, texts and checkpoints are gone.
 * @throws {ClaimLost}
 * @throws {CancelledBefore} nobody wants the picture any more: end it as cancelled
 */
export function finishTurn(database: Database, claim: Claim, outcome: Outcome): Promise<DurableEvent[]> {
  return turnTransaction(database, "finish", async (sql) => {
    const { now, cancelRequested } = await lockClaim(sql, claim);
    if (cancelRequested && outcome.picture) throw new CancelledBefore();
    return endTurn(sql, claim.owner, claim, { ...outcome, now });
  });
}

/** Ends a turn, `now`, inside a transaction that has its session locked. */
export async function endTurn(
  sql: Sql,
  owner: Owner,
  { turnId, sessionId, kind }: TurnRef,
  outcome: Outcome & { now: string },
): Promise<DurableEvent[]> {
  const { status, usage, problem } = outcome;
  const answer = kind === "chat" ? answerOf(turnId, outcome) : undefined;
  const news =
    kind === "chat" ? endOfChat(turnId, outcome, answer) : await endRender(sql, owner, { sessionId, turnId }, outcome);
  const updated = sql`
    with texts as (delete from turn_text where turn_id = ${turnId}),
      writes as (delete from checkpoint_writes where thread_id = ${turnId}),
      blobs as (delete from checkpoint_blobs where thread_id = ${turnId}),
      points as (delete from checkpoints where thread_id = ${turnId})
    update turns set status = ${status}, claim_token = null, claimed_by = null, lease_expires_at = null, progress = '',
      problem = ${problem ? sql.json(problem) : null}, finished_at = clock_timestamp(),
      input_tokens = ${usage.inputTokens}, output_tokens = ${usage.outputTokens}
    where id = ${turnId} and owner_id = ${owner.id}`;
  const [events] = await Promise.all([
    appendEvents(sql, owner, sessionId, news),
    answer && insertMessage(sql, owner, sessionId, answer),
    updated,
  ]);
  return events;
}

function answerOf(turnId: string, { status, text, now }: Outcome & { now: string }): Message | undefined {
  if (text.trim() === "") return undefined;
  return {
    id: Bun.randomUUIDv7(),
    role: "assistant",
    content: text,
    turnId,
    attachments: [],
    status: status === "completed" ? "complete" : status,
    createdAt: now,
  };
}

const endOfChat = (turnId: string, { status, usage, problem }: Outcome, answer: Message | undefined): NewEvent[] => [
  ...(answer ? [{ type: "message.completed" as const, turnId, message: answer }] : []),
  { type: "turn.finished", turnId, status, usage, ...(problem ? { problem } : {}) },
];

type Released = { status: "queued" | "cancelled"; events: DurableEvent[] };

/**
 * Gives a turn back at shutdown with its text as progress, for whoever claims it next; nothing is charged.
 * A user's cancel beats the shutdown and ends it instead. @throws {ClaimLost}
 */
export function releaseTurn(database: Database, claim: Claim, text: string, usage: Usage): Promise<Released> {
  return turnTransaction(database, "release", async (sql) => {
    const { owner, sessionId, turnId, kind } = claim;
    const { cancelRequested, now } = await lockClaim(sql, claim);
    if (cancelRequested) {
      const status = "cancelled" as const;
      return { status, events: await endTurn(sql, owner, claim, { status, text, usage, now }) };
    }
    // What was written out of the text is less than what is kept now.
    await sql`
      with texts as (delete from turn_text where turn_id = ${turnId})
      update turns set status = 'queued', claim_token = null, claimed_by = null, lease_expires_at = null,
        progress = ${text}, input_tokens = ${usage.inputTokens}, output_tokens = ${usage.outputTokens}
      where id = ${turnId} and owner_id = ${owner.id}`;
    const news = kind === "render" ? await releaseRender(sql, owner, { sessionId, turnId }) : [];
    return { status: "queued", events: await appendEvents(sql, owner, sessionId, news) };
  });
}
