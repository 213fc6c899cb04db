import type { RoomType } from "../../rooms/schema.ts";
import { type Floor, fromWall, type Rect, type Wall } from "./layout-geometry.ts";

/** A door or window: from its left edge along its wall, seen with the wall on top. */
export type Opening = { wall: Wall; fromCm: number; widthCm: number };

export type Door = Opening & {
  /** A door opens into the room unless it is so small that one could not close it behind oneself. */
  opens: "inwards" | "outwards";
  /** Floor that the leaf sweeps; outside the room when it opens outwards. */
  swing: Rect;
  /** Floor inside the room that stays free. */
  free: Rect;
};

/** A gate is what a car drives through. */
export type Openings = { doors: Door[]; windows: Opening[]; gates: Opening[] };

const standardDoorCm = 86;
/** Between a door and the corner, so that there is room for the frame. */
const frameCm = 12;
/** Floor in front of a door that opens outwards. */
const stepInCm = 60;
const smallestInwardM2 = 2.5;

const windowless = new Set<RoomType>(["hallway", "laundry", "garage", "basement", "balcony"]);

/** The usual openings of a room: nobody is asked for them, so that the board says that they are assumed. */
export function openingsOf(type: RoomType, floor: Floor): Openings {
  const doors = [door(type, "bottom", floor)];
  const { widthCm, lengthCm } = floor;
  // A hallway leads somewhere; a balcony's other side is its railing.
  if (type === "hallway" && lengthCm >= 300) doors.push(door(type, "top", floor));
  const isSmall = (widthCm * lengthCm) / 10_000 < smallestInwardM2;
  return {
    doors,
    windows: windowless.has(type) || isSmall ? [] : windowsOf(type, floor),
    gates: type === "garage" ? gatesOf(floor) : [],
  };
}

function door(type: RoomType, wall: Wall, floor: Floor): Door {
  const along = floor.widthCm;
  const widthCm = Math.min(standardDoorCm, along - 2 * Math.min(frameCm, along * 0.1));
  const margin = Math.min(frameCm, (along - widthCm) / 2);
  // Both ends of a hallway in line; elsewhere in the left corner of the plan.
  const fromCm = wall === "bottom" ? along - margin - widthCm : margin;
  const small = (floor.widthCm * floor.lengthCm) / 10_000 < smallestInwardM2 || floor.lengthCm < 200;
  const opens = small || type === "balcony" ? "outwards" : "inwards";
  const leaf: Rect = { x: fromCm, y: 0, width: widthCm, depth: widthCm };
  const free = { ...leaf, depth: opens === "inwards" ? widthCm + 4 : Math.min(stepInCm, floor.lengthCm * 0.4) };
  return {
    wall,
    fromCm,
    widthCm,
    opens,
    swing: fromWall(wall, opens === "inwards" ? leaf : { ...leaf, y: -widthCm }, floor),
    free: fromWall(wall, free, floor),
  };
}

function windowsOf(type: RoomType, floor: Floor): Opening[] {
  const along = floor.widthCm;
  const wished = type === "bathroom" ? 70 : Math.min(180, along * 0.45);
  const widthCm = Math.round(Math.min(wished, along * 0.6));
  // Long walls have a row of windows, one about every four metres.
  const count = Math.min(12, Math.max(1, Math.round(along / 420)));
  return Array.from({ length: count }, (_, index) => ({
    wall: "top" as const,
    fromCm: Math.round(((index + 0.5) * along) / count - widthCm / 2),
    widthCm,
  }));
}

/** In the wall opposite the door, as wide as is common; a room too narrow for a car has none. */
function gatesOf({ widthCm }: Floor): Opening[] {
  const width = Math.min(250, widthCm - 90);
  return width < 200 ? [] : [{ wall: "top", fromCm: widthCm - 30 - width, widthCm: width }];
}

/** Floor behind a gate on which nothing but a car may stand close. */
export const gateZone = (gate: Opening, floor: Floor): Rect =>
  fromWall(gate.wall, { x: gate.fromCm, y: 0, width: gate.widthCm, depth: 25 }, floor);

/** What must stay low so that a window is not covered. */
export const windowZone = (window: Opening, floor: Floor): Rect =>
  fromWall(window.wall, { x: window.fromCm, y: 0, width: window.widthCm, depth: 30 }, floor);
