import { RoomType } from "../../rooms/schema.ts";
import type { Style } from "../schema.ts";

/** Notes written down by room, as the list that a style has. */
export const notes = (byRoom: Partial<Record<RoomType, string>>): Style["roomNotes"] =>
  RoomType.options.flatMap((roomType) => {
    const note = byRoom[roomType];
    return note === undefined ? [] : [{ roomType, note }];
  });
