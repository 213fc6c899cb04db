import { turned, type Wall } from "./layout-geometry.ts";
import type { FurnitureKind } from "./layout-kinds.ts";
import type { Footprint, Layout } from "./layout.ts";
import type { Point } from "./svg.ts";

/** A point in the room as the view has turned it: x and y on the floor, z up, in centimetres. */
export type Spot = readonly [x: number, y: number, z: number];

const cosine = Math.cos(Math.PI / 6);
const sine = 0.5;
/** Heights are drawn a little shorter than in a true isometry, which looks calmer. */
const upright = 0.92;

/** Screen centimetres of a spot, looking from the front corner down to the back one. */
export const projected = ([x, y, z]: Spot): Point => [(x - y) * cosine, (x + y) * sine - z * upright];

export type Project = (spot: Spot) => Point;

/** A layout whose room is turned clockwise by quarters, so that another corner is at the back. */
export function turnedLayout(layout: Layout, quarters: number): Layout {
  let turnedOne = layout;
  for (let turn = 0; turn < quarters; turn += 1) turnedOne = quarterTurn(turnedOne);
  return turnedOne;
}

function quarterTurn(layout: Layout): Layout {
  const { size, openings, rug } = layout;
  const rect = ({ x, y, width, depth }: Footprint["rect"]) => ({
    x: size.lengthCm - y - depth,
    y: x,
    width: depth,
    depth: width,
  });
  const next = (wall: Wall) => turned(wall, 1);
  return {
    ...layout,
    size: { ...size, widthCm: size.lengthCm, lengthCm: size.widthCm },
    openings: {
      doors: openings.doors.map((door) => ({
        ...door,
        wall: next(door.wall),
        swing: rect(door.swing),
        free: rect(door.free),
      })),
      windows: openings.windows.map((window) => ({ ...window, wall: next(window.wall) })),
      gates: openings.gates.map((gate) => ({ ...gate, wall: next(gate.wall) })),
    },
    rug: rug && { ...rug, rect: rect(rug.rect) },
    footprints: layout.footprints.map((footprint) => ({
      ...footprint,
      rect: rect(footprint.rect),
      back: next(footprint.back),
    })),
  };
}

/** What looks like nothing from behind. */
const faces = new Set<FurnitureKind>(["bed", "single_bed", "sofa", "kitchen", "basin"]);

const cutWalls = new Set<Wall>(["right", "bottom"]);

/** Turned so that little stands with its back to us and the windows are seen. */
export function bestView(layout: Layout): Layout {
  const views = [0, 1, 2, 3].map((quarters) => turnedLayout(layout, quarters));
  const hidden = (view: Layout) =>
    view.footprints
      .filter(({ back }) => cutWalls.has(back))
      .reduce((sum, { rect, heightCm, kind }) => {
        return (
          sum +
          Math.max(rect.width, rect.depth) *
            Math.min(heightCm, 120) *
            (faces.has(kind) ? 4 : kind === "shower" ? 0.2 : 1)
        );
      }, 0) +
    view.openings.windows.filter(({ wall }) => cutWalls.has(wall)).reduce((sum, { widthCm }) => sum + widthCm * 150, 0);
  return views.reduce((best, view) => (hidden(view) < hidden(best) - 1 ? view : best), layout);
}
