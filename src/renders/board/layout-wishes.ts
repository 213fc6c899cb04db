import type { RoomType } from "../../rooms/schema.ts";
import type { Piece } from "./layout-clusters.ts";
import { type Floor, lengthOfWall, opposite, type Rect, type Wall, walls } from "./layout-geometry.ts";
import type { FurnitureKind } from "./layout-kinds.ts";
import type { Openings } from "./layout-openings.ts";
import type { Occupied, Wish } from "./layout-place.ts";

type Along = "corner" | "centre" | "window" | "end";

/** Walls in order of liking, and where along them; the door is in the bottom wall, windows in the top wall. */
const liking: Partial<Record<FurnitureKind, readonly [walls: readonly Wall[], along: Along]>> = {
  bed: [["left", "right", "top", "bottom"], "centre"],
  single_bed: [["left", "top", "right", "bottom"], "corner"],
  sofa: [["left", "right", "top", "bottom"], "centre"],
  wardrobe: [["right", "top", "bottom", "left"], "corner"],
  desk: [["top", "left", "right", "bottom"], "window"],
  bath: [["top", "left", "right", "bottom"], "corner"],
  freestanding_bath: [["top", "left", "right", "bottom"], "centre"],
  shower: [["top", "left", "right", "bottom"], "corner"],
  toilet: [["right", "left", "top", "bottom"], "end"],
  basin: [["left", "right", "top", "bottom"], "centre"],
  sideboard: [["left", "right", "top", "bottom"], "centre"],
  coat_rack: [["left", "right", "bottom", "top"], "centre"],
  bench: [["left", "right", "top", "bottom"], "centre"],
  workbench: [["left", "top", "right", "bottom"], "centre"],
  washing_machine: [["top", "left", "right", "bottom"], "corner"],
  dryer: [["top", "left", "right", "bottom"], "corner"],
  shelf: [["left", "right", "top", "bottom"], "corner"],
  plant: [["top", "left", "right", "bottom"], "corner"],
  floor_lamp: [["left", "right", "top", "bottom"], "corner"],
};

/** Things that look best side by side. */
const inRows = new Set<FurnitureKind>(["shelf", "wardrobe", "washing_machine", "coat_rack"]);

export function wishOf(piece: Piece, type: RoomType, openings: Openings, room: Occupied): Wish {
  const { floor } = room;
  const placedOf = (kind: FurnitureKind) => room.placed.find((other) => other.piece.kind === kind);
  if (piece.kind === "media_unit") {
    const sofa = placedOf("sofa");
    if (sofa) return facing(sofa.rect, sofa.back, floor);
  }
  if (piece.kind === "table" || piece.kind === "island") return middleOf(type, room);
  if (piece.kind === "car")
    return { walls: ["top"], along: () => 0, free: distanceTo(floor.widthCm / 2, floor.lengthCm * 0.4) };
  if (piece.kind === "sofa") {
    const [first, table] = [placedOf("sofa"), placedOf("coffee_table")];
    // A second sofa stands at a right angle to the first.
    if (first)
      return nearTo(
        (table ?? first).rect,
        walls.filter((wall) => wall !== first.back && wall !== opposite[first.back]),
        floor,
      );
  }
  const alike = inRows.has(piece.kind) ? room.placed.findLast((other) => other.piece.kind === piece.kind) : undefined;
  if (alike) return nearTo(alike.rect, [alike.back], floor);
  if (piece.kind === "armchair") {
    const sofa = placedOf("coffee_table") ?? placedOf("sofa");
    if (sofa) return nearTo(sofa.rect, ["top", "bottom", "right", "left"], floor);
  }
  if (piece.kind === "floor_lamp" || piece.kind === "dryer") {
    const near = placedOf(piece.kind === "dryer" ? "washing_machine" : "sofa");
    if (near) return nearTo(near.rect, [near.back], floor);
  }
  const [order, along] = liking[piece.kind] ?? [["left", "right", "top", "bottom"], "corner"];
  const wish = {
    walls: along === "centre" || type === "hallway" ? longFirst(order, floor) : order,
    along: alongOf(along, openings, floor),
  };
  // A plant that nobody asked for fills a corner or is left out.
  return piece.kind === "plant" && piece.pick === null ? { ...wish, most: 45 } : wish;
}

/** In a long room the long walls come first, whatever else is liked. */
function longFirst(order: readonly Wall[], floor: Floor): Wall[] {
  const ratio = floor.lengthCm / floor.widthCm;
  if (ratio < 1.6 && ratio > 1 / 1.6) return [...order];
  const long = (wall: Wall) => ratio > 1 === (wall === "left" || wall === "right");
  return [...order.filter(long), ...order.filter((wall) => !long(wall))];
}

function alongOf(along: Along, openings: Openings, floor: Floor): Wish["along"] {
  switch (along) {
    case "corner":
      return (wall, middle) => Math.min(middle, lengthOfWall(wall, floor) - middle);
    case "centre":
      return (wall, middle) => Math.abs(middle - lengthOfWall(wall, floor) / 2);
    case "end":
      // Near the top wall, away from the door.
      return (wall, middle) => (wall === "left" ? lengthOfWall(wall, floor) - middle : middle);
    case "window":
      return (wall, middle) => {
        const window = openings.windows.find((other) => other.wall === wall);
        return Math.abs(middle - (window ? window.fromCm + window.widthCm / 2 : lengthOfWall(wall, floor) / 2));
      };
  }
}

const distanceTo = (x: number, y: number) => (otherX: number, otherY: number) => Math.hypot(otherX - x, otherY - y);

/** Position along a wall of something in the room. */
function positionOn(wall: Wall, { x, y, width, depth }: Rect, { widthCm, lengthCm }: Floor): number {
  if (wall === "top") return x + width / 2;
  if (wall === "bottom") return widthCm - x - width / 2;
  return wall === "right" ? y + depth / 2 : lengthCm - y - depth / 2;
}

const facing = (rect: Rect, back: Wall, floor: Floor): Wish => ({
  walls: [opposite[back]],
  along: (wall, middle) => Math.abs(middle - positionOn(wall, rect, floor)),
});

const nearTo = (rect: Rect, order: readonly Wall[], floor: Floor): Wish => ({
  walls: order,
  along: (wall, middle) => Math.abs(middle - positionOn(wall, rect, floor)),
});

/** A table stands in the middle of what the furniture along the walls has left; in a large living room at its side. */
function middleOf(type: RoomType, { floor, placed }: Occupied): Wish {
  const left = Math.max(0, ...placed.filter(({ back }) => back === "left").map(({ rect }) => rect.x + rect.width));
  const top = Math.max(0, ...placed.filter(({ back }) => back === "top").map(({ rect }) => rect.y + rect.depth));
  const isMain = type === "dining_room" || type === "kitchen" || type === "balcony" || type === "other";
  const x = isMain ? (left + floor.widthCm) / 2 : floor.widthCm / 2;
  const y = isMain ? (top + floor.lengthCm) / 2 : floor.lengthCm * 0.8;
  const alongLength = floor.lengthCm >= floor.widthCm;
  return { walls: [alongLength ? "left" : "top"], along: () => 0, free: distanceTo(x, y) };
}
