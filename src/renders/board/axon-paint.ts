import type { Solid } from "./axon-solids.ts";
import type { Project, Spot } from "./axon-view.ts";
import { darker, lighter, mix, outlineOf } from "./colors.ts";
import type { Rect } from "./layout-geometry.ts";
import { circle, group, line, type Markup, type Point, polygon, strokes } from "./svg.ts";

/** Light comes from the upper left: tops are brightest, sides to the right darkest. */
const shade = { top: 0.1, left: 0.07, right: 0.18 };

const edgeMm = 0.1;

export function paintSolid(solid: Solid, project: Project): Markup[] {
  if (solid.leaves) return paintLeaves(solid, project);
  if (solid.ghost) return [group({ opacity: 0.42 }, paintBlock(solid, project))];
  return solid.round ? paintRound(solid, solid.round, project) : paintBlock(solid, project);
}

function paintBlock(solid: Solid, project: Project): Markup[] {
  const { x, y, z, width, depth, height, color } = solid;
  const [x2, y2, z2] = [x + width, y + depth, z + height];
  const edge = { stroke: mix(color, outlineOf(color), 0.7), width: edgeMm };
  const face = (spots: readonly Spot[], fill: string) => polygon(spots.map(project), { fill, ...edge });
  return [
    face(
      [
        [x, y2, z],
        [x2, y2, z],
        [x2, y2, z2],
        [x, y2, z2],
      ],
      darker(color, shade.left),
    ),
    face(
      [
        [x2, y, z],
        [x2, y2, z],
        [x2, y2, z2],
        [x2, y, z2],
      ],
      darker(color, shade.right),
    ),
    face(
      [
        [x, y, z2],
        [x2, y, z2],
        [x2, y2, z2],
        [x, y2, z2],
      ],
      lighter(color, shade.top),
    ),
    ...fronts(solid, project),
    ...inset(solid, project),
  ];
}

/** Joints between doors and drawers, and their handles, on the side that is seen. */
function fronts({ x, y, z, width, depth, height, color, front }: Solid, project: Project): Markup[] {
  if (!front || (front.wall !== "bottom" && front.wall !== "right")) return [];
  const length = front.wall === "bottom" ? width : depth;
  const at = (along: number, up: number): Point =>
    project(front.wall === "bottom" ? [x + along, y + depth, z + up] : [x + width, y + depth - along, z + up]);
  const stroke = { stroke: outlineOf(color), width: edgeMm };
  const across = Array.from({ length: front.across - 1 }, (_, index) => ((index + 1) * length) / front.across);
  const up = Array.from({ length: front.up - 1 }, (_, index) => ((index + 1) * height) / front.up);
  const handles = Array.from({ length: front.across }, (_, index) => {
    const middle = ((index + 0.5) * length) / front.across;
    const half = Math.min(8, length / front.across / 5);
    return [at(middle - half, height * 0.9), at(middle + half, height * 0.9)] as const;
  });
  return [
    ...strokes(
      [
        ...across.map((along) => [at(along, 0), at(along, height)] as const),
        ...up.map((level) => [at(0, level), at(length, level)] as const),
      ],
      stroke,
    ),
    ...(height > 25 && height < 130 ? strokes(handles, { ...stroke, width: 0.22 }) : []),
  ];
}

function inset({ x, y, z, width, depth, height, inset: basin }: Solid, project: Project): Markup[] {
  if (!basin) return [];
  const { margin, color } = basin;
  const top = z + height;
  const corners: Spot[] = [
    [x + margin, y + margin, top],
    [x + width - margin, y + margin, top],
    [x + width - margin, y + depth - margin, top],
    [x + margin, y + depth - margin, top],
  ];
  return [polygon(corners.map(project), { fill: color, stroke: outlineOf(color), width: edgeMm })];
}

/** A block with rounded corners: its silhouette, then its top. */
function paintRound(solid: Solid, radius: number, project: Project): Markup[] {
  const { x, y, z, width, depth, height, color, inset: basin } = solid;
  const edge = { stroke: mix(color, outlineOf(color), 0.7), width: edgeMm };
  const ring = (margin: number, level: number) =>
    roundedRing(
      { x: x + margin, y: y + margin, width: width - 2 * margin, depth: depth - 2 * margin },
      Math.max(1, radius - margin),
      level,
    ).map(project);
  const top = z + height;
  return [
    polygon(hullOf([...ring(0, z), ...ring(0, top)]), { fill: darker(color, (shade.left + shade.right) / 2), ...edge }),
    polygon(ring(0, top), { fill: lighter(color, shade.top), ...edge }),
    ...(basin
      ? [polygon(ring(basin.margin, top), { fill: basin.color, stroke: outlineOf(basin.color), width: edgeMm })]
      : []),
  ];
}

function roundedRing({ x, y, width, depth }: Rect, wished: number, z: number): Spot[] {
  const radius = Math.min(wished, width / 2, depth / 2);
  const corners = [
    [x + width - radius, y + depth - radius],
    [x + radius, y + depth - radius],
    [x + radius, y + radius],
    [x + width - radius, y + radius],
  ] as const;
  return corners.flatMap(([cx, cy], quarter) =>
    Array.from({ length: 7 }, (_, step): Spot => {
      const angle = (quarter + step / 6) * (Math.PI / 2);
      return [cx + Math.cos(angle) * radius, cy + Math.sin(angle) * radius, z];
    }),
  );
}

/** The convex outline of points (Andrew's monotone chain). */
function hullOf(points: readonly Point[]): Point[] {
  const sorted = points.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]);
  const half = (ordered: readonly Point[]) => {
    const chain: Point[] = [];
    for (const point of ordered) {
      while (chain.length >= 2 && turn(chain.at(-2), chain.at(-1), point) <= 0) chain.pop();
      chain.push(point);
    }
    return chain.slice(0, -1);
  };
  return [...half(sorted), ...half(sorted.toReversed())];
}

const turn = (a: Point = [0, 0], b: Point = [0, 0], c: Point = [0, 0]) =>
  (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);

/** Foliage as overlapping rounds, dark ones behind. */
function paintLeaves({ x, y, z, width, depth, height, color }: Solid, project: Project): Markup[] {
  const [centreX, low] = project([x + width / 2, y + depth / 2, z]);
  const [, high] = project([x + width / 2, y + depth / 2, z + height]);
  const radius = Math.abs(project([x + width, y, z])[0] - project([x, y + depth, z])[0]) / 4;
  const tall = low - high;
  const rounds = [
    [-0.5, 0.25, 0.8, 0.12],
    [0.55, 0.3, 0.8, 0.06],
    [0, 0.5, 1, 0],
    [-0.45, 0.62, 0.75, -0.08],
    [0.4, 0.7, 0.72, -0.14],
    [0, 0.86, 0.62, -0.22],
  ] as const;
  const stem = line([centreX, low], [centreX, low - tall * 0.4], { stroke: darker(color, 0.3), width: 0.35 });
  return [
    stem,
    ...rounds.map(([side, up, size, dark]) =>
      circle(centreX + side * radius, low - up * tall, radius * size, {
        fill: dark >= 0 ? darker(color, dark) : lighter(color, -dark),
        stroke: darker(color, 0.3),
        width: edgeMm,
      }),
    ),
  ];
}
