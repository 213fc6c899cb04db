import type { Usage } from "../chat/protocol.ts";
import type { Sql } from "../db/client.ts";
import type { Owner } from "../sessions/owner.ts";
import type { TurnKind } from "./schema.ts";

/** Raised with every change of the agent's graph that an older checkpoint cannot be resumed with. */
export const graphVersion = 1;
/** A turn whose owner vanished this often fails instead of being tried again. */
export const maxFailures = 3;
export const leaseMs = 10_000;
export const leaseEnd = (sql: Sql) => sql`clock_timestamp() + ${`${leaseMs} ms`}::interval`;

export const noUsage: Usage = Object.freeze({ inputTokens: 0, outputTokens: 0 });

/** A turn in this replica's hands. The token fences every write: it is fresh for each acquisition. */
export type Claim = {
  turnId: string;
  sessionId: string;
  owner: Owner;
  kind: TurnKind;
  attempt: number;
  token: string;
  /** The text an earlier attempt had shown. */
  progress: string;
  /** Billed for earlier attempts. */
  usage: Usage;
  /** The checkpoint is of another graph: start over from the tables. */
  restart: boolean;
};

/** The claim was taken away: another replica has the turn, or it is gone. Nothing may be written any more. */
export class ClaimLost extends Error {
  override name = "ClaimLost";
}
