import { settle } from "../approvals/settle.ts";
import type { NewEvent } from "../chat/store.ts";
import type { Sql } from "../db/client.ts";
import { given } from "../given.ts";
import { dropRoomFromPlan } from "../plan/changes.ts";
import { Problem } from "../problem.ts";
import { dropRenders } from "../renders/removal.ts";
import { requireEditable } from "../sessions/editing.ts";
import type { Owner } from "../sessions/owner.ts";
import type { By } from "../sessions/phases.ts";
import type { Session } from "../sessions/schema.ts";
import { maxRooms, type NewRoom, type Room, type RoomChange, type RoomType } from "./schema.ts";
import { mergeSizes } from "./sizes.ts";
import { addRoom, getRoom, listRooms, removeRoom, updateRoom } from "./store.ts";

/**
 * Adds a room; without a name it is called what it is. Call with the session locked, then {@link roomsChanged}.
 * @throws {Problem} conflict where rooms are settled, or there are too many; invalid-input for an area that does not fit
 */
export async function createRoom(sql: Sql, owner: Owner, session: Session, input: NewRoom): Promise<Room> {
  requireEditable(session);
  const rooms = await listRooms(sql, owner, session.id);
  if (rooms.length >= maxRooms) throw new Problem("conflict", `A renovation has at most ${maxRooms} rooms`);
  return addRoom(sql, owner, session.id, {
    ...emptyRoom(input.type, rooms),
    ...given(input),
    ...mergeSizes({ widthCm: null, lengthCm: null, areaM2: null }, input),
  });
}

/**
 * Changes what is given. Call with the session locked, then {@link roomsChanged}.
 * @throws {Problem} not-found; conflict where rooms are settled; invalid-input for an area that does not fit
 */
export async function changeRoom(
  sql: Sql,
  owner: Owner,
  session: Session,
  { id, ...change }: RoomChange & { id: string },
): Promise<Room> {
  requireEditable(session);
  const room = await getRoom(sql, owner, session.id, id);
  return updateRoom(sql, owner, session.id, { ...room, ...given(change), ...mergeSizes(room, change) });
}

/**
 * Takes a room out, with its checklist, its picks, its pictures and its work in the plan; of those tell the events it returns.
 * Call with the session locked, then {@link roomsChanged}.
 * @throws {Problem} not-found; conflict where rooms are settled
 */
export async function deleteRoom(sql: Sql, owner: Owner, session: Session, id: string, by: By): Promise<NewEvent[]> {
  requireEditable(session);
  const events = await dropRenders(sql, owner, session.id, id);
  const { itemIds, pickIds } = await removeRoom(sql, owner, session.id, id);
  if (itemIds.length > 0) events.push({ type: "checklist.changed", itemIds });
  if (pickIds.length > 0) events.push({ type: "picks.changed", pickIds });
  return [...events, ...(await dropRoomFromPlan(sql, owner, session, id, by))];
}

/**
 * What follows from changed rooms, once they all are: their event, and the phase where the project still stands.
 * @throws {Problem} conflict when no room is left though the phase needs one
 */
export async function roomsChanged(
  sql: Sql,
  owner: Owner,
  session: Session,
  { by, roomIds }: { by: By; roomIds: string[] },
): Promise<NewEvent[]> {
  if (session.phase !== "INTAKE" && (await listRooms(sql, owner, session.id)).length === 0)
    throw new Problem("conflict", "It is the last room: add another one first, or delete the session");
  return [{ type: "rooms.changed", roomIds }, ...(await settle(sql, owner, session.id, by))];
}

/** "Living room", or "Living room 2" beside another one. */
function emptyRoom(type: RoomType, rooms: readonly Room[]): Omit<Room, "id"> {
  const label = type.charAt(0).toUpperCase() + type.slice(1).replaceAll("_", " ");
  const taken = new Set(rooms.map(({ name }) => name));
  let name = label;
  for (let number = 2; taken.has(name); number++) name = `${label} ${number}`;
  return {
    type,
    name,
    widthCm: null,
    lengthCm: null,
    heightCm: null,
    areaM2: null,
    budgetMinor: null,
    requirements: [],
    notes: null,
  };
}
