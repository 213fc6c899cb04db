import { getMessage } from "../chat/store.ts";
import type { Database } from "../db/client.ts";
import { notFound, Problem } from "../problem.ts";
import type { Owner } from "../sessions/owner.ts";
import { enqueue, type Submitted, type Terms } from "./enqueue.ts";
import { lockLog, openTurns } from "./store.ts";
import { turnTransaction } from "./transaction.ts";

/**
 * A new turn for the message of a failed one; asking again gives the same new turn.
 * @throws {Problem} not-found, conflict (it did not fail), queue-full
 */
export async function retryTurn(database: Database, owner: Owner, sessionId: string, turnId: string, terms: Terms) {
  return turnTransaction(database, "retry", async (sql): Promise<Submitted> => {
    const firstSeq = (await lockLog(sql, owner, sessionId)).lastSeq + 1;
    const [failed] = await sql<{ status: string; messageId: string | null; retry: string | null; retrySeq: number }[]>`
      select turns.status, turns.message_id, retry.id as retry, retry.first_seq as retry_seq
      from turns left join turns retry on retry.retry_of = turns.id
      where turns.id = ${turnId} and turns.session_id = ${sessionId} and turns.owner_id = ${owner.id}`;
    if (!failed) throw notFound("turn", turnId);
    const { messageId } = failed;
    if (messageId === null) throw new Problem("conflict", `turn ${turnId} made a picture: ask for the picture again`);
    if (failed.retry) {
      return {
        messageId,
        turnId: failed.retry,
        firstSeq: failed.retrySeq,
        repeated: true,
        events: [],
      };
    }
    if (failed.status !== "failed")
      throw new Problem("conflict", `turn ${turnId} did not fail: it is ${failed.status}`);
    const [message, open] = await Promise.all([getMessage(sql, owner, messageId), openTurns(sql, owner, sessionId)]);
    const newTurnId = Bun.randomUUIDv7();
    return enqueue(sql, owner, { sessionId, turnId: newTurnId, firstSeq, open, terms, message, retryOf: turnId });
  });
}
