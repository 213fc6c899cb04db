import type { RoomType } from "../../rooms/schema.ts";
import { type Floor, isInside, type Rect } from "./layout-geometry.ts";
import type { FurnitureKind } from "./layout-kinds.ts";
import type { Footprint, Layout } from "./layout.ts";
import type { Decoration } from "./layout-needs.ts";

/** What a rug lies before or under, by what the room has. */
const anchors: readonly FurnitureKind[] = ["coffee_table", "sofa", "bed", "table", "single_bed", "desk"];

const usualIn = new Set<RoomType>(["living_room", "bedroom", "dining_room", "hallway", "children_room", "attic"]);
const usualRug: Decoration = { kind: "rug", name: "Rug", pick: null, widthCm: 170, depthCm: 240 };
const usualRunner: Decoration = { ...usualRug, name: "Runner", widthCm: 80, depthCm: 240 };

/** The room's rug, picked or usual, cut to what lies between the walls; null where none belongs. */
export function rugIn(
  type: RoomType,
  floor: Floor,
  decorations: readonly Decoration[],
  footprints: readonly Footprint[],
): Layout["rug"] {
  const rug = decorations.find(({ kind }) => kind === "rug") ?? (usualIn.has(type) ? usualOf(type) : undefined);
  if (!rug) return null;
  const anchor = anchors.map((kind) => footprints.find((other) => other.kind === kind)).find(Boolean);
  const across = anchor ? anchor.rect.width > anchor.rect.depth : floor.widthCm > floor.lengthCm;
  const [long, short] = [Math.max(rug.widthCm, rug.depthCm), Math.min(rug.widthCm, rug.depthCm)];
  const lie = anchor?.kind === "bed" ? !across : across;
  const width = Math.min(lie ? long : short, floor.widthCm - 40);
  const depth = Math.min(lie ? short : long, floor.lengthCm - 40);
  const centre = centreOf(anchor, floor);
  const rect: Rect = {
    x: within(centre.x - width / 2, floor.widthCm - width),
    y: within(centre.y - depth / 2, floor.lengthCm - depth),
    width,
    depth,
  };
  return width > 40 && depth > 40 && isInside(rect, floor) ? { ...rug, rect } : null;
}

const usualOf = (type: RoomType) => (type === "hallway" ? usualRunner : usualRug);

const within = (position: number, play: number) => Math.min(Math.max(position, 15), Math.max(15, play - 15));

/** Under the middle of its anchor; a bed's rug lies under its foot end. */
function centreOf(anchor: Footprint | undefined, floor: Floor): { x: number; y: number } {
  if (!anchor) return { x: floor.widthCm / 2, y: floor.lengthCm / 2 };
  const { x, y, width, depth } = anchor.rect;
  const middle = { x: x + width / 2, y: y + depth / 2 };
  const shift = anchor.kind === "bed" || anchor.kind === "sofa" || anchor.kind === "single_bed" ? 0.35 : 0;
  if (anchor.back === "top") return { ...middle, y: middle.y + depth * shift };
  if (anchor.back === "bottom") return { ...middle, y: middle.y - depth * shift };
  if (anchor.back === "left") return { ...middle, x: middle.x + width * shift };
  return { ...middle, x: middle.x - width * shift };
}
