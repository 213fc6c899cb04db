import type { Rect } from "./layout-geometry.ts";
import type { FurnitureKind } from "./layout-kinds.ts";

/** A thing to stand on the floor, back to a wall: width along the wall. */
export type Piece = {
  kind: FurnitureKind;
  name: string;
  /** Its place in the picks; null for typical furniture that nobody picked. */
  pick: number | null;
  widthCm: number;
  depthCm: number;
  heightCm: number;
};

type Part = {
  piece: Piece;
  rect: Rect;
  /** Quarter turns clockwise from the cluster's own direction. */ quarters: number;
};

/** Things that are placed together, seen with their wall on top, and the floor that they need free. */
export type Cluster = { width: number; depth: number; parts: Part[]; free: Rect[] };

/** Comfortable and least floor in front, in centimetres (after DIN 18022 and common planning guides). */
const inFront: Partial<Record<FurnitureKind, readonly number[]>> = {
  kitchen: [100, 80],
  fridge: [90, 70],
  bed: [70, 50],
  single_bed: [70, 50],
  wardrobe: [90, 60],
  sofa: [70, 45],
  armchair: [50, 35],
  toilet: [60, 40, 20],
  basin: [70, 50, 25],
  bath: [75, 55],
  freestanding_bath: [75, 55],
  shower: [70, 50],
  washing_machine: [90, 60],
  dryer: [90, 60],
  workbench: [90, 70],
  desk: [100, 80],
  coffee_table: [30],
  nightstand: [0],
  chair: [40, 0],
  office_chair: [40, 0],
  floor_lamp: [0],
  plant: [0],
  car: [60],
};

/** Floor beside a thing, on each side. */
const beside: Partial<Record<FurnitureKind, number>> = { toilet: 18, armchair: 10 };

/** The ways to place a piece, the most comfortable first; companions are pieces that stand with it. */
export function clustersOf(piece: Piece, companions: readonly Piece[] = []): Cluster[] {
  const fronts = inFront[piece.kind] ?? [70, 50];
  switch (piece.kind) {
    case "bed":
    case "single_bed":
      return fronts.flatMap((front) => bedsideClusters(piece, companions, front));
    case "sofa":
      return [
        ...companions.filter(({ kind }) => kind === "coffee_table").flatMap((table) => [sofaWithTable(piece, table)]),
        ...fronts.map((front) => alone(piece, front)),
      ];
    case "island":
      return [90, 75].map((space) => island(piece, space));
    case "table":
      return tableClusters(piece, companions);
    case "desk":
      return fronts.map((front) => deskWithChair(piece, companions, front));
    default:
      return fronts.map((front) => alone(piece, front));
  }
}

const at = (piece: Piece, x: number, y: number, quarters = 0): Part => {
  const across = quarters % 2 === 1;
  const size = across ? { width: piece.depthCm, depth: piece.widthCm } : { width: piece.widthCm, depth: piece.depthCm };
  return { piece, rect: { x, y, ...size }, quarters };
};

function alone(piece: Piece, front: number): Cluster {
  if (piece.kind === "bath" || piece.kind === "freestanding_bath") return withStep(piece, front);
  // Where there is little floor in front, there is little beside it too.
  const side = Math.min(beside[piece.kind] ?? 0, front * 0.3 + 1);
  const { widthCm: width, depthCm: depth } = piece;
  return {
    width: width + 2 * side,
    depth,
    parts: [at(piece, side, 0)],
    free: front + side > 0 ? [{ x: 0, y: 0, width: width + 2 * side, depth: depth + front }] : [],
  };
}

/** One steps into a bath at its middle: its ends may be built against. */
function withStep(bath: Piece, front: number): Cluster {
  const { widthCm: width, depthCm: depth } = bath;
  const step = Math.min(width, 90);
  const free: Rect = { x: (width - step) / 2, y: depth, width: step, depth: front };
  return { width, depth, parts: [at(bath, 0, 0)], free: [free] };
}

/** A bed with a table on each side; with both sides free; with one long side at a wall. */
function bedsideClusters(bed: Piece, companions: readonly Piece[], front: number): Cluster[] {
  const side = 50;
  const { widthCm: width, depthCm: depth } = bed;
  const nightstands = companions.filter(({ kind }) => kind === "nightstand").slice(0, 2);
  const foot: Rect = { x: side, y: depth, width, depth: front };
  const both: Cluster = {
    width: width + 2 * side,
    depth,
    parts: [at(bed, side, 0)],
    free: [{ x: 0, y: 0, width: width + 2 * side, depth: depth * 0.8 }, foot],
  };
  const oneSide: Cluster = {
    width: width + side,
    depth,
    parts: [at(bed, 0, 0)],
    free: [
      { x: width, y: 0, width: side, depth: depth * 0.8 },
      { ...foot, x: 0 },
    ],
  };
  const otherSide: Cluster = {
    width: width + side,
    depth,
    parts: [at(bed, side, 0)],
    free: [{ x: 0, y: 0, width: side, depth: depth * 0.8 }, foot],
  };
  const [first, second] = nightstands;
  const tables = first
    ? [
        {
          ...both,
          parts: [
            at(bed, side, 0),
            at(first, side - first.widthCm - 3, 0),
            ...(second ? [at(second, side + width + 3, 0)] : []),
          ],
          free: [{ x: 0, y: first.depthCm, width: width + 2 * side, depth: depth * 0.8 - first.depthCm }, foot],
        },
      ]
    : [];
  return bed.kind === "single_bed" ? [otherSide, oneSide, both] : [...tables, both, oneSide, otherSide];
}

