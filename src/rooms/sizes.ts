import { Problem } from "../problem.ts";
import type { Room } from "./schema.ts";

type Sizes = Pick<Room, "widthCm" | "lengthCm" | "areaM2">;
type SizeChange = { [K in keyof Sizes]?: Sizes[K] | undefined };

/** Measured areas and sides differ this much without contradicting each other. */
const tolerance = 0.02;

/** Square metres of a rectangle; null while a side is unknown. */
const floorOf = ({ widthCm, lengthCm }: Omit<Sizes, "areaM2">) =>
  widthCm && lengthCm ? (widthCm * lengthCm) / 10_000 : null;

/** A room's floor area in square metres, as given or from its sides; null when neither is known. */
export const areaOf = (room: Sizes): number | null => room.areaM2 ?? floorOf(room);

/**
 * A room's sizes after a change: the area follows newer sides, and sides that contradict a newer area are emptied.
 * Given together, the area may be smaller than the sides' rectangle (an L-shaped room), not larger.
 * @throws {Problem} invalid-input for an area that does not fit between the sides given with it
 */
export function mergeSizes(room: Sizes, change: SizeChange): Sizes {
  const sides = {
    widthCm: change.widthCm === undefined ? room.widthCm : change.widthCm,
    lengthCm: change.lengthCm === undefined ? room.lengthCm : change.lengthCm,
  };
  const floor = floorOf(sides);
  const sidesAreNews = change.widthCm !== undefined || change.lengthCm !== undefined;
  const area = change.areaM2;
  if (area === undefined && !sidesAreNews) return { ...sides, areaM2: room.areaM2 };
  // An area that came from two sides goes with them.
  if (area === undefined) return { ...sides, areaM2: floor ?? (floorOf(room) === null ? room.areaM2 : null) };
  if (area === null || floor === null) return { ...sides, areaM2: area ?? floor };
  if (sidesAreNews) {
    if (area <= floor * (1 + tolerance)) return { ...sides, areaM2: area };
    const detail = `does not fit in ${sides.widthCm} × ${sides.lengthCm} cm`;
    throw new Problem("invalid-input", undefined, { errors: [{ pointer: "/areaM2", detail }] });
  }
  const fits = Math.abs(floor - area) <= floor * tolerance;
  return fits ? { ...sides, areaM2: area } : { widthCm: null, lengthCm: null, areaM2: area };
}
