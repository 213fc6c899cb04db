import { answerApproval } from "../approvals/answers.ts";
import type { Approval, ApprovalAnswer } from "../approvals/schema.ts";
import { answerText } from "../approvals/wording.ts";
import { appendEvents } from "../chat/store.ts";
import type { DurableEvent, Message } from "../chat/protocol.ts";
import type { Database } from "../db/client.ts";
import { Problem } from "../problem.ts";
import type { Owner } from "../sessions/owner.ts";
import { enqueue, type Submitted, type Terms } from "./enqueue.ts";
import { lockLog, openTurns } from "./store.ts";
import { turnTransaction } from "./transaction.ts";

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
      content: answerText(approval, answer),
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
