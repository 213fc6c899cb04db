import type { Sql } from "../db/client.ts";
import { Problem } from "../problem.ts";
import type { Owner } from "../sessions/owner.ts";

/**
 * What is attached to a message must be a file of its session. Call with the session locked, so that it stays one.
 * @throws {Problem} invalid-input pointing at each that is not
 */
export async function requireAttachments(sql: Sql, owner: Owner, sessionId: string, assetIds: string[]): Promise<void> {
  if (assetIds.length === 0) return;
  const rows = await sql<{ id: string }[]>`
    select id from assets
    where id = any(${assetIds}::uuid[]) and session_id = ${sessionId} and owner_id = ${owner.id}`;
  const found = new Set(rows.map(({ id }) => id));
  const errors = assetIds.flatMap((id, index) =>
    found.has(id) ? [] : [{ pointer: `/attachments/${index}`, detail: "is no file of this session" }],
  );
  if (errors.length > 0) throw new Problem("invalid-input", "An attachment is no file of this session", { errors });
}