/** One walks around an island. */
function island(piece: Piece, space: number): Cluster {
  const { widthCm: width, depthCm: depth } = piece;
  const around: Rect = { x: -space, y: -space, width: width + 2 * space, depth: depth + 2 * space };
  return { width, depth, parts: [at(piece, 0, 0)], free: [around] };
}

function sofaWithTable(sofa: Piece, table: Piece): Cluster {
  const gap = 40;
  const y = sofa.depthCm + gap;
  const depth = y + table.depthCm;
  return {
    width: Math.max(sofa.widthCm, table.widthCm),
    depth,
    parts: [at(sofa, 0, 0), at(table, (sofa.widthCm - table.widthCm) / 2, y)],
    free: [{ x: 0, y: sofa.depthCm, width: sofa.widthCm, depth: gap + table.depthCm + 50 }],
  };
}

function deskWithChair(desk: Piece, companions: readonly Piece[], front: number): Cluster {
  const chair = companions.find(({ kind }) => kind === "office_chair" || kind === "chair");
  const { widthCm: width, depthCm: depth } = desk;
  return {
    width,
    depth,
    parts: [at(desk, 0, 0), ...(chair ? [at(chair, (width - chair.widthCm) / 2, depth + 4, 2)] : [])],
    free: [{ x: 0, y: depth, width, depth: front }],
  };
}

/** Seats along a table's side: one every 60 cm. */
const seatsAlong = (side: number) => Math.max(0, Math.floor((side + 8) / 60));

/** A table in the middle with its chairs around; fewer chairs; at a wall with chairs in front and beside it. */
function tableClusters(table: Piece, companions: readonly Piece[]): Cluster[] {
  const chairs = companions.filter(({ kind }) => kind === "chair");
  const space = 60;
  const around = seated(table, chairs, ["front", "back", "left", "right"], space);
  const sides = seated(table, chairs, ["front", "back"], space);
  const atWall = seated(table, chairs, ["front", "left", "right"], space);
  const close = seated(table, chairs, ["front", "back"], 30);
  return [around, sides, atWall, close, seated(table, chairs, ["front"], 30)];
}

type TableSide = "front" | "back" | "left" | "right";

function seated(table: Piece, chairs: readonly Piece[], sides: readonly TableSide[], space: number): Cluster {
  const waiting = [...chairs];
  const deepest = Math.max(0, ...chairs.map(({ depthCm }) => depthCm));
  const reach = chairs.length > 0 ? deepest + 3 : 0;
  const long = seatsAlong(table.widthCm);
  const ends = table.depthCm >= 55 ? 1 : 0;
  const take = (side: TableSide) => {
    const opposing = side === "front" && sides.includes("back");
    const fair = opposing ? Math.ceil(waiting.length / 2) : waiting.length;
    const count = side === "front" || side === "back" ? Math.min(long, fair) : ends;
    return waiting.splice(0, Math.min(count, waiting.length));
  };
  const taken = new Map(sides.map((side) => [side, take(side)]));
  const edge = (side: TableSide) => ((taken.get(side)?.length ?? 0) > 0 ? reach : 0);
  const x = edge("left");
  const y = edge("back");
  const { widthCm, depthCm } = table;
  const parts = [at(table, x, y)];
  for (const [side, seats] of taken) {
    for (const [index, chair] of seats.entries()) {
      const along = x + ((index + 0.5) * widthCm) / seats.length - chair.widthCm / 2;
      const middle = y + depthCm / 2 - chair.widthCm / 2;
      if (side === "front") parts.push(at(chair, along, y + depthCm + 3, 2));
      if (side === "back") parts.push(at(chair, along, y - chair.depthCm - 3));
      if (side === "left") parts.push(at(chair, x - chair.depthCm - 3, middle, 3));
      if (side === "right") parts.push(at(chair, x + widthCm + 3, middle, 1));
    }
  }
  const width = x + widthCm + edge("right");
  const depth = y + depthCm + edge("front");
  // Behind a chair one wants to pass; a side without chairs may stand at a wall.
  const passing: Rect = {
    x: edge("left") > 0 ? -space / 2 : 0,
    y: edge("back") > 0 ? -space / 2 : 0,
    width: width + (edge("left") > 0 ? space / 2 : 0) + (edge("right") > 0 ? space / 2 : 0),
    depth: depth + (edge("back") > 0 ? space / 2 : 0) + (edge("front") > 0 ? space / 2 : 0),
  };
  return { width, depth, parts, free: [passing] };
}
