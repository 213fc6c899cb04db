import { ink, paper } from "./colors.ts";
import { type Floor, fromWall, type Rect } from "./layout-geometry.ts";
import type { Door, Opening, Openings } from "./layout-openings.ts";
import { element, group, line, type Markup, path, rectangle, rounded } from "./svg.ts";

/** How the room's centimetres become millimetres on the sheet. */
export type PlanScale = { x: number; y: number; perCm: number; wallMm: number };

const cm = (scale: PlanScale) => scale.wallMm / scale.perCm;

/** The piece of wall that an opening cuts out. */
const gap = ({ wall, fromCm, widthCm }: Opening, floor: Floor, scale: PlanScale): Rect =>
  fromWall(wall, { x: fromCm, y: -cm(scale), width: widthCm, depth: cm(scale) }, floor);

const onSheet = ({ x, y, width, depth }: Rect, { x: left, y: top, perCm }: PlanScale) =>
  [left + x * perCm, top + y * perCm, width * perCm, depth * perCm] as const;

const rectData = ({ x, y, width, depth }: Rect) => ({
  "data-x-cm": x,
  "data-y-cm": y,
  "data-width-cm": width,
  "data-depth-cm": depth,
});

export const drawOpenings = ({ doors, windows, gates }: Openings, floor: Floor, scale: PlanScale): Markup[] => [
  ...windows.map((window) => drawWindow(window, floor, scale)),
  ...gates.map((gate) => drawGate(gate, floor, scale)),
  ...doors.map((door) => drawDoor(door, floor, scale)),
];

function drawWindow(window: Opening, floor: Floor, scale: PlanScale): Markup {
  const place = gap(window, floor, scale);
  const [x, y, width, depth] = onSheet(place, scale);
  const upright = depth > width;
  const middle = upright ? x + width / 2 : y + depth / 2;
  const pane = (offset: number) =>
    upright
      ? line([middle + offset, y], [middle + offset, y + depth], { stroke: ink, width: 0.15 })
      : line([x, middle + offset], [x + width, middle + offset], { stroke: ink, width: 0.15 });
  return group({ "data-part": "window", "data-wall": window.wall, ...rectData(place) }, [
    rectangle(x, y, width, depth, { fill: paper, stroke: ink, width: 0.25 }),
    rectangle(upright ? middle - 0.45 : x, upright ? y : middle - 0.45, upright ? 0.9 : width, upright ? depth : 0.9, {
      fill: "#dcebef",
    }),
    pane(-0.45),
    pane(0.45),
  ]);
}

/** Closed, with the place that it takes overhead when it is open. */
function drawGate(gate: Opening, floor: Floor, scale: PlanScale): Markup {
  const place = gap(gate, floor, scale);
  const [x, y, width, depth] = onSheet(place, scale);
  const open = fromWall(
    gate.wall,
    { x: gate.fromCm, y: 0, width: gate.widthCm, depth: Math.min(220, floor.lengthCm / 2) },
    floor,
  );
  const [openX, openY, openWidth, openDepth] = onSheet(open, scale);
  return group({ "data-part": "gate", "data-wall": gate.wall, ...rectData(place) }, [
    rectangle(x, y, width, depth, { fill: paper, stroke: ink, width: 0.25 }),
    rectangle(x, y + depth * 0.6, width, depth * 0.4, { fill: "#d9d6cf", stroke: ink, width: 0.2 }),
    rectangle(openX, openY, openWidth, openDepth, { stroke: ink, width: 0.13, dash: "1.6 1" }),
  ]);
}

/** Local millimetres with the wall on top become the sheet's: hinge at the left end of the opening. */
function drawDoor(door: Door, floor: Floor, scale: PlanScale): Markup {
  const [x, y, width, depth] = onSheet(gap(door, floor, scale), scale);
  const size = door.widthCm * scale.perCm;
  const leaf = Math.max(0.7, 4 * scale.perCm);
  const turn = { top: 0, right: 90, bottom: 180, left: 270 }[door.wall];
  const origin = onSheet(fromWall(door.wall, { x: door.fromCm, y: 0, width: 0, depth: 0 }, floor), scale);
  const down = door.opens === "inwards" ? 1 : -1;
  const start = door.opens === "inwards" ? 0 : -scale.wallMm;
  const swing = `M${rounded(size)} ${rounded(start)}A${rounded(size)} ${rounded(size)} 0 0 ${down > 0 ? 1 : 0} 0 ${rounded(start + down * size)}`;
  return group({ "data-part": "door", "data-wall": door.wall, "data-opens": door.opens, ...rectData(door.swing) }, [
    rectangle(x, y, width, depth, { fill: paper, stroke: ink, width: 0.25 }),
    element("g", { transform: `translate(${rounded(origin[0])} ${rounded(origin[1])}) rotate(${turn})` }, [
      path(swing, { stroke: ink, width: 0.15, dash: "1.1 0.7" }),
      rectangle(0, Math.min(start, start + down * size), leaf, size, { fill: paper, stroke: ink, width: 0.25 }),
    ]),
  ]);
}
