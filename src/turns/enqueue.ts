import { appendEvents, insertMessage, type NewEvent } from "../chat/store.ts";
import { type DurableEvent, maxQueuedMessages, type Message, type WhenBusy } from "../chat/protocol.ts";
import type { Sql } from "../db/client.ts";
import { Problem } from "../problem.ts";
import type { Owner } from "../sessions/owner.ts";
import { requestCancel } from "./cancel.ts";
import { type Claim, graphVersion, leaseEnd, noUsage } from "./claim.ts";
import type { OpenTurn } from "./store.ts";
import { checkTokens } from "./token-cap.ts";

type Accepted = { messageId: string; turnId: string };
/** `firstSeq`: where in the event log the turn begins. */
export type Submitted = Accepted & {
  firstSeq: number;
  repeated: boolean;
  events: DurableEvent[];
  claim?: Claim;
  interrupts?: string;
};

/** `replica` is set when it has room; `dailyTokens` is the owner's cap, if there is one. */
export type Terms = { replica: string | undefined; dailyTokens: number | undefined };

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
export async function enqueue(sql: Sql, owner: Owner, enqueued: Enqueued): Promise<Submitted> {
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
    ...(token
      ? {
          claim: {
            turnId,
            sessionId,
            owner,
            kind: "chat" as const,
            attempt: 1,
            token,
            progress: "",
            usage: noUsage,
            restart: false,
          },
        }
      : {}),
    ...(interrupts ? { interrupts } : {}),
  };
}
