import { isSeen, onWall, paintTiles, panel, type SeenWall, seenWalls } from "./axon-room.ts";
import type { Solid } from "./axon-solids.ts";
import type { Project } from "./axon-view.ts";
import { darker, lighter, mix } from "./colors.ts";
import { type Floor, lengthOfWall, type Rect } from "./layout-geometry.ts";
import type { FurnitureKind } from "./layout-kinds.ts";
import type { Footprint, Layout } from "./layout.ts";
import type { Scene } from "./scene.ts";
import { circle, line, type Markup, polygon, strokes } from "./svg.ts";

/** Where along its wall a footprint stands, in the wall's own direction. */
function spanOn(wall: SeenWall, { x, y, width, depth }: Rect, floor: Floor): [number, number] {
  return wall === "top" ? [x, x + width] : [floor.lengthCm - y - depth, floor.lengthCm - y];
}

/** What is on the walls behind the furniture: tiles, pictures, mirrors. */
export function paintWallThings(scene: Scene, view: Layout, project: Project): Markup[] {
  return [...tilesOn(scene, view, project), ...seenWalls.flatMap((wall) => hung(scene, view, wall, project))];
}

function tilesOn({ wallTiles, input }: Scene, { size, footprints }: Layout, project: Project): Markup[] {
  if (!wallTiles) return [];
  if (input.room.type === "bathroom") {
    const high = Math.min(size.heightCm * 0.52, 130);
    return seenWalls.flatMap((wall) =>
      paintTiles(wall, size, [0, lengthOfWall(wall, size)], [0, high], wallTiles, project),
    );
  }
  return footprints.flatMap(({ kind, back, rect }) =>
    kind === "kitchen" && isSeen(back)
      ? paintTiles(back, size, spanOn(back, rect, size), [91, 146], wallTiles, project)
      : [],
  );
}

const underPicture = new Set<FurnitureKind>(["sofa", "bed", "sideboard", "single_bed"]);

/** Pictures over sofas, beds and sideboards, mirrors over basins, where no window is. */
function hung(scene: Scene, { size, footprints, openings }: Layout, wall: SeenWall, project: Project): Markup[] {
  const openingsHere = [...openings.windows, ...openings.doors].filter((opening) => opening.wall === wall);
  const isFree = ([from, to]: readonly [number, number]) =>
    openingsHere.every(({ fromCm, widthCm }) => to < fromCm - 5 || from > fromCm + widthCm + 5);
  return footprints.flatMap((footprint) => {
    if (footprint.back !== wall) return [];
    const [from, to] = spanOn(wall, footprint.rect, size);
    if (footprint.kind === "basin") {
      const mirror = [from + 4, to - 4] as const;
      return isFree(mirror) && size.heightCm > 200 ? mirrorOn(wall, size, mirror, project) : [];
    }
    if (!underPicture.has(footprint.kind) || size.heightCm < 215) return [];
    const middle = (from + to) / 2;
    const width = Math.min(120, (to - from) * 0.6);
    const span = [middle - width / 2, middle + width / 2] as const;
    return isFree(span) ? pictures(scene, wall, size, span, lowOf(footprint), project) : [];
  });
}

const lowOf = ({ heightCm }: Footprint) => Math.max(122, Math.min(heightCm, 130) + 22);

function mirrorOn(wall: SeenWall, floor: Floor, span: readonly [number, number], project: Project): Markup[] {
  return [
    polygon(panel(wall, floor, span, [112, 182], project), { fill: "#dfeaec", stroke: "#8f8a80", width: 0.25 }),
    ...strokes(
      [
        [0.2, 0.45],
        [0.32, 0.57],
      ].map(([low = 0, high = 0]) => {
        const at = (share: number, up: number) =>
          project(onWall(wall, floor, span[0] + (span[1] - span[0]) * share, up));
        return [at(low, 122), at(high, 172)] as const;
      }),
      { stroke: "#ffffff", width: 0.35 },
    ),
  ];
}

/** Two framed sheets with a few shapes in the palette's colours. */
function pictures(
  { roles }: Scene,
  wall: SeenWall,
  floor: Floor,
  [from, to]: readonly [number, number],
  low: number,
  project: Project,
): Markup[] {
  const gap = (to - from) * 0.08;
  const middle = from + (to - from) * 0.56;
  const high = low + 56;
  const sheet = (
    span: readonly [number, number],
    top: number,
    shapes: readonly (readonly [number, number, number, number, string])[],
  ) => {
    const [start, end] = span;
    const inner = (share: number) => start + (end - start) * share;
    const up = (share: number) => low + (top - low) * share;
    return [
      polygon(panel(wall, floor, span, [low, top], project), {
        fill: "#fbf9f4",
        stroke: darker(roles.dark, 0.1),
        width: 0.3,
      }),
      ...shapes.map(([left, bottom, right, upper, fill]) =>
        polygon(panel(wall, floor, [inner(left), inner(right)], [up(bottom), up(upper)], project), { fill }),
      ),
    ];
  };
  return [
    ...sheet([from, middle - gap / 2], high, [
      [0.14, 0.14, 0.86, 0.46, roles.accent],
      [0.14, 0.46, 0.86, 0.62, lighter(roles.accent, 0.5)],
      [0.14, 0.62, 0.86, 0.86, mix(roles.wall, roles.front, 0.5)],
    ]),
    ...sheet([middle + gap / 2, to], high - 10, [
      [0.16, 0.16, 0.52, 0.84, roles.dark],
      [0.52, 0.16, 0.84, 0.5, roles.fabric],
      [0.52, 0.5, 0.84, 0.84, lighter(roles.accent, 0.35)],
    ]),
  ];
}

