import { darker, ink, lighter, mix, outlineOf, paper } from "./colors.ts";
import { dimensionChain } from "./dimensions.ts";
import type { Footprint } from "./layout.ts";
import type { FurnitureKind } from "./layout-kinds.ts";
import { fromWall } from "./layout-geometry.ts";
import { drawOpenings, type PlanScale } from "./openings.ts";
import type { Frame } from "./page.ts";
import { jointsOf } from "./patterns.ts";
import { scaleFor } from "./scale.ts";
import type { Scene } from "./scene.ts";
import { circle, group, line, type Markup, path, rectangle, rounded, strokes } from "./svg.ts";
import { symbols } from "./symbols/symbols.ts";
import { label } from "./text.ts";

const wallCm = 11.5;
/** Paper around the room for walls and dimensions. */
const margins = { left: 14, right: 8, top: 21.5, bottom: 13 };

/** The scale at which the room fits its frame. */
export function planScaleOf({ layout: { size, openings } }: Scene, frame: Frame): number {
  return scaleFor(
    { widthCm: size.widthCm, depthCm: size.lengthCm + doorstepCm(openings) },
    { widthMm: frame.width - margins.left - margins.right, depthMm: frame.height - margins.top - margins.bottom },
  );
}

/** What a door that opens outwards needs below the room. */
const doorstepCm = ({ doors }: Scene["layout"]["openings"]) =>
  Math.max(0, ...doors.map(({ opens, widthCm }) => (opens === "outwards" ? widthCm + 10 : 0)));

/** The room from above, to scale, with dimensions in metres. */
export function drawFloorPlan(scene: Scene, frame: Frame, numberOf: (pick: number) => number, locale: string): Markup {
  const { size, openings, footprints } = scene.layout;
  const scale = planScaleOf(scene, frame);
  const perCm = 10 / scale;
  const [width, depth] = [size.widthCm * perCm, size.lengthCm * perCm];
  const area = {
    width: frame.width - margins.left - margins.right,
    height: frame.height - margins.top - margins.bottom,
  };
  const placed: PlanScale = {
    x: frame.x + margins.left + (area.width - width) / 2,
    y: frame.y + margins.top + (area.height - depth - doorstepCm(openings) * perCm) / 2,
    perCm,
    wallMm: Math.min(6, Math.max(1.1, wallCm * perCm)),
  };
  return group({ "data-part": "floor-plan", "data-scale": `1:${scale}` }, [
    ...floor(scene, placed, width, depth),
    ...rug(scene, placed),
    ...shadows(footprints, placed),
    walls(placed, width, depth, scene.input.room.type === "balcony"),
    ...drawOpenings(openings, size, placed),
    ...footprints.map((footprint) => drawFootprint(scene, footprint, placed)),
    ...lamps(scene, placed),
    ...tags(footprints, placed, numberOf),
    ...dimensions(scene, placed, depth, locale),
  ]);
}

function floor(
  { floor: { pattern, color } }: Scene,
  { x, y, perCm }: PlanScale,
  width: number,
  depth: number,
): Markup[] {
  const shade = lighter(color, 0.42);
  const pitch = Math.max(18 * perCm, Math.max(width, depth) / 90, 1.4);
  const joints = jointsOf(pattern, width, depth, pitch).map(
    ([[x1, y1], [x2, y2]]) =>
      [
        [x + x1, y + y1],
        [x + x2, y + y2],
      ] as const,
  );
  return [
    rectangle(x, y, width, depth, { fill: shade }),
    ...strokes(joints, { stroke: mix(shade, darker(color, 0.35), 0.45), width: 0.12 }),
  ];
}

function walls({ x, y, wallMm }: PlanScale, width: number, depth: number, isBalcony: boolean): Markup {
  const box = (left: number, top: number, right: number, bottom: number) =>
    `M${rounded(left)} ${rounded(top)}H${rounded(right)}V${rounded(bottom)}H${rounded(left)}Z`;
  const inner = box(x, y, x + width, y + depth);
  const outer = box(x - wallMm, y - wallMm, x + width + wallMm, y + depth + wallMm);
  // A balcony has a railing on three sides and the house on the fourth.
  if (isBalcony)
    return group({ "data-part": "walls" }, [
      path(box(x - 0.9, y - 0.9, x + width + 0.9, y + depth), { stroke: ink, width: 0.2 }),
      path(inner, { stroke: ink, width: 0.3 }),
      rectangle(x - wallMm, y + depth, width + 2 * wallMm, wallMm, { fill: ink }),
    ]);
  return group({ "data-part": "walls" }, [
    group({ "fill-rule": "evenodd" }, [path(`${outer}${inner}`, { fill: "#45423e", stroke: ink, width: 0.35 })]),
  ]);
}

