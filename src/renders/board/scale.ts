/** Scales that rulers have (ISO 5455 and the usual ones between), largest drawing first. */
const scales = [10, 20, 25, 40, 50, 75, 100, 125, 200, 250, 500, 1_000, 2_000] as const;

/** The largest standard scale at which so many centimetres of room fit in so many millimetres of paper. */
export function scaleFor(
  room: { widthCm: number; depthCm: number },
  paper: { widthMm: number; depthMm: number },
): number {
  const fits = (scale: number) =>
    (room.widthCm * 10) / scale <= paper.widthMm && (room.depthCm * 10) / scale <= paper.depthMm;
  return scales.find(fits) ?? scales[scales.length - 1] ?? 2_000;
}
