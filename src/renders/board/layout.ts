import type { RoomType } from "../../rooms/schema.ts";
import type { BoardPick, BoardRoom } from "./input.ts";
import { clustersOf, type Piece } from "./layout-clusters.ts";
import { type Rect, rounded, type Wall } from "./layout-geometry.ts";
import type { FurnitureKind } from "./layout-kinds.ts";
import { type KitchenModule, placeKitchen } from "./layout-kitchen.ts";
import { type Decoration, type Needs, needsOf } from "./layout-needs.ts";
import { gateZone, type Openings, openingsOf, windowZone } from "./layout-openings.ts";
import { type Occupied, place } from "./layout-place.ts";
import { type RoomSize, sizeOf } from "./layout-room.ts";
import { rugIn } from "./layout-rug.ts";
import { wishOf } from "./layout-wishes.ts";

export type Footprint = {
  kind: FurnitureKind;
  name: string;
  /** Its place in the picks; null for typical furniture that nobody picked. */
  pick: number | null;
  /** Floor it covers, in centimetres from the room's top left inner corner. */
  rect: Rect;
  /** The wall its back is turned to. */
  back: Wall;
  heightCm: number;
  /** What is built into a kitchen run. */
  modules: KitchenModule[];
};

export type Layout = {
  size: RoomSize;
  openings: Openings;
  footprints: Footprint[];
  rug: (Decoration & { rect: Rect }) | null;
  decorations: Decoration[];
  /** Picked things that found no place, each with how many of it. */
  notDrawn: { name: string; pick: number; count: number; reason: string }[];
};

/**
 * Furnishes a room: what goes along the walls, what stands in the middle, each with floor free in front of it, door
 * swings free, nothing tall before a window, nothing overlapping. The same room and picks always give the same layout.
 */
export function layOut(room: BoardRoom, picks: readonly BoardPick[]): Layout {
  const size = sizeOf(room);
  const openings = openingsOf(room.type, size);
  const needs = needsOf(room.type, size, picks);
  const occupied: Occupied = {
    floor: size,
    placed: [],
    free: [...openings.doors.map(({ free }) => free), ...openings.gates.map((gate) => gateZone(gate, size))],
    low: openings.windows.map((window) => windowZone(window, size)),
  };
  const kitchen = placeKitchen(needs, openings.windows, occupied);
  const missing = placeFurniture(needs.furniture, room.type, openings, occupied);
  const footprints = occupied.placed.map(({ piece, rect, back }): Footprint => {
    const run = kitchen.runs.find((other) => other.rect === rect);
    const { kind, name, pick, heightCm } = piece;
    return { kind, name, pick, rect: rounded(rect), back, heightCm, modules: run?.modules ?? [] };
  });
  return {
    size,
    openings,
    footprints,
    rug: rugIn(room.type, size, needs.decorations, footprints),
    decorations: needs.decorations.filter(({ kind }) => kind !== "rug"),
    notDrawn: [
      ...notFitting(missing),
      ...kitchenLeft(needs, kitchen.leftCm),
      ...needs.omitted.map((omitted) => ({ ...omitted, reason: "too many to draw" })),
    ],
  };
}

/** Pieces that stand with another one when there is one. */
const companionsOf: Partial<Record<FurnitureKind, readonly FurnitureKind[]>> = {
  bed: ["nightstand"],
  single_bed: ["nightstand"],
  sofa: ["coffee_table"],
  table: ["chair"],
  desk: ["office_chair", "chair"],
};

const dependent = new Set(Object.values(companionsOf).flat());

/** Places what fits, in order of importance, and returns the picked pieces that did not. */
function placeFurniture(furniture: readonly Piece[], type: RoomType, openings: Openings, room: Occupied): Piece[] {
  const missing: Piece[] = [];
  const isPlaced = (piece: Piece) => room.placed.some((other) => other.piece === piece);
  for (const piece of furniture) {
    if (isPlaced(piece)) continue;
    // A chair that nobody picked only comes with its table.
    if (piece.pick === null && dependent.has(piece.kind)) continue;
    const kinds = companionsOf[piece.kind] ?? [];
    const companions = furniture.filter((other) => kinds.includes(other.kind) && !isPlaced(other));
    const placed = place(clustersOf(piece, companions), wishOf(piece, type, openings, room), room);
    if (!placed && piece.pick !== null) missing.push(piece);
  }
  return missing;
}

function notFitting(missing: readonly Piece[]): Layout["notDrawn"] {
  const byPick = Map.groupBy(missing, ({ pick }) => pick);
  return [...byPick].flatMap(([pick, pieces]) =>
    pick === null || !pieces[0] ? [] : [{ name: pieces[0].name, pick, count: pieces.length, reason: "does not fit" }],
  );
}

/** A run that is only partly drawn is said so; a hand's breadth less is what fitting pieces are for. */
function kitchenLeft({ kitchen }: Needs, leftCm: number): Layout["notDrawn"] {
  if (!kitchen || kitchen.pick === null || leftCm < 30) return [];
  const { name, pick, lengthCm } = kitchen;
  const reason = leftCm >= lengthCm ? "does not fit" : `${(leftCm / 100).toFixed(1)} m of it does not fit`;
  return [{ name, pick, count: 1, reason }];
}