const rounds = new Set<FurnitureKind>(["freestanding_bath", "car", "toilet", "floor_lamp", "office_chair", "armchair"]);

/** A soft edge to the lower right lifts furniture off the floor. */
const shadows = (footprints: readonly Footprint[], { x, y, perCm }: PlanScale): Markup[] =>
  footprints
    .filter(({ kind }) => kind !== "plant")
    .map(({ rect, heightCm, kind }) => {
      const drop = Math.min(1.1, Math.max(0.25, heightCm * perCm * 0.06));
      const [width, depth] = [rect.width * perCm, rect.depth * perCm];
      const radius = rounds.has(kind) ? Math.min(width, depth) * 0.48 : 0.8;
      return rectangle(
        x + rect.x * perCm + drop,
        y + rect.y * perCm + drop,
        width,
        depth,
        { fill: "#2b2620", opacity: 0.13 },
        radius,
      );
    });

const quarter = { top: 0, right: 90, bottom: 180, left: 270 } as const;

function drawFootprint(scene: Scene, footprint: Footprint, { x, y, perCm }: PlanScale): Markup {
  const { rect, back, kind, name, pick, modules } = footprint;
  const [left, top] = [x + rect.x * perCm, y + rect.y * perCm];
  const [width, depth] = [rect.width * perCm, rect.depth * perCm];
  const sideways = back === "left" || back === "right";
  const origin = {
    top: [left, top],
    right: [left + width, top],
    bottom: [left + width, top + depth],
    left: [left, top + depth],
  }[back] as [number, number];
  const colors = scene.colorsOf(footprint);
  const drawn = symbols[kind]({
    width: sideways ? depth : width,
    depth: sideways ? width : depth,
    perCm,
    colors,
    modules,
  });
  return group(
    {
      "data-part": "footprint",
      "data-kind": kind,
      "data-name": name,
      "data-source": pick === null ? "typical" : "picked",
      "data-pick": pick ?? undefined,
      "data-x-cm": rect.x,
      "data-y-cm": rect.y,
      "data-width-cm": rect.width,
      "data-depth-cm": rect.depth,
    },
    [group({ transform: `translate(${rounded(origin[0])} ${rounded(origin[1])}) rotate(${quarter[back]})` }, drawn)],
  );
}

function rug(scene: Scene, { x, y, perCm }: PlanScale): Markup[] {
  const { rug: lying } = scene.layout;
  if (!lying) return [];
  const [left, top] = [x + lying.rect.x * perCm, y + lying.rect.y * perCm];
  const [width, depth] = [lying.rect.width * perCm, lying.rect.depth * perCm];
  const color = lighter(mix(scene.roles.fabric, scene.roles.wall, 0.45), 0.15);
  const edge = 8 * perCm;
  const line = outlineOf(color);
  return [
    group({ "data-part": "rug", "data-name": lying.name }, [
      rectangle(left, top, width, depth, { fill: color, stroke: line, width: 0.18 }, 1.5 * perCm),
      rectangle(left + edge, top + edge, width - 2 * edge, depth - 2 * edge, { stroke: line, width: 0.13 }),
      rectangle(left + edge * 1.4, top + edge * 1.4, width - 2.8 * edge, depth - 2.8 * edge, {
        stroke: mix(scene.roles.accent, color, 0.3),
        width: 0.35,
      }),
    ]),
  ];
}

