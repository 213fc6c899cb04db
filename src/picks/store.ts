import type { Product } from "../catalog/schema.ts";
import type { Sql } from "../db/client.ts";
import { badCursor, type PageQuery, toPage } from "../paging.ts";
import { notFound, Problem } from "../problem.ts";
import type { Owner } from "../sessions/owner.ts";
import { ProductPick } from "./schema.ts";

const columns = (sql: Sql) => sql`
  id, room_id, item_id, product_slug, product_name, unit, quantity, unit_price_minor,
  round(quantity::numeric * unit_price_minor)::bigint as cost_minor, reason, created_at,
  exists (select from catalog_products p where p.slug = product_slug) as available`;

const toPick = (row: object) => ProductPick.parse(row);

/** All picks, oldest first. */
export async function listPicks(sql: Sql, owner: Owner, sessionId: string): Promise<ProductPick[]> {
  const rows = await sql<object[]>`
    select ${columns(sql)} from product_picks where session_id = ${sessionId} and owner_id = ${owner.id} order by id`;
  return rows.map(toPick);
}

type PickQuery = PageQuery & { roomId?: string | undefined };

/** Oldest first: ids are UUIDv7. @throws {Problem} invalid-input for a foreign cursor */
export async function pagePicks(sql: Sql, owner: Owner, sessionId: string, { limit, cursor, roomId }: PickQuery) {
  const after = cursor === undefined ? null : ProductPick.shape.id.safeParse(cursor).data;
  if (after === undefined) throw new Problem("invalid-input", undefined, badCursor);
  const rows = await sql<object[]>`
    select ${columns(sql)} from product_picks
    where session_id = ${sessionId} and owner_id = ${owner.id} and (${after}::uuid is null or id > ${after}::uuid)
      and (${roomId ?? null}::uuid is null or room_id = ${roomId ?? null}::uuid)
    order by id limit ${limit + 1}`;
  return toPage(rows.map(toPick), limit, ({ id }) => id);
}

/** @throws {Problem} not-found */
export async function getPick(sql: Sql, owner: Owner, sessionId: string, id: string): Promise<ProductPick> {
  const [row] = await sql<object[]>`
    select ${columns(sql)} from product_picks
    where id = ${id} and session_id = ${sessionId} and owner_id = ${owner.id}`;
  if (!row) throw notFound("pick", id);
  return toPick(row);
}

export async function countPicks(sql: Sql, owner: Owner, sessionId: string): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*) from product_picks where session_id = ${sessionId} and owner_id = ${owner.id}`;
  return row?.count ?? 0;
}

type PickValues = { roomId: string; itemId: string | null; quantity: number; reason: string | null };

/** Keeps the products' names, units and prices as they are now. Call with the session locked. */
export async function insertPicks(
  sql: Sql,
  owner: Owner,
  sessionId: string,
  picks: (PickValues & { product: Product })[],
): Promise<ProductPick[]> {
  const given = picks.map(({ product: { slug, name, unit, priceMinor }, ...values }) => ({
    ...values,
    ...{ id: Bun.randomUUIDv7(), slug, name, unit, priceMinor },
  }));
  const rows = await sql<object[]>`
    insert into product_picks (id, session_id, owner_id, room_id, item_id, product_slug, product_name, unit, quantity,
      unit_price_minor, reason)
    select id, ${sessionId}, ${owner.id}, "roomId", "itemId", slug, name, unit, quantity, "priceMinor", reason
    from jsonb_to_recordset(${sql.json(given)}) as given (id uuid, "roomId" uuid, "itemId" uuid, slug text, name text,
      unit text, quantity double precision, "priceMinor" bigint, reason text)
    order by id
    returning ${columns(sql)}`;
  return rows.map(toPick);
}

/** Replaces what may change of a pick. Call with the session locked. */
export async function updatePick(sql: Sql, owner: Owner, pick: Omit<PickValues, "roomId"> & { id: string }) {
  await sql`
    update product_picks set item_id = ${pick.itemId}, quantity = ${pick.quantity}, reason = ${pick.reason}
    where id = ${pick.id} and owner_id = ${owner.id}`;
}

/** Call with the session locked. @throws {Problem} not-found */
export async function removePick(sql: Sql, owner: Owner, sessionId: string, id: string): Promise<void> {
  const { count } = await sql`
    delete from product_picks where id = ${id} and session_id = ${sessionId} and owner_id = ${owner.id}`;
  if (count === 0) throw notFound("pick", id);
}
