import type { Project, Spot } from "./axon-view.ts";
import { darker, ink, lighter, mix } from "./colors.ts";
import type { Finish } from "./finishes.ts";
import { type Floor, fromWall, type Wall } from "./layout-geometry.ts";
import type { Door, Opening } from "./layout-openings.ts";
import type { Layout } from "./layout.ts";
import { jointsOf } from "./patterns.ts";
import { line, type Markup, polygon, strokes } from "./svg.ts";

/** The walls that the view shows; the other two are cut away. */
export type SeenWall = "top" | "left";
export const seenWalls: readonly SeenWall[] = ["left", "top"];

const thicknessCm = 12;
const cut = "#45423e";

/** A place on a seen wall: along it as its plan's coordinates run, up from the floor, out from the wall. */
export function onWall(wall: SeenWall, floor: Floor, along: number, up: number, out = 0): Spot {
  const { x, y } = fromWall(wall, { x: along, y: out, width: 0, depth: 0 }, floor);
  return [x, y, up];
}

export const isSeen = (wall: Wall): wall is SeenWall => wall === "top" || wall === "left";

/** A rectangle on a seen wall. */
export const panel = (
  wall: SeenWall,
  floor: Floor,
  [from, to]: readonly [number, number],
  [low, high]: readonly [number, number],
  project: Project,
) =>
  [
    onWall(wall, floor, from, low),
    onWall(wall, floor, to, low),
    onWall(wall, floor, to, high),
    onWall(wall, floor, from, high),
  ].map(project);

/** Slab, floor and both walls with the thickness where they are cut. */
export function paintShell(
  { size }: Layout,
  floor: Finish,
  colors: Record<SeenWall, string>,
  project: Project,
): Markup[] {
  const { widthCm: w, lengthCm: l, heightCm: h } = size;
  const t = Math.max(thicknessCm, Math.max(w, l) / 60);
  const face = (spots: readonly Spot[], fill: string) =>
    polygon(spots.map(project), { fill, stroke: ink, width: 0.12 });
  return [
    face(
      [
        [-t, l, -t],
        [w, l, -t],
        [w, l, 0],
        [-t, l, 0],
      ],
      "#8d8780",
    ),
    face(
      [
        [w, -t, -t],
        [w, l, -t],
        [w, l, 0],
        [w, -t, 0],
      ],
      "#6f6a64",
    ),
    face(
      [
        [0, 0, 0],
        [w, 0, 0],
        [w, l, 0],
        [0, l, 0],
      ],
      lighter(floor.color, 0.22),
    ),
    ...floorJoints(floor, w, l, project),
    face(
      [
        [0, 0, 0],
        [0, l, 0],
        [0, l, h],
        [0, 0, h],
      ],
      colors.left,
    ),
    face(
      [
        [0, 0, 0],
        [w, 0, 0],
        [w, 0, h],
        [0, 0, h],
      ],
      colors.top,
    ),
    face(
      [
        [-t, l, 0],
        [0, l, 0],
        [0, l, h],
        [-t, l, h],
      ],
      darker("#8d8780", 0.05),
    ),
    face(
      [
        [w, -t, 0],
        [w, 0, 0],
        [w, 0, h],
        [w, -t, h],
      ],
      "#6f6a64",
    ),
    face(
      [
        [-t, -t, h],
        [w, -t, h],
        [w, 0, h],
        [0, 0, h],
        [0, l, h],
        [-t, l, h],
      ],
      cut,
    ),
  ];
}

function floorJoints({ pattern, color }: Finish, w: number, l: number, project: Project): Markup[] {
  const pitch = Math.max(18, Math.max(w, l) / 50);
  const joints = jointsOf(pattern, w, l, pitch).map(
    ([[x1, y1], [x2, y2]]) => [project([x1, y1, 0]), project([x2, y2, 0])] as const,
  );
  return strokes(joints, { stroke: mix(lighter(color, 0.2), darker(color, 0.4), 0.4), width: 0.09 });
}

