import type { Usage } from "../chat/protocol.ts";
import type { Database, Sql } from "../db/client.ts";
import { ClaimLost } from "./claim.ts";
import { releaseTurn } from "./finish.ts";
import type { TurnKind } from "./schema.ts";

/** The turns that an operator may ask for; completed and cancelled ones need no one's hand. */
export const operatorStatuses = ["queued", "running", "failed"] as const;
export type OperatorStatus = (typeof operatorStatuses)[number];

/** A turn as its operator sees it, whoever owns it. */
export type OperatorTurn = {
  id: string;
  sessionId: string;
  kind: TurnKind;
  status: OperatorStatus;
  attempt: number;
  /** How often an owner of it vanished. */
  failures: number;
  /** Since the message was accepted. */
  ageSeconds: number;
  /** Negative: lapsed so long ago. Null: nobody has it. */
  leaseSeconds: number | null;
  /** The process that has it, by the name it took at its start. */
  claimedBy: string | null;
  cancelRequested: boolean;
};

type Filter = { sessionId?: string | undefined; status?: OperatorStatus | undefined; limit: number };

/** Newest first; without a status those that are queued or running. */
export async function listTurns(sql: Sql, { sessionId, status, limit }: Filter): Promise<OperatorTurn[]> {
  const statuses = status ? [status] : ["queued", "running"];
  // The embedded database's leases lapse infinitely long ago at its start: that is no number of seconds.
  return sql<OperatorTurn[]>`
    select id, session_id, kind, status, attempt, failures, claimed_by, cancel_requested_at is not null as cancel_requested,
      extract(epoch from clock_timestamp() - created_at)::int as age_seconds,
      case when lease_expires_at is not null then extract(epoch from
        greatest(lease_expires_at, clock_timestamp() - interval '1 day') - clock_timestamp())::int end as lease_seconds
    from turns
    where status = any(${statuses}::text[]) and (${sessionId ?? null}::uuid is null or session_id = ${sessionId ?? null}::uuid)
    order by created_at desc, id desc limit ${limit}`;
}

type Held = {
  sessionId: string;
  ownerId: string;
  kind: TurnKind;
  attempt: number;
  token: string | null;
  text: string;
} & Usage;
export type Released = "unknown" | "not-running" | "changed-hands" | "queued" | "cancelled";

/**
 * Takes a running turn from whoever has it, with the text it has stored so far: whatever the old owner still does is
 * refused by the fence, and the next replica with room goes on. One whose user asked to cancel it ends as cancelled.
 */
export async function takeFromOwner(database: Database, turnId: string): Promise<Released> {
  const [turn] = await database<Held[]>`
    select session_id, owner_id, kind, attempt, claim_token as token, input_tokens, output_tokens,
      coalesce((
        select string_agg(text, '' order by text_offset) from turn_text
        where turn_id = turns.id and turn_text.attempt = turns.attempt), progress) as text
    from turns where id = ${turnId}`;
  if (!turn) return "unknown";
  const { token, text, ownerId, inputTokens, outputTokens, ...rest } = turn;
  if (token === null) return "not-running";
  const usage = { inputTokens, outputTokens };
  const claim = { turnId, token, owner: { id: ownerId }, progress: text, usage, restart: false, ...rest };
  try {
    return (await releaseTurn(database, claim, text, usage)).status;
  } catch (error) {
    if (error instanceof ClaimLost) return "changed-hands";
    throw error;
  }
}