/** Lamps hang above the table, else in the middle; dashed, as what is above one's head is. */
function lamps({ layout }: Scene, { x, y, perCm }: PlanScale): Markup[] {
  const lamp = layout.decorations.find(({ kind }) => kind === "pendant");
  if (!lamp) return [];
  const under = layout.footprints.find(({ kind }) => kind === "table");
  const at = under?.rect ?? { x: 0, y: 0, width: layout.size.widthCm, depth: layout.size.lengthCm };
  const [centreX, centreY] = [x + (at.x + at.width / 2) * perCm, y + (at.y + at.depth / 2) * perCm];
  const radius = Math.max(1.6, Math.min(30, lamp.widthCm / 2) * perCm);
  const paint = { stroke: ink, width: 0.16, dash: "0.9 0.6" };
  return [
    group({ "data-part": "lamp", "data-name": lamp.name }, [
      circle(centreX, centreY, radius, paint),
      line([centreX - radius * 1.3, centreY], [centreX + radius * 1.3, centreY], {
        ...paint,
        dash: undefined,
        width: 0.12,
      }),
      line([centreX, centreY - radius * 1.3], [centreX, centreY + radius * 1.3], {
        ...paint,
        dash: undefined,
        width: 0.12,
      }),
    ]),
  ];
}

const tagMm = 2.1;

/** The list's number on each picked thing, and on what is built into a run, where there is room for it. */
const tags = (
  footprints: readonly Footprint[],
  { x, y, perCm }: PlanScale,
  numberOf: (pick: number) => number,
): Markup[] =>
  footprints.flatMap(({ rect, pick, kind, back, modules }) => {
    const isSmall = Math.min(rect.width, rect.depth) * perCm < tagMm * 2.2 || kind === "chair";
    const own =
      pick === null || isSmall
        ? []
        : tag(x + ownTag(rect, kind, back).x * perCm, y + ownTag(rect, kind, back).y * perCm, numberOf(pick));
    const builtIn = modules.flatMap((module) => {
      if (module.pick === null || isSmall) return [];
      const local = { x: module.fromCm, y: 0, width: module.widthCm, depth: Math.min(rect.width, rect.depth) };
      const place = fromWall(back, local, { widthCm: rect.width, lengthCm: rect.depth });
      const [right, low] = [rect.x + place.x + place.width, rect.y + place.y + place.depth];
      return tag(x + right * perCm - tagMm - 0.5, y + low * perCm - tagMm - 0.5, numberOf(module.pick));
    });
    return [...own, ...builtIn];
  });

/** In the lower right corner; on a kitchen run in its corner by the wall, where nothing is built in. */
function ownTag(
  { x, y, width, depth }: Footprint["rect"],
  kind: FurnitureKind,
  back: Footprint["back"],
): { x: number; y: number } {
  if (kind === "kitchen")
    return back === "right"
      ? { x: x + width - 14, y: y + depth - 14 }
      : { x: x + 14, y: y + (back === "top" ? 14 : depth - 14) };
  return { x: x + width - 9, y: y + depth - 9 };
}

const tag = (x: number, y: number, number: number): Markup[] => [
  circle(x, y, tagMm, { fill: paper, stroke: ink, width: 0.2 }),
  label(x, y + 0.85, String(number), { size: 2.4, fill: ink, weight: 600, anchor: "middle" }),
];

function dimensions(
  { layout: { size, openings } }: Scene,
  { x, y, perCm, wallMm }: PlanScale,
  depth: number,
  locale: string,
): Markup[] {
  const { widthCm, lengthCm } = size;
  const along = (wall: "top" | "bottom") =>
    [...openings.doors, ...openings.windows, ...openings.gates]
      .filter((opening) => opening.wall === wall)
      .flatMap(({ fromCm, widthCm: opening }) =>
        wall === "top" ? [fromCm, fromCm + opening] : [widthCm - fromCm - opening, widthCm - fromCm],
      );
  const chain = (points: number[]) => [0, ...points, widthCm].toSorted((a, b) => a - b);
  const top = along("top");
  const bottom = along("bottom");
  const base = { axis: "x" as const, from: x, perCm, locale };
  const outside = openings.doors.some(({ opens, wall }) => opens === "outwards" && wall === "bottom");
  return [
    ...(top.length > 0 ? dimensionChain({ ...base, at: y - wallMm - 3 }, chain(top)) : []),
    ...dimensionChain({ ...base, at: y - wallMm - (top.length > 0 ? 7.6 : 4.2) }, [0, widthCm]),
    ...(bottom.length > 0 && !outside ? dimensionChain({ ...base, at: y + depth + wallMm + 5 }, chain(bottom)) : []),
    ...dimensionChain({ axis: "y", from: y, at: x - wallMm - 4.2, perCm, locale }, [0, lengthCm]),
  ];
}