/** Tiles up to a height along a piece of wall. */
export function paintTiles(
  wall: SeenWall,
  floor: Floor,
  along: readonly [number, number],
  up: readonly [number, number],
  tiles: Finish,
  project: Project,
): Markup[] {
  const [length, height] = [along[1] - along[0], up[1] - up[0]];
  const pitch = tiles.pattern === "metro" ? 12 : 15;
  const joints = jointsOf(tiles.pattern, length, height, pitch).map(
    ([[x1, y1], [x2, y2]]) =>
      [
        project(onWall(wall, floor, along[0] + x1, up[0] + y1)),
        project(onWall(wall, floor, along[0] + x2, up[0] + y2)),
      ] as const,
  );
  const color = wall === "top" ? tiles.color : darker(tiles.color, 0.05);
  return [
    polygon(panel(wall, floor, along, up, project), { fill: color, stroke: darker(color, 0.3), width: 0.09 }),
    ...strokes(joints, { stroke: darker(color, 0.2), width: 0.07 }),
  ];
}

/** A balcony: the house behind, a railing at the left. */
export function paintBalcony(
  { size }: Layout,
  floor: Finish,
  colors: Record<SeenWall, string>,
  project: Project,
): Markup[] {
  const { widthCm: w, lengthCm: l, heightCm: h } = size;
  const t = thicknessCm;
  const edge = { stroke: ink, width: 0.12 };
  const at = (x: number, y: number, z: number) => project([x, y, z]);
  const gaps = Math.max(2, Math.round(l / 12));
  const bars = Array.from({ length: gaps + 1 }, (_, index) => {
    const y = (index * l) / gaps;
    return [at(0, y, 0), at(0, y, 100)] as const;
  });
  return [
    polygon([at(0, l, -t), at(w, l, -t), at(w, l, 0), at(0, l, 0)], { fill: "#8d8780", ...edge }),
    polygon([at(w, -t, -t), at(w, l, -t), at(w, l, 0), at(w, -t, 0)], { fill: "#6f6a64", ...edge }),
    polygon([at(0, 0, 0), at(w, 0, 0), at(w, l, 0), at(0, l, 0)], { fill: lighter(floor.color, 0.22), ...edge }),
    ...floorJoints(floor, w, l, project),
    polygon([at(0, 0, 0), at(w, 0, 0), at(w, 0, h), at(0, 0, h)], { fill: colors.top, ...edge }),
    polygon([at(w, -t, 0), at(w, 0, 0), at(w, 0, h), at(w, -t, h)], { fill: "#6f6a64", ...edge }),
    polygon([at(0, -t, h), at(w, -t, h), at(w, 0, h), at(0, 0, h)], { fill: cut, ...edge }),
    ...strokes(bars, { stroke: "#55524d", width: 0.16 }),
    ...strokes([[at(0, 0, 100), at(0, l, 100)]], { stroke: "#3a3835", width: 0.5 }),
  ];
}

/** A gate of horizontal boards in a seen wall; in a cut wall its threshold. */
export function paintGate(
  { wall, fromCm, widthCm }: Opening,
  { size }: Layout,
  color: string,
  project: Project,
): Markup[] {
  const to = fromCm + widthCm;
  if (!isSeen(wall)) {
    const { x, y, width, depth } = fromWall(wall, { x: fromCm, y: 0, width: widthCm, depth: 0 }, size);
    return [line(project([x, y, 0]), project([x + width, y + depth, 0]), { stroke: "#ffffff", width: 0.7 })];
  }
  const high = Math.min(212, size.heightCm - 12);
  const boards = [0.2, 0.4, 0.6, 0.8].map(
    (share) =>
      [project(onWall(wall, size, fromCm, high * share)), project(onWall(wall, size, to, high * share))] as const,
  );
  return [
    polygon(panel(wall, size, [fromCm, to], [0, high], project), {
      fill: color,
      stroke: darker(color, 0.4),
      width: 0.16,
    }),
    ...strokes(boards, { stroke: darker(color, 0.25), width: 0.12 }),
  ];
}

