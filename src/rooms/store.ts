import type { Sql } from "../db/client.ts";
import { badCursor, type PageQuery, toPage } from "../paging.ts";
import { notFound, Problem } from "../problem.ts";
import type { Owner } from "../sessions/owner.ts";
import { Room } from "./schema.ts";

const columns = (sql: Sql) =>
  sql`id, type, name, width_cm, length_cm, height_cm, area_m2, budget_minor, requirements, notes`;

/** All rooms, in the order in which they came up. */
export async function listRooms(sql: Sql, owner: Owner, sessionId: string): Promise<Room[]> {
  const rows = await sql`
    select ${columns(sql)} from rooms where session_id = ${sessionId} and owner_id = ${owner.id} order by position, id`;
  return rows.map((row) => Room.parse(row));
}

/** @throws {Problem} invalid-input for a foreign cursor */
export async function pageRooms(sql: Sql, owner: Owner, sessionId: string, { limit, cursor }: PageQuery) {
  const [, position = "-1", id = null] = /^(\d{1,9})_([0-9a-f-]{36})$/.exec(cursor ?? "") ?? [];
  if (cursor !== undefined && id === null) throw new Problem("invalid-input", undefined, badCursor);
  const rows = await sql<{ position: number }[]>`
    select ${columns(sql)}, position from rooms
    where session_id = ${sessionId} and owner_id = ${owner.id}
      and (${id}::text is null or (position, id::text) > (${position}::int, ${id}::text))
    order by position, id limit ${limit + 1}`;
  const page = toPage([...rows], limit, (row) => `${row.position}_${(row as unknown as Room).id}`);
  return { items: page.items.map((row) => Room.parse(row)), nextCursor: page.nextCursor };
}

/** @throws {Problem} not-found */
export async function getRoom(sql: Sql, owner: Owner, sessionId: string, id: string): Promise<Room> {
  const [row] = await sql`
    select ${columns(sql)} from rooms where id = ${id} and session_id = ${sessionId} and owner_id = ${owner.id}`;
  if (!row) throw notFound("room", id);
  return Room.parse(row);
}

/** Adds a room at the end. Call with the session locked. */
export async function addRoom(sql: Sql, owner: Owner, sessionId: string, room: Omit<Room, "id">): Promise<Room> {
  const [row] = await sql`
    insert into rooms (id, session_id, owner_id, type, name, width_cm, length_cm, height_cm, area_m2, budget_minor,
      requirements, notes, position)
    values (${Bun.randomUUIDv7()}, ${sessionId}, ${owner.id}, ${room.type}, ${room.name}, ${room.widthCm},
      ${room.lengthCm}, ${room.heightCm}, ${room.areaM2}, ${room.budgetMinor}, ${room.requirements}, ${room.notes},
      (select coalesce(max(position) + 1, 0) from rooms where session_id = ${sessionId}))
    returning ${columns(sql)}`;
  return Room.parse(row);
}

/** Replaces a room's values. Call with the session locked. @throws {Problem} not-found */
export async function updateRoom(sql: Sql, owner: Owner, sessionId: string, room: Room): Promise<Room> {
  const [row] = await sql`
    update rooms set type = ${room.type}, name = ${room.name}, width_cm = ${room.widthCm}, length_cm = ${room.lengthCm},
      height_cm = ${room.heightCm}, area_m2 = ${room.areaM2}, budget_minor = ${room.budgetMinor},
      requirements = ${room.requirements}, notes = ${room.notes}
    where id = ${room.id} and session_id = ${sessionId} and owner_id = ${owner.id}
    returning ${columns(sql)}`;
  if (!row) throw notFound("room", room.id);
  return Room.parse(row);
}

/**
 * Removes a room with its checklist and picks, and says what they were. Call with the session locked.
 * @throws {Problem} not-found
 */
export async function removeRoom(sql: Sql, owner: Owner, sessionId: string, id: string) {
  const [row] = await sql<{ itemIds: string[]; pickIds: string[] }[]>`
    delete from rooms where id = ${id} and session_id = ${sessionId} and owner_id = ${owner.id}
    returning array(select id from checklist_items where room_id = ${id} order by position, id) as item_ids,
      array(select id from product_picks where room_id = ${id} order by id) as pick_ids`;
  if (!row) throw notFound("room", id);
  return row;
}
