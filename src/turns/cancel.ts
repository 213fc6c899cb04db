import type { Database, Sql } from "../db/client.ts";
import { notFound } from "../problem.ts";
import type { Owner } from "../sessions/owner.ts";
import { endTurn } from "./finish.ts";
import type { TurnKind } from "./schema.ts";
import { lockLog } from "./store.ts";
import { turnTransaction } from "./transaction.ts";

/** Asks a running turn to stop; whoever has it sees it at the next renewal of the lease. */
export const requestCancel = (sql: Sql, owner: Owner, turnId: string) => sql`
  update turns set cancel_requested_at = coalesce(cancel_requested_at, clock_timestamp())
  where id = ${turnId} and owner_id = ${owner.id}`;

type Cancelled = {
  id: string;
  kind: TurnKind;
  status: string;
  progress: string;
  inputTokens: number;
  outputTokens: number;
};
export type CancelTarget = { turnId: string } | { clientId: string };

/**
 * Cancels a queued turn on the spot and asks a running one to stop; a finished one is left as it is.
 * @throws {Problem} not-found
 */
export async function cancelTurn(database: Database, owner: Owner, sessionId: string, target: CancelTarget) {
  return turnTransaction(database, "cancel", async (sql) => {
    const { now } = await lockLog(sql, owner, sessionId);
    const [turn] = await sql<Cancelled[]>`
      select id, kind, status, progress, input_tokens, output_tokens from turns where session_id = ${sessionId} and owner_id = ${owner.id} and ${
        "turnId" in target
          ? sql`id = ${target.turnId}`
          : sql`message_id = (select id from messages where session_id = ${sessionId} and client_id = ${target.clientId})`
      } order by created_at desc, id desc limit 1`;
    if (!turn) throw "turnId" in target ? notFound("turn", target.turnId) : notFound("message", target.clientId);
    if (turn.status === "running") await requestCancel(sql, owner, turn.id);
    const ref = { turnId: turn.id, sessionId, kind: turn.kind };
    const usage = { inputTokens: turn.inputTokens, outputTokens: turn.outputTokens };
    const outcome = { status: "cancelled", text: turn.progress, usage, now } as const;
    const events = turn.status === "queued" ? await endTurn(sql, owner, ref, outcome) : [];
    return { turnId: turn.id, running: turn.status === "running", events };
  });
}
