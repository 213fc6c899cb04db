import { backToFront } from "./axon-order.ts";
import { paintSolid } from "./axon-paint.ts";
import { paintBalcony, paintDoor, paintGate, paintShell, paintWindow } from "./axon-room.ts";
import { type Solid, solidsOf } from "./axon-solids.ts";
import { bestView, type Project, projected, type Spot, turnedLayout } from "./axon-view.ts";
import { paintCurtains, paintPendant, paintWallThings, wallUnits } from "./axon-walls.ts";
import { darker, lighter, mix } from "./colors.ts";
import type { Layout } from "./layout.ts";
import type { Frame } from "./page.ts";
import type { Scene } from "./scene.ts";
import { group, type Markup, polygon } from "./svg.ts";

/** The room seen from above its front corner, the two near walls cut away. Not to scale. */
export function drawAxonometric(scene: Scene, frame: Frame): Markup {
  // A balcony is seen with the house behind it.
  const isBalcony = scene.input.room.type === "balcony";
  const view = isBalcony ? turnedLayout(scene.layout, 2) : bestView(scene.layout);
  const { project, perCm } = fitted(view, frame);
  const walls = wallColors(scene, view);
  const solids = view.footprints.flatMap((footprint) => {
    const colors = scene.colorsOf(footprint);
    return [...solidsOf(footprint, colors), ...wallUnits(footprint, view, lighter(colors.body, 0.1))];
  });
  return group({ "data-part": "axonometric" }, [
    ...(isBalcony ? paintBalcony : paintShell)(view, scene.floor, walls, project),
    ...view.openings.windows.flatMap((window) => paintWindow(window, view, project)),
    ...view.openings.doors.flatMap((door) => paintDoor(door, view, mix(scene.roles.wall, scene.wood, 0.4), project)),
    ...view.openings.gates.flatMap((gate) =>
      paintGate(gate, view, mix(scene.roles.wall, scene.roles.dark, 0.25), project),
    ),
    ...paintWallThings(scene, view, project),
    ...paintCurtains(scene, view, project),
    ...rug(scene, view, project),
    ...shadows(view, project),
    ...backToFront(solids.map((solid) => below(solid, view.size.heightCm))).flatMap((solid) =>
      paintSolid(solid, project),
    ),
    ...paintPendant(scene, view, perCm, project),
  ]);
}

/** Nothing is drawn through the ceiling. */
const below = (solid: Solid, ceilingCm: number): Solid => ({
  ...solid,
  z: Math.min(solid.z, ceilingCm - 1),
  height: Math.max(0.5, Math.min(solid.height, ceilingCm - solid.z)),
});

/** The projection that puts the whole room into the middle of the frame. */
function fitted({ size }: Layout, frame: Frame): { project: Project; perCm: number } {
  const { widthCm: w, lengthCm: l, heightCm: h } = size;
  const t = Math.max(12, Math.max(w, l) / 60);
  const corners: Spot[] = [
    [-t, l, -t],
    [w, -t, -t],
    [w, l, -t],
    [-t, -t, h],
    [w, -t, h],
    [-t, l, h],
  ];
  const points = corners.map(projected);
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const [width, height] = [Math.max(...xs) - left, Math.max(...ys) - top];
  const perCm = Math.min(frame.width / width, frame.height / height);
  const [x, y] = [frame.x + (frame.width - width * perCm) / 2, frame.y + (frame.height - height * perCm) / 2];
  return {
    perCm,
    project: (spot) => {
      const [px, py] = projected(spot);
      return [x + (px - left) * perCm, y + (py - top) * perCm];
    },
  };
}

/** One of the walls takes the accent, unless a paint was picked; the left one lies in the shade. */
function wallColors({ wallColor, roles, input }: Scene, view: Layout): Record<"top" | "left", string> {
  const isPainted = input.picks.some(({ category }) => category === "paint");
  const main = view.footprints.find(({ kind }) => kind === "bed" || kind === "sofa" || kind === "single_bed");
  const accented = (wall: "top" | "left") =>
    !isPainted && main?.back === wall ? mix(wallColor, roles.accent, 0.3) : wallColor;
  return { top: mix(accented("top"), "#ffffff", 0.12), left: darker(accented("left"), 0.05) };
}

function rug({ roles }: Scene, { rug: lying }: Layout, project: Project): Markup[] {
  if (!lying) return [];
  const color = lighter(mix(roles.fabric, roles.wall, 0.45), 0.15);
  const ring = (margin: number) => {
    const { x, y, width, depth } = lying.rect;
    const [x2, y2] = [x + width - margin, y + depth - margin];
    const spots: Spot[] = [
      [x + margin, y + margin, 0],
      [x2, y + margin, 0],
      [x2, y2, 0],
      [x + margin, y2, 0],
    ];
    return spots.map(project);
  };
  return [
    polygon(ring(0), { fill: color, stroke: darker(color, 0.3), width: 0.12 }),
    polygon(ring(9), { stroke: mix(roles.accent, color, 0.3), width: 0.25 }),
  ];
}

const shadows = ({ footprints, size }: Layout, project: Project): Markup[] =>
  footprints.map(({ rect: { x, y, width, depth }, heightCm }) => {
    const reach = Math.min(22, heightCm * 0.16);
    const [x2, y2] = [Math.min(size.widthCm, x + width + reach), Math.min(size.lengthCm, y + depth + reach * 0.5)];
    const spots: Spot[] = [
      [x, y, 0],
      [x2, y, 0],
      [x2, y2, 0],
      [x, y2, 0],
    ];
    return polygon(spots.map(project), { fill: "#2b2620", opacity: 0.13 });
  });
