import type { RoomType } from "../../rooms/schema.ts";
import type { BoardPick } from "./input.ts";
import type { Piece } from "./layout-clusters.ts";
import { type DecorationKind, type FurnitureKind, furnitureKinds, type ModuleKind, recognise } from "./layout-kinds.ts";
import type { RoomSize } from "./layout-room.ts";

/** Everything the plan should hold, from the picks and from what such a room usually has. */
export type Needs = {
  furniture: Piece[];
  /** The picked kitchen run's length in centimetres; null when the room has no kitchen. */
  kitchen: { name: string; pick: number | null; lengthCm: number; heightCm: number } | null;
  modules: { kind: ModuleKind; name: string; pick: number }[];
  decorations: Decoration[];
  /** Picked pieces beyond what is placed at most. */
  omitted: { name: string; pick: number; count: number }[];
};

export type Decoration = { kind: DecorationKind; name: string; pick: number | null; widthCm: number; depthCm: number };

/** Width, depth and height in centimetres of a common specimen. */
const usualSize: Readonly<Record<FurnitureKind, readonly [number, number, number]>> = {
  kitchen: [240, 60, 220],
  island: [140, 90, 91],
  fridge: [60, 65, 190],
  sofa: [220, 92, 80],
  armchair: [80, 80, 80],
  coffee_table: [100, 55, 40],
  media_unit: [160, 40, 50],
  bed: [160, 208, 95],
  single_bed: [98, 206, 75],
  nightstand: [44, 40, 50],
  wardrobe: [150, 60, 215],
  shelf: [80, 32, 200],
  sideboard: [160, 45, 78],
  desk: [140, 70, 74],
  office_chair: [58, 56, 95],
  table: [140, 80, 75],
  chair: [45, 48, 80],
  bench: [120, 42, 46],
  coat_rack: [100, 36, 190],
  bath: [170, 75, 58],
  freestanding_bath: [170, 78, 60],
  shower: [90, 90, 200],
  toilet: [37, 54, 80],
  basin: [70, 46, 85],
  washing_machine: [60, 60, 85],
  dryer: [60, 62, 85],
  floor_lamp: [35, 35, 150],
  workbench: [150, 65, 90],
  car: [182, 440, 150],
  plant: [40, 40, 110],
  box: [80, 45, 80],
};

/** Things of which a room has one or the other. */
const sameUse: readonly (readonly FurnitureKind[])[] = [
  ["bed", "single_bed", "sofa"],
  ["bath", "freestanding_bath", "shower"],
  ["wardrobe", "coat_rack"],
  ["chair", "office_chair"],
];

type Typical = readonly [kind: FurnitureKind, count: number, leastAreaM2: number];

const typical: Readonly<Record<RoomType, readonly Typical[]>> = {
  kitchen: [
    ["table", 1, 10.5],
    ["chair", 4, 10.5],
    ["plant", 1, 8],
  ],
  bathroom: [
    ["bath", 1, 5.2],
    ["shower", 1, 2.6],
    ["toilet", 1, 0],
    ["basin", 1, 0],
    ["plant", 1, 5],
  ],
  bedroom: [
    ["bed", 1, 0],
    ["nightstand", 2, 0],
    ["wardrobe", 1, 0],
    ["armchair", 1, 18],
    ["plant", 1, 11],
  ],
  living_room: [
    ["sofa", 1, 0],
    ["coffee_table", 1, 0],
    ["media_unit", 1, 0],
    ["armchair", 1, 18],
    ["shelf", 1, 14],
    ["floor_lamp", 1, 12],
    ["plant", 2, 14],
  ],
  dining_room: [
    ["table", 1, 0],
    ["chair", 6, 0],
    ["sideboard", 1, 8],
    ["plant", 1, 10],
  ],
  hallway: [
    ["coat_rack", 1, 0],
    ["sideboard", 1, 7],
    ["plant", 1, 8],
  ],
  home_office: [
    ["desk", 1, 0],
    ["office_chair", 1, 0],
    ["shelf", 2, 7],
    ["armchair", 1, 11],
    ["plant", 1, 8],
  ],
  laundry: [
    ["washing_machine", 1, 0],
    ["dryer", 1, 0],
    ["shelf", 1, 0],
    ["basin", 1, 4],
  ],
  children_room: [
    ["single_bed", 1, 0],
    ["desk", 1, 8],
    ["chair", 1, 8],
    ["wardrobe", 1, 0],
    ["shelf", 1, 10],
  ],
  basement: [
    ["workbench", 1, 0],
    ["shelf", 3, 0],
  ],
  attic: [
    ["sofa", 1, 0],
    ["coffee_table", 1, 0],
    ["shelf", 2, 0],
    ["plant", 1, 0],
  ],
  balcony: [
    ["table", 1, 0],
    ["chair", 2, 0],
    ["plant", 3, 0],
  ],
  garage: [
    ["car", 1, 17],
    ["workbench", 1, 0],
    ["shelf", 2, 0],
  ],
  other: [["plant", 1, 0]],
};

/** No more of one product, and of all together, than this is placed: a plan with more says no more, and takes long. */
const most = { ofOne: 12, inAll: 80 };

