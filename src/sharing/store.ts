import type { Sql } from "../db/client.ts";
import { badCursor, type PageQuery, toPage } from "../paging.ts";
import { notFound, Problem } from "../problem.ts";
import type { Owner } from "../sessions/owner.ts";
import { type NewShareLink, ShareLink } from "./schema.ts";

const columns = (sql: Sql) => sql`
  id, label, expires_at, revoked_at, last_opened_at, created_at,
  case when revoked_at is not null then 'revoked' when expires_at <= clock_timestamp() then 'expired' else 'active' end as status`;

/** Newest first: ids are UUIDv7. @throws {Problem} invalid-input for a foreign cursor */
export async function listLinks(sql: Sql, owner: Owner, sessionId: string, { limit, cursor }: PageQuery) {
  const before = cursor === undefined ? null : ShareLink.shape.id.safeParse(cursor).data;
  if (before === undefined) throw new Problem("invalid-input", undefined, badCursor);
  const rows = await sql`
    select ${columns(sql)} from share_links
    where session_id = ${sessionId} and owner_id = ${owner.id} and (${before}::uuid is null or id < ${before}::uuid)
    order by id desc limit ${limit + 1}`;
  return toPage(
    rows.map((row) => ShareLink.parse(row)),
    limit,
    ({ id }) => id,
  );
}

/** How many open the report now. */
export async function countActive(sql: Sql, owner: Owner, sessionId: string): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*) from share_links
    where session_id = ${sessionId} and owner_id = ${owner.id} and revoked_at is null and expires_at > clock_timestamp()`;
  return row?.count ?? 0;
}

type NewLink = NewShareLink & { tokenSha256: string };

/** Call with the session locked. */
export async function insertLink(sql: Sql, owner: Owner, sessionId: string, link: NewLink): Promise<ShareLink> {
  const [row] = await sql`
    insert into share_links (id, session_id, owner_id, token_sha256, label, expires_at)
    values (${Bun.randomUUIDv7()}, ${sessionId}, ${owner.id}, ${link.tokenSha256}, ${link.label ?? null},
      clock_timestamp() + ${`${link.expiresInDays} days`}::interval)
    returning ${columns(sql)}`;
  return ShareLink.parse(row);
}

/** From now on the link opens nothing; once more changes nothing. @throws {Problem} not-found */
export async function revokeLink(sql: Sql, owner: Owner, sessionId: string, id: string): Promise<void> {
  const { count } = await sql`
    update share_links set revoked_at = coalesce(revoked_at, clock_timestamp())
    where id = ${id} and session_id = ${sessionId} and owner_id = ${owner.id}`;
  if (count === 0) throw notFound("share link", id);
}

/**
 * Whose report a token opens, and notes that it was opened; undefined for one that is unknown, expired or revoked.
 * The token stands for the owner here, so this is the one question that asks for none.
 */
export async function openLink(
  sql: Sql,
  tokenSha256: string,
): Promise<{ owner: Owner; sessionId: string } | undefined> {
  const [row] = await sql<{ sessionId: string; ownerId: string }[]>`
    update share_links set last_opened_at = clock_timestamp()
    where token_sha256 = ${tokenSha256} and revoked_at is null and expires_at > clock_timestamp()
    returning session_id, owner_id`;
  return row && { owner: { id: row.ownerId }, sessionId: row.sessionId };
}
