import type { Pattern } from "./finishes.ts";
import { randomFrom } from "./random.ts";
import type { Point } from "./svg.ts";

export type Segment = readonly [from: Point, to: Point];

/** The joints of a surface as lines within a rectangle at the origin; all lengths in one unit, pitch that of a board. */
export function jointsOf(pattern: Pattern, width: number, depth: number, pitch: number): Segment[] {
  switch (pattern) {
    case "planks":
    case "wood":
      return planks(width, depth, pitch);
    case "herringbone":
      return herringbone(width, depth, pitch);
    case "tiles":
    case "patterned":
      return grid(width, depth, pitch * 2, pitch * 2);
    case "metro":
    case "brick":
      return bricks(width, depth, pitch * 2, pitch);
    case "fluted":
      return grid(width, depth, pitch / 2, Number.POSITIVE_INFINITY);
    default:
      return [];
  }
}

const every = (step: number, end: number) =>
  Number.isFinite(step)
    ? Array.from({ length: Math.max(0, Math.ceil(end / step - 0.001) - 1) }, (_, index) => (index + 1) * step)
    : [];

const grid = (width: number, depth: number, stepX: number, stepY: number): Segment[] => [
  ...every(stepX, width).map((x): Segment => [
    [x, 0],
    [x, depth],
  ]),
  ...every(stepY, depth).map((y): Segment => [
    [0, y],
    [width, y],
  ]),
];

function planks(width: number, depth: number, pitch: number): Segment[] {
  const random = randomFrom("planks");
  const joints = every(pitch, width).map((x): Segment => [
    [x, 0],
    [x, depth],
  ]);
  for (const x of [0, ...every(pitch, width)]) {
    const board = pitch * 9;
    for (let y = board * random(); y < depth; y += board)
      joints.push([
        [x, y],
        [Math.min(x + pitch, width), y],
      ]);
  }
  return joints;
}

function bricks(width: number, depth: number, length: number, height: number): Segment[] {
  const courses = [0, ...every(height, depth)];
  return courses.flatMap((y, row): Segment[] => {
    const shift = row % 2 === 1 ? length / 2 : 0;
    const bottom = Math.min(y + height, depth);
    const upright = every(length, width + length)
      .map((x) => x - shift)
      .filter((x) => x > 0 && x < width)
      .map((x): Segment => [
        [x, y],
        [x, bottom],
      ]);
    return y > 0
      ? [
          [
            [0, y],
            [width, y],
          ],
          ...upright,
        ]
      : upright;
  });
}

/** Boards at right angles to each other, seen as zigzag rows. */
function herringbone(width: number, depth: number, pitch: number): Segment[] {
  const arm = pitch * 2;
  const segments: Segment[] = [];
  for (let x = 0; x < width; x += arm) {
    if (x > 0)
      segments.push([
        [x, 0],
        [x, depth],
      ]);
    const rising = Math.round(x / arm) % 2 === 0;
    for (let y = -arm; y < depth + arm; y += pitch) {
      const line: Segment = rising
        ? [
            [x, y + arm],
            [x + arm, y],
          ]
        : [
            [x, y],
            [x + arm, y + arm],
          ];
      const clipped = clip(line, width, depth);
      if (clipped) segments.push(clipped);
    }
  }
  return segments;
}

/** The part of a line that lies within a rectangle at the origin (Liang and Barsky). */
export function clip([from, to]: Segment, width: number, depth: number): Segment | undefined {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  let [start, end] = [0, 1];
  const edges = [
    [-dx, from[0]],
    [dx, width - from[0]],
    [-dy, from[1]],
    [dy, depth - from[1]],
  ] as const;
  for (const [direction, distance] of edges) {
    if (direction === 0 && distance < 0) return undefined;
    if (direction === 0) continue;
    const at = distance / direction;
    if (direction < 0) start = Math.max(start, at);
    else end = Math.min(end, at);
  }
  if (start >= end) return undefined;
  const point = (share: number): Point => [from[0] + dx * share, from[1] + dy * share];
  return [point(start), point(end)];
}
