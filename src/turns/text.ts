import type { Sql } from "../db/client.ts";
import type { Claim } from "./claim.ts";

/** The text of one attempt as it grows, and how much of it the database has. */
export class TurnText {
  readonly claim: Claim;
  text: string;
  /** Rises when text is written anew, so that readers of the stored text see that it is another one. */
  revision: number;
  /** Everything before this offset is stored; -1 when what is stored must be written anew. */
  stored = 0;

  constructor(claim: Claim) {
    this.claim = claim;
    this.text = claim.progress;
    // Until something is stored readers have the earlier attempt's text, as revision 0.
    this.revision = claim.progress === "" ? 0 : 1;
  }

  /** @returns the offset at which `text` was put. */
  append(text: string): number {
    const offset = this.text.length;
    this.text += text;
    return offset;
  }

  /** Makes `text` the whole text. @returns where they part, and as `resetAt` too when something was taken back. */
  replace(text: string): { resetAt: number | undefined; from: number } {
    const from = commonPrefixLength(this.text, text);
    const resetAt = from < this.text.length ? from : undefined;
    this.text = text;
    if (resetAt !== undefined && resetAt < this.stored) {
      this.stored = -1;
      this.revision++;
    }
    return { resetAt, from };
  }
}

export function commonPrefixLength(a: string, b: string) {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length++;
  return length;
}

/**
 * Writes what is new of every running text to `turn_text`, in one statement for all turns of the replica.
 * A text that was replaced is written anew as one row. @returns the sessions that have new text
 */
export async function storeTexts(sql: Sql, texts: Iterable<TurnText>): Promise<string[]> {
  const rows: { turn: TurnText; from: number; text: string }[] = [];
  let isReplaced = false;
  for (const turn of texts) {
    const to = completeLength(turn.text);
    if (turn.stored === to) continue;
    if (turn.stored < 0) isReplaced = true;
    const from = Math.max(turn.stored, 0);
    rows.push({ turn, from, text: turn.text.slice(from, to) });
    turn.stored = to;
  }
  if (rows.length === 0) return [];
  try {
    await writeRows(sql, rows, isReplaced);
    return rows.map(({ turn }) => turn.claim.sessionId);
  } catch (error) {
    // Some of it may have been stored, so all of it is written anew.
    for (const { turn } of rows) {
      turn.stored = -1;
      turn.revision++;
    }
    throw error;
  }
}

/** Half a surrogate pair cannot be stored: it waits for its other half. */
function completeLength(text: string) {
  const last = text.charCodeAt(text.length - 1);
  return last >= 0xd800 && last <= 0xdbff ? text.length - 1 : text.length;
}

async function writeRows(sql: Sql, rows: { turn: TurnText; from: number; text: string }[], isReplaced: boolean) {
  // Joined with the claim, so that an attempt that lost its turn neither leaves nor removes any text.
  await sql`
    with fresh as (
      select turns.id as turn_id, turns.owner_id, turns.attempt, given.revision, given.text_offset, given.text
      from unnest(${rows.map(({ turn }) => turn.claim.token)}::uuid[], ${rows.map(({ turn }) => turn.revision)}::int[],
        ${rows.map(({ from }) => from)}::int[], ${rows.map(({ text }) => text)}::text[])
        as given (token, revision, text_offset, text)
      join turns on turns.claim_token = given.token
    ) ${isReplaced ? staleRemoved(sql) : sql``}
    insert into turn_text (turn_id, owner_id, attempt, revision, text_offset, text)
    select turn_id, owner_id, attempt, revision, text_offset, text from fresh
    on conflict (turn_id, attempt, text_offset) do update set text = excluded.text, revision = excluded.revision`;
}

/** The rest of a text that is written anew as its first row. */
const staleRemoved = (sql: Sql) => sql`, stale as (
  delete from turn_text using fresh
  where turn_text.turn_id = fresh.turn_id and fresh.text_offset = 0 and turn_text.text_offset > 0)`;

/** Removes the text of turns that are gone: a write that was under way while its session was deleted leaves it behind. */
export async function sweepTexts(sql: Sql): Promise<void> {
  await sql`delete from turn_text where not exists (select from turns where id = turn_id)`;
}
