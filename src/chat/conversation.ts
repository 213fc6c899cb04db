import { expireOverdue } from "../approvals/expiry.ts";
import type { ApprovalAnswer } from "../approvals/schema.ts";

import { type Database, type Sql, transaction } from "../db/client.ts";
import type { Owner } from "../sessions/owner.ts";
import type { Session } from "../sessions/schema.ts";
import { deleteSession, lockSession } from "../sessions/store.ts";
import type { Bus } from "../turns/bus.ts";
import type { Remote } from "../turns/remote.ts";
import type { Runner } from "../turns/runner.ts";
import type { Signals } from "../turns/signals.ts";
import { submitAnswer } from "../turns/answer.ts";
import { type CancelTarget, cancelTurn } from "../turns/cancel.ts";
import type { Submitted, Terms } from "../turns/enqueue.ts";
import { retryTurn } from "../turns/retry.ts";
import { getTurn } from "../turns/store.ts";
import { type NewTurn, submitTurn } from "../turns/submit.ts";
import { type FeedOptions, openFeed } from "./feed.ts";
import type { DurableEvent } from "./protocol.ts";
import { createRateLimit } from "./rate-limit.ts";
import { appendEvents, type Change } from "./store.ts";

export type Conversation = ReturnType<typeof createConversation>;
type Subscription = Pick<FeedOptions, "position" | "send" | "gone" | "failed">;

type Parts = {
  dailyTokens: number | undefined;
  database: Database;
  bus: Bus;
  runner: Runner;
  remote: Remote;
  signals: Signals;
  replica: string;
};

/** Far above what people and their clients do; a session that asks for more would slow the others. */
const perSession = { burst: 100, perSecond: 100 };

/** What a transport needs to carry a chat: send, cancel, listen. Socket and HTTP do the same things with it. */
export function createConversation(parts: Parts) {
  const { database, bus, runner, remote, signals, replica, dailyTokens } = parts;
  /** However many are submitted at the same moment, no more turns start here than there are places. */
  async function inPlace<T>(submit: (terms: Terms) => Promise<T>): Promise<T> {
    const giveBack = runner.reserve();
    try {
      return await submit({ replica: giveBack && replica, dailyTokens });
    } finally {
      giveBack?.();
    }
  }
  const begin = (sessionId: string, { events, claim, interrupts, ...accepted }: Submitted) => {
    runner.tell(sessionId, events);
    if (claim) runner.start(claim);
    // Full here, or queued behind a turn of another replica: somebody may have room before the poll finds it.
    else if (!accepted.repeated) signals.addQueued();
    if (interrupts) stop(interrupts);
    return accepted;
  };
  const stop = (turnId: string) => {
    runner.cancel(turnId);
    signals.add("cancel", turnId);
  };
  const rateLimit = createRateLimit(perSession);
  return {
    /** Whether the session may send one more frame or message now; sockets and HTTP count together. */
    admits: (owner: Owner, sessionId: string) => rateLimit.take(`${owner.id} ${sessionId}`),
    /** Stores a message and starts or queues its turn; a repeated client id gets the first result. */
    send: (owner: Owner, sessionId: string, turn: NewTurn) =>
      inPlace(async (terms) => begin(sessionId, await submitTurn(database, owner, sessionId, turn, terms))),
    /** A new turn for the message of a failed one. */
    retry: (owner: Owner, sessionId: string, turnId: string) =>
      inPlace(async (terms) => begin(sessionId, await retryTurn(database, owner, sessionId, turnId, terms))),
    /** Whether more of the turn is to come. */
    async isOpen(owner: Owner, sessionId: string, turnId: string) {
      const { status } = await getTurn(database, owner, sessionId, turnId);
      return status === "queued" || status === "running";
    },
    /** Applies a homeowner's decision exactly once. @throws {Problem} not-found, conflict */
    answer: (owner: Owner, sessionId: string, approvalId: string, answer: ApprovalAnswer) =>
      inPlace(async (terms) => {
        const { approval, submitted } = await submitAnswer(database, owner, sessionId, { approvalId, answer, terms });
        if ("turnId" in submitted) begin(sessionId, submitted);
        else runner.tell(sessionId, submitted.events);
        return approval;
      }),
    /** Ends the approvals that nobody answered in time. */
    expireApprovals: () => expireOverdue(database, runner.tell),
    async cancel(owner: Owner, sessionId: string, target: CancelTarget) {
      const { turnId, running, events } = await cancelTurn(database, owner, sessionId, target);
      runner.tell(sessionId, events);
      if (running) stop(turnId);
    },
    listen: (owner: Owner, sessionId: string, subscription: Subscription) =>
      openFeed({
        ...subscription,
        sql: database,
        owner,
        sessionId,
        bus,
        textOf: async (turnId, attempt) => {
          // An attempt that runs here may have been taken over by another replica already.
          const text = runner.textOf(turnId);
          return text?.attempt === attempt ? text : remote.watch(sessionId, turnId);
        },
      }),
    /**
     * Changes something of a session from outside of a turn: one transaction under the session's lock, told to everyone
     * who listens after the commit. `once` stands in for the transaction where an Idempotency-Key may repeat the request.
     * @throws {Problem} not-found
     */
    async edit<T>(
      owner: Owner,
      sessionId: string,
      work: (sql: Sql, session: Session) => Promise<Change<T>>,
      once: (work: (sql: Sql) => Promise<T>) => Promise<T> = (work) => transaction(database, work),
    ): Promise<T> {
      let published: DurableEvent[] = [];
      const result = await once(async (sql) => {
        const session = await lockSession(sql, owner, sessionId);
        const change = await work(sql, session);
        published = await appendEvents(sql, owner, sessionId, change.events);
        return change.result;
      });
      runner.tell(sessionId, published);
      return result;
    },
    /** Deletes the session unless `check` throws, stops its turn and tells everyone who listens. @throws {Problem} not-found */
    async remove(owner: Owner, sessionId: string, check: (session: Session) => void) {
      await transaction(database, async (sql) => {
        check(await lockSession(sql, owner, sessionId));
        await deleteSession(sql, owner, sessionId);
      });
      runner.forget(sessionId);
      bus.publish(sessionId, [{ type: "gone" }]);
      signals.add("gone", sessionId);
    },
  };
}