/** Glass with its cross, a light frame and a sill. */
export function paintWindow({ wall, fromCm, widthCm }: Opening, { size }: Layout, project: Project): Markup[] {
  if (!isSeen(wall)) return [];
  const [low, high] = [95, Math.min(size.heightCm - 25, 225)];
  if (high - low < 30) return [];
  const to = fromCm + widthCm;
  const middle = (fromCm + to) / 2;
  const at = (along: number, up: number) => project(onWall(wall, size, along, up));
  const frame = { stroke: "#7c8a8f", width: 0.18 };
  return [
    polygon(panel(wall, size, [fromCm - 5, to + 5], [low - 5, high + 5], project), {
      fill: "#ffffff",
      stroke: "#8b8780",
      width: 0.12,
    }),
    polygon(panel(wall, size, [fromCm, to], [low, high], project), { fill: "#d3e6ec", ...frame }),
    polygon(
      [
        at(fromCm + widthCm * 0.08, low),
        at(fromCm + widthCm * 0.3, low),
        at(fromCm + widthCm * 0.48, high),
        at(fromCm + widthCm * 0.26, high),
      ],
      { fill: "#ffffff", opacity: 0.45 },
    ),
    line(at(middle, low), at(middle, high), { ...frame, width: 0.4, stroke: "#ffffff" }),
    line(at(middle - 1.6, low), at(middle - 1.6, high), { ...frame, width: 0.1 }),
    line(at(middle + 1.6, low), at(middle + 1.6, high), { ...frame, width: 0.1 }),
  ];
}

/** A closed door in a seen wall; in a cut wall the light threshold and the swing on the floor. */
export function paintDoor(door: Door, { size }: Layout, color: string, project: Project): Markup[] {
  const { wall, fromCm, widthCm, opens, swing } = door;
  const to = fromCm + widthCm;
  if (isSeen(wall)) {
    const high = Math.min(205, size.heightCm - 10);
    const handle = project(onWall(wall, size, to - 9, 103));
    return [
      polygon(panel(wall, size, [fromCm - 6, to + 6], [0, high + 6], project), {
        fill: lighter(color, 0.3),
        stroke: darker(color, 0.35),
        width: 0.12,
      }),
      polygon(panel(wall, size, [fromCm, to], [0, high], project), {
        fill: color,
        stroke: darker(color, 0.35),
        width: 0.12,
      }),
      line(handle, [handle[0] - 0.9, handle[1] - (wall === "left" ? -0.5 : 0.5)], {
        stroke: ink,
        width: 0.3,
        cap: "round",
      }),
    ];
  }
  const edge = fromWall(wall, { x: fromCm, y: 0, width: widthCm, depth: 0 }, size);
  const threshold = { stroke: "#ffffff", width: 0.7 };
  const sweep = opens === "inwards" ? quarterCircle(wall, fromCm, widthCm, size).map(project) : [];
  return [
    line(project([edge.x, edge.y, 0]), project([edge.x + edge.width, edge.y + edge.depth, 0]), threshold),
    ...(sweep.length > 0 && swing.width > 0 ? [polygon(sweep, { fill: "#ffffff", opacity: 0.28 })] : []),
  ];
}

function quarterCircle(wall: Wall, fromCm: number, radius: number, floor: Floor): Spot[] {
  const arc = Array.from({ length: 13 }, (_, index): Spot => {
    const angle = (index / 12) * (Math.PI / 2);
    const { x, y } = fromWall(
      wall,
      { x: fromCm + radius * Math.cos(angle), y: radius * Math.sin(angle), width: 0, depth: 0 },
      floor,
    );
    return [x, y, 0];
  });
  const hinge = fromWall(wall, { x: fromCm, y: 0, width: 0, depth: 0 }, floor);
  return [[hinge.x, hinge.y, 0], ...arc];
}