export function needsOf(type: RoomType, size: RoomSize, picks: readonly BoardPick[]): Needs {
  const needs: Needs = { furniture: [], kitchen: null, modules: [], decorations: [], omitted: [] };
  for (const [index, pick] of picks.entries()) addPick(needs, pick, index, type);
  if (type === "kitchen" && !needs.kitchen)
    needs.kitchen = { name: "Kitchen units", pick: null, lengthCm: usualRunCm(size), heightCm: 220 };
  const picked = new Set(needs.furniture.map(({ kind }) => kind));
  for (const [kind, count, leastAreaM2] of typical[type]) {
    const present =
      picked.has(kind) || sameUse.some((kinds) => kinds.includes(kind) && kinds.some((other) => picked.has(other)));
    if (present || size.areaM2 < leastAreaM2) continue;
    for (let n = 0; n < count; n += 1) needs.furniture.push(usual(kind, type, size));
  }
  needs.furniture.sort((a, b) => importance(a, picked) - importance(b, picked));
  return needs;
}

/** A table that nobody picked is as good as picked when its chairs were. */
const carries: Partial<Record<FurnitureKind, FurnitureKind>> = {
  table: "chair",
  desk: "office_chair",
  bed: "nightstand",
};

/** What was picked comes before what is only usual, and large things before small ones. */
function importance({ kind, pick }: Piece, picked: ReadonlySet<FurnitureKind>): number {
  const companion = carries[kind];
  const isPicked = pick !== null || (companion !== undefined && picked.has(companion));
  return furnitureKinds.indexOf(kind) + (isPicked ? 0 : furnitureKinds.length);
}

const usualRunCm = ({ widthCm, lengthCm }: RoomSize) =>
  Math.min(480, Math.max(widthCm, lengthCm) + (Math.min(widthCm, lengthCm) >= 240 ? 120 : 0));

function addPick(needs: Needs, pick: BoardPick, index: number, type: RoomType) {
  const what = recognise(pick);
  const { name, size } = pick;
  if (what.as === "module") {
    if (type === "kitchen") needs.modules.push({ kind: what.kind, name, pick: index });
    else if (what.kind === "fridge" || what.kind === "sink") {
      const kind = what.kind === "sink" ? "basin" : "fridge";
      addPieces(needs, kind, pick, index);
    }
  } else if (what.as === "decoration") {
    const { widthCm, depthCm } = size ?? { widthCm: null, depthCm: null };
    needs.decorations.push({ kind: what.kind, name, pick: index, widthCm: widthCm ?? 45, depthCm: depthCm ?? 45 });
  } else if (what.as === "furniture" && what.kind === "kitchen") {
    const lengthCm = pick.unit === "m" ? pick.quantity * 100 : pick.quantity * (size?.widthCm ?? 60);
    const heightCm = size?.heightCm ?? 220;
    if (needs.kitchen) needs.kitchen.lengthCm += lengthCm;
    else needs.kitchen = { name, pick: index, lengthCm, heightCm };
  } else if (what.as === "furniture") addPieces(needs, what.kind, pick, index);
}

function addPieces(needs: Needs, kind: FurnitureKind, pick: BoardPick, index: number) {
  const wanted = Math.max(1, Math.round(pick.quantity));
  const count = Math.min(wanted, most.ofOne, most.inAll - needs.furniture.length);
  for (let n = 0; n < count; n += 1) needs.furniture.push(sized(kind, pick, index));
  if (count < wanted) needs.omitted.push({ name: pick.name, pick: index, count: wanted - count });
}

/** A pick's own size; where the catalogue has none, that of a common specimen. */
function sized(kind: FurnitureKind, { name, size }: BoardPick, pick: number): Piece {
  const [width, depth, height] = usualSize[kind];
  const piece = { kind, name, pick, widthCm: size?.widthCm ?? width, depthCm: size?.depthCm ?? depth };
  // A tray is flat, but what is drawn is the shower above it; a desk that can be raised is drawn for sitting.
  const isUsual = kind === "shower" || kind === "desk";
  return { ...piece, heightCm: isUsual ? height : (size?.heightCm ?? height) };
}

const names: Partial<Record<FurnitureKind, string>> = {
  single_bed: "Single bed",
  media_unit: "TV unit",
  coffee_table: "Coffee table",
  office_chair: "Office chair",
  coat_rack: "Coat rack",
  floor_lamp: "Floor lamp",
  washing_machine: "Washing machine",
  basin: "Washbasin",
};

function usual(kind: FurnitureKind, type: RoomType, { areaM2, widthCm, lengthCm }: RoomSize): Piece {
  const name = names[kind] ?? kind.charAt(0).toUpperCase() + kind.slice(1).replaceAll("_", " ");
  const [width, depth, heightCm] = usualSize[kind];
  const piece = { kind, name, pick: null, widthCm: width, depthCm: depth, heightCm };
  const narrow = Math.min(widthCm, lengthCm);
  if (kind === "basin" && areaM2 < 2.5) return { ...piece, widthCm: 40, depthCm: 26 };
  if (kind === "toilet" && narrow < 80) return { ...piece, depthCm: 48 };
  if (kind === "bed" && areaM2 < 11) return { ...piece, widthCm: 140 };
  if (kind === "desk" && type === "children_room") return { ...piece, widthCm: 105, depthCm: 60 };
  if (kind === "sofa" && areaM2 < 14) return { ...piece, widthCm: 180 };
  if (kind === "table" && type === "dining_room") return { ...piece, widthCm: 180, depthCm: 90 };
  if (kind === "table" && type === "kitchen") return { ...piece, widthCm: 120, depthCm: 75 };
  if (kind === "table" && type === "balcony") return { ...piece, widthCm: 70, depthCm: 60 };
  if (kind === "sideboard" && type === "hallway") return { ...piece, widthCm: 100, depthCm: 32 };
  return piece;
}