/** Wall units above a kitchen run, left out before windows and tall units; blocks like the furniture. */
export function wallUnits(
  { kind, back, rect, modules, heightCm }: Footprint,
  { size, openings }: Layout,
  color: string,
): Solid[] {
  if (kind !== "kitchen" || heightCm < 150 || size.heightCm < 215 || !isSeen(back)) return [];
  const [from, to] = spanOn(back, rect, size);
  const blocked = [
    ...openings.windows
      .filter(({ wall }) => wall === back)
      .map(({ fromCm, widthCm }) => [fromCm - 8, fromCm + widthCm + 8] as const),
    ...modules
      .filter((module) => module.kind === "fridge")
      .map((module) => [from + module.fromCm, from + module.fromCm + module.widthCm] as const),
  ].toSorted((a, b) => a[0] - b[0]);
  const spans: [number, number][] = [];
  let start = from;
  for (const [left, right] of blocked) {
    spans.push([start, Math.min(left, to)]);
    start = Math.max(start, right);
  }
  spans.push([start, to]);
  const hobs = modules.filter((module) => module.kind === "hob");
  return spans
    .filter(([left, right]) => right - left >= 30)
    .flatMap(([left, right]) => {
      const box = (
        a: number,
        b: number,
        deep: number,
        z: number,
        height: number,
        fill: string,
        across: number,
      ): Solid => {
        const [x, y, width, depth] = back === "top" ? [a, 0, b - a, deep] : [0, size.lengthCm - b, deep, b - a];
        return {
          x,
          y,
          z,
          width,
          depth,
          height,
          color: fill,
          front: { wall: back === "top" ? "bottom" : "right", across, up: 1 },
        };
      };
      const hob = hobs
        .map(({ fromCm, widthCm }) => [from + fromCm, from + fromCm + widthCm] as const)
        .find(([a, b]) => a >= left - 1 && b <= right + 1);
      const units = hob
        ? ([
            [left, hob[0]],
            [hob[1], right],
          ] as const)
        : ([[left, right]] as const);
      return [
        ...units
          .filter(([a, b]) => b - a > 20)
          .map(([a, b]) => box(a, b, 35, 146, 72, color, Math.max(1, Math.round((b - a) / 60)))),
        ...(hob
          ? [
              box(hob[0] + 6, hob[1] - 6, 40, 150, 12, "#a9aeb0", 1),
              box(hob[0] + 20, hob[1] - 20, 26, 162, 56, "#b9bdbf", 1),
            ]
          : []),
      ];
    });
}

/** Curtains beside the seen windows. */
export function paintCurtains(scene: Scene, { size, openings }: Layout, project: Project): Markup[] {
  if (!scene.layout.decorations.some(({ kind }) => kind === "curtains")) return [];
  const color = mix(scene.roles.wall, scene.roles.accent, 0.28);
  return openings.windows.flatMap(({ wall, fromCm, widthCm }) => {
    if (!isSeen(wall)) return [];
    const high = Math.min(size.heightCm - 12, 240);
    const hang = Math.min(30, widthCm * 0.22);
    return [
      [fromCm - hang - 4, fromCm + 2],
      [fromCm + widthCm - 2, fromCm + widthCm + hang + 4],
    ].flatMap(([from = 0, to = 0]) => [
      polygon(panel(wall, size, [from, to], [4, high], project), {
        fill: color,
        stroke: darker(color, 0.3),
        width: 0.1,
      }),
      ...strokes(
        [0.2, 0.4, 0.6, 0.8].map((share) => {
          const along = from + (to - from) * share;
          return [project(onWall(wall, size, along, 4)), project(onWall(wall, size, along, high))] as const;
        }),
        { stroke: darker(color, 0.16), width: 0.1 },
      ),
    ]);
  });
}

/** Pendants hang over the table, else over the middle of the room. */
export function paintPendant(scene: Scene, { size, footprints }: Layout, perCm: number, project: Project): Markup[] {
  const lamp = scene.layout.decorations.find(({ kind }) => kind === "pendant");
  if (!lamp || size.heightCm < 200) return [];
  const rect = footprints.find(({ kind }) => kind === "table")?.rect ?? {
    x: 0,
    y: 0,
    width: size.widthCm,
    depth: size.lengthCm,
  };
  const [x, y] = [rect.x + rect.width / 2, rect.y + rect.depth / 2];
  const hangs = Math.min(size.heightCm - 45, 175);
  const [top, bulb] = [project([x, y, size.heightCm]), project([x, y, hangs])];
  const radius = Math.min(28, lamp.widthCm / 2) * perCm;
  return [
    line(top, bulb, { stroke: scene.roles.dark, width: 0.18 }),
    circle(bulb[0], bulb[1], radius, { fill: "#fbf1d6", stroke: darker("#fbf1d6", 0.4), width: 0.14 }),
    circle(bulb[0] - radius * 0.3, bulb[1] - radius * 0.3, radius * 0.35, { fill: "#ffffff", opacity: 0.7 }),
  ];
}
