import type { Sql } from "../db/client.ts";
import { badCursor, type PageQuery, toPage } from "../paging.ts";
import { notFound, Problem } from "../problem.ts";
import type { Owner } from "../sessions/owner.ts";
import { ChecklistItem } from "./schema.ts";

const columns = (sql: Sql) => sql`
  item.id, room_id, category, description, priority, estimate_minor, estimate_basis, done, item.position,
  array(select distinct product_slug from product_picks where item_id = item.id order by product_slug) as product_slugs`;

/** All items: rooms in their order, each room's items in theirs. */
export async function listItems(sql: Sql, owner: Owner, sessionId: string): Promise<ChecklistItem[]> {
  const rows = await sql`
    select ${columns(sql)} from checklist_items item join rooms on rooms.id = room_id
    where item.session_id = ${sessionId} and item.owner_id = ${owner.id}
    order by rooms.position, item.position, item.id`;
  return rows.map((row) => ChecklistItem.parse(row));
}

type ItemQuery = PageQuery & { roomId?: string | undefined };

/** @throws {Problem} invalid-input for a foreign cursor */
export async function pageItems(sql: Sql, owner: Owner, sessionId: string, { limit, cursor, roomId }: ItemQuery) {
  const [, room = "0", place = "0", id = null] = /^(\d{1,9})_(\d{1,9})_([0-9a-f-]{36})$/.exec(cursor ?? "") ?? [];
  if (cursor !== undefined && id === null) throw new Problem("invalid-input", undefined, badCursor);
  const rows = await sql<{ id: string; position: number; roomPosition: number }[]>`
    select ${columns(sql)}, rooms.position as room_position
    from checklist_items item join rooms on rooms.id = room_id
    where item.session_id = ${sessionId} and item.owner_id = ${owner.id}
      and (${roomId ?? null}::uuid is null or room_id = ${roomId ?? null}::uuid)
      and (${id}::text is null
        or (rooms.position, item.position, item.id::text) > (${room}::int, ${place}::int, ${id}::text))
    order by rooms.position, item.position, item.id limit ${limit + 1}`;
  const page = toPage([...rows], limit, (row) => `${row.roomPosition}_${row.position}_${row.id}`);
  return { items: page.items.map((row) => ChecklistItem.parse(row)), nextCursor: page.nextCursor };
}

/** @throws {Problem} not-found */
export async function getItem(sql: Sql, owner: Owner, sessionId: string, id: string): Promise<ChecklistItem> {
  const [row] = await sql`
    select ${columns(sql)} from checklist_items item
    where item.id = ${id} and session_id = ${sessionId} and owner_id = ${owner.id}`;
  if (!row) throw notFound("checklist item", id);
  return ChecklistItem.parse(row);
}

/** Which room each of these items is of; without those that are not there. */
export async function roomsOfItems(sql: Sql, owner: Owner, sessionId: string, ids: string[]) {
  const rows = await sql<{ id: string; roomId: string }[]>`
    select id, room_id from checklist_items
    where id = any(${ids}::uuid[]) and session_id = ${sessionId} and owner_id = ${owner.id}`;
  return new Map(rows.map(({ id, roomId }) => [id, roomId]));
}

export async function countItems(sql: Sql, owner: Owner, sessionId: string): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*) from checklist_items where session_id = ${sessionId} and owner_id = ${owner.id}`;
  return row?.count ?? 0;
}

type ItemValues = Omit<ChecklistItem, "id" | "position" | "productSlugs">;

/** Adds items at the end of their rooms' checklists, in this order. Call with the session locked. */
export async function insertItems(sql: Sql, owner: Owner, sessionId: string, items: ItemValues[]) {
  const given = items.map((item, place) => ({ ...item, id: Bun.randomUUIDv7(), place }));
  const rows = await sql`
    insert into checklist_items as item (id, session_id, owner_id, room_id, category, description, priority,
      estimate_minor, estimate_basis, done, position)
    select id, ${sessionId}, ${owner.id}, "roomId", category, description, priority, "estimateMinor", "estimateBasis", done,
      coalesce((select max(position) + 1 from checklist_items where room_id = "roomId"), 0)
        + row_number() over (partition by "roomId" order by place) - 1
    from jsonb_to_recordset(${sql.json(given)}) as given (id uuid, "roomId" uuid, category text, description text,
      priority text, "estimateMinor" bigint, "estimateBasis" text, done boolean, place integer)
    order by place
    returning ${columns(sql)}`;
  return rows.map((row) => ChecklistItem.parse(row));
}

/** Replaces an item's values. Call with the session locked. */
export async function updateItem(sql: Sql, owner: Owner, item: ItemValues & { id: string }): Promise<void> {
  await sql`
    update checklist_items set category = ${item.category}, description = ${item.description},
      priority = ${item.priority}, estimate_minor = ${item.estimateMinor}, estimate_basis = ${item.estimateBasis},
      done = ${item.done}
    where id = ${item.id} and owner_id = ${owner.id}`;
}

/** Puts an item at a place of its room's checklist; beyond the end means at the end. Call with the session locked. */
export async function placeItem(sql: Sql, owner: Owner, item: { id: string; roomId: string }, position: number) {
  const others = await sql<{ id: string }[]>`
    select id from checklist_items
    where room_id = ${item.roomId} and owner_id = ${owner.id} and id <> ${item.id} order by position, id`;
  const order = others.map(({ id }) => id).toSpliced(position, 0, item.id);
  await sql`
    update checklist_items set position = place - 1
    from unnest(${order}::uuid[]) with ordinality as wanted (id, place)
    where checklist_items.id = wanted.id and owner_id = ${owner.id}`;
}

/**
 * Removes an item; its picks stay with the room, and it says which those are. Call with the session locked.
 * @throws {Problem} not-found
 */
export async function removeItem(sql: Sql, owner: Owner, sessionId: string, id: string): Promise<string[]> {
  const [gone] = await sql<{ roomId: string; position: number; pickIds: string[] }[]>`
    delete from checklist_items where id = ${id} and session_id = ${sessionId} and owner_id = ${owner.id}
    returning room_id, position, array(select id from product_picks where item_id = ${id} order by id) as pick_ids`;
  if (!gone) throw notFound("checklist item", id);
  await sql`
    update checklist_items set position = position - 1
    where room_id = ${gone.roomId} and owner_id = ${owner.id} and position > ${gone.position}`;
  return gone.pickIds;
}
