import { answerApproval, findAnswers } from "../approvals/answers.ts";
import { requireAttachments } from "../assets/attachments.ts";
import type { NewEvent } from "../chat/store.ts";
import type { Message, WhenBusy } from "../chat/protocol.ts";
import type { Database, Sql } from "../db/client.ts";
import { Problem } from "../problem.ts";
import type { Owner } from "../sessions/owner.ts";
import { setTitle } from "../sessions/store.ts";
import { titleFrom } from "../sessions/title.ts";
import { enqueue, type Submitted, type Terms } from "./enqueue.ts";
import { lockLog, openTurns } from "./store.ts";
import { turnTransaction } from "./transaction.ts";

export type NewTurn = {
  clientId: string;
  text: string;
  attachments?: string[] | undefined;
  whenBusy?: WhenBusy | undefined;
};

/**
 * Stores a message with its turn, once per client id. With `terms.replica` and an idle session the turn is claimed in the
 * same transaction, so that it starts at once. `terms.dailyTokens` bounds what its owner may use.
 * @throws {Problem} not-found, conflict (the id was used for another text), invalid-input (attachments), turn-running, queue-full, token-cap
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
    await requireAttachments(sql, owner, sessionId, turn.attachments ?? []);
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
    for (const { approvalId, answer } of await findAnswers(sql, owner, sessionId, turn.text)) {
      const { events } = await answerApproval(sql, owner, sessionId, approvalId, answer);
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

async function findByClientId(sql: Sql, owner: Owner, sessionId: string, clientId: string) {
  const [row] = await sql<{ id: string; turnId: string; content: string; firstSeq: number }[]>`
    select messages.id, turn_id, content, first_seq from messages join turns on turns.id = turn_id
    where messages.session_id = ${sessionId} and messages.owner_id = ${owner.id} and client_id = ${clientId}`;
  return row;
}
