import type { Room } from "../../rooms/schema.ts";
import type { Reading } from "./situation.ts";

/** The rooms of the renovation that a message names: by their own names, else by what they are used as. */
export function roomsNamed({ project: { rooms }, original, said }: Reading): Room[] {
  const text = original.toLowerCase();
  const byName = rooms.filter(({ name }) => text.includes(name.toLowerCase()));
  if (byName.length > 0) return byName;
  const types = new Set(said.rooms.filter(({ removed }) => !removed).map(({ type }) => type));
  return rooms.filter(({ type }) => types.has(type));
}
