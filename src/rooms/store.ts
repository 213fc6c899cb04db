import type { Sql } from "../db/client.ts";
import { notFound } from "../problem.ts";
import type { Owner } from "../sessions/owner.ts";
import { Room } from "./schema.ts";

const columns = (sql: Sql) =>
  sql`id, type, name, width_cm, length_cm, height_cm, area_m2, budget_minor, requirements, notes`;

export async function listRooms(sql: Sql, owner: Owner, sessionId: string): Promise<Room[]> {
  const rows = await sql`
    select ${columns(sql)} from rooms where session_id = ${sessionId} and owner_id = ${owner.id} order by position, id`;
  return rows.map((row) => Room.parse(row));
}

/** Call with the session locked. */
export async function addRoom(sql: Sql, owner: Owner, sessionId: string, room: Omit<Room, "id">): Promise<Room> {
  const [row] = await sql`
    insert into rooms (id, session_id, owner_id, type, name, width_cm, length_cm, height_cm, area_m2, budget_minor,
      requirements, notes, position)
    values (${Bun.randomUUIDv7()}, ${sessionId}, ${owner.id}, ${room.type}, ${room.name}, ${room.widthCm},
      ${room.lengthCm}, ${room.heightCm}, ${room.areaM2}, ${room.budgetMinor}, ${room.requirements}, ${room.notes},
      (select count(*) from rooms where session_id = ${sessionId}))
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

/** Call with the session locked. @throws {Problem} not-found */
export async function removeRoom(sql: Sql, owner: Owner, sessionId: string, id: string): Promise<void> {
  const { count } = await sql`
    delete from rooms where id = ${id} and session_id = ${sessionId} and owner_id = ${owner.id}`;
  if (count === 0) throw notFound("room", id);
}
