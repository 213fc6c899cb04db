import type { RoomType } from "../../rooms/schema.ts";

/** Rooms for floors that do not like water. */
export const dryRooms: RoomType[] = [
  "bedroom",
  "living_room",
  "dining_room",
  "hallway",
  "home_office",
  "children_room",
  "attic",
  "kitchen",
];

/** Rooms in which tiles are at home. */
export const wetRooms: RoomType[] = ["bathroom", "kitchen", "laundry", "hallway"];
