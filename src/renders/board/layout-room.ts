import type { RoomType } from "../../rooms/schema.ts";
import type { BoardRoom } from "./input.ts";

/** The room's sides as drawn, in whole centimetres, and which of them nobody measured. */
export type RoomSize = {
  widthCm: number;
  lengthCm: number;
  heightCm: number;
  areaM2: number;
  assumed: { sides: boolean; height: boolean };
};

/** A common size of each type in centimetres, for a room that nobody measured. */
const typical: Readonly<Record<RoomType, readonly [widthCm: number, lengthCm: number]>> = {
  kitchen: [300, 400],
  bathroom: [220, 280],
  bedroom: [360, 420],
  living_room: [420, 560],
  dining_room: [360, 420],
  hallway: [160, 400],
  home_office: [300, 360],
  laundry: [200, 260],
  children_room: [320, 380],
  basement: [400, 500],
  attic: [420, 600],
  balcony: [400, 160],
  garage: [350, 600],
  other: [340, 420],
};

const typicalHeightCm = 250;
const sides = { least: 50, most: 10_000 };
const clamp = (side: number) => Math.min(sides.most, Math.max(sides.least, Math.round(side)));

/** The room's size: as measured; else from its area, 3 to 4 where no side is known; else that of its type. */
export function sizeOf(room: BoardRoom): RoomSize {
  const { widthCm, lengthCm, areaM2, heightCm } = room;
  const [width, length] = drawnSides(room);
  const drawn = { widthCm: clamp(width), lengthCm: clamp(length) };
  return {
    ...drawn,
    heightCm: heightCm ?? typicalHeightCm,
    areaM2: areaM2 ?? (drawn.widthCm * drawn.lengthCm) / 10_000,
    assumed: { sides: !widthCm || !lengthCm, height: !heightCm },
  };
}

function drawnSides({ type, widthCm, lengthCm, areaM2 }: BoardRoom): readonly [number, number] {
  if (widthCm && lengthCm) return [widthCm, lengthCm];
  const areaCm2 = areaM2 ? areaM2 * 10_000 : undefined;
  const [usualWidth, usualLength] = typical[type];
  if (widthCm) return [widthCm, areaCm2 ? areaCm2 / widthCm : (widthCm * usualLength) / usualWidth];
  if (lengthCm) return [areaCm2 ? areaCm2 / lengthCm : (lengthCm * usualWidth) / usualLength, lengthCm];
  if (areaCm2) return [Math.sqrt((areaCm2 * 3) / 4), Math.sqrt((areaCm2 * 4) / 3)];
  return [usualWidth, usualLength];
}
