import { darker, lighter, mix } from "./colors.ts";
import type { FurnitureColors } from "./furniture-colors.ts";
import { fromWall, type Wall } from "./layout-geometry.ts";
import type { Footprint } from "./layout.ts";
import type { FurnitureKind } from "./layout-kinds.ts";

/** A block in the room; lengths in centimetres. */
export type Solid = {
  x: number;
  y: number;
  z: number;
  width: number;
  depth: number;
  height: number;
  color: string;
  /** Which side its doors or drawers are on, and how many there are across and up. */
  front?: { wall: Wall; across: number; up: number };
  /** A basin or hob let into the top: how far from the edge, and its colour. */
  inset?: { margin: number; color: string };
  /** Drawn as leaves instead of as a block. */
  leaves?: true;
  /** Corners of this radius seen from above. */
  round?: number;
  /** Stands before what matters more: drawn as if of glass. */
  ghost?: boolean;
};

/** A block in a piece's own frame: back at y = 0, front at y = depth. */
type Local = Omit<Solid, "front"> & { front?: { across: number; up: number } };

type Builder = (width: number, depth: number, height: number, colors: FurnitureColors, footprint: Footprint) => Local[];

const block = (
  [x, y, z]: readonly [number, number, number],
  [width, depth, height]: readonly [number, number, number],
  color: string,
  more: Partial<Pick<Local, "front" | "inset" | "leaves" | "round">> = {},
): Local => ({ x, y, z, width, depth, height, color, ...more });

const legs = (w: number, d: number, h: number, color: string, thick = 5): Local[] => [
  block([2, 2, 0], [thick, thick, h], color),
  block([w - thick - 2, 2, 0], [thick, thick, h], color),
  block([2, d - thick - 2, 0], [thick, thick, h], color),
  block([w - thick - 2, d - thick - 2, 0], [thick, thick, h], color),
];

const tableOf: Builder = (w, d, h, { top, body }) => [
  ...legs(w, d, h - 4, darker(body, 0.15)),
  block([0, 0, h - 4], [w, d, 4], lighter(top, 0.08)),
];

const cabinet: Builder = (w, d, h, { body }) => [
  block([2, 2, 0], [w - 4, d - 4, 7], darker(body, 0.5)),
  block([0, 0, 7], [w, d, h - 7], lighter(body, 0.08), {
    front: { across: Math.max(1, Math.round(w / 52)), up: h > 120 ? 1 : 2 },
  }),
];

const bedOf: Builder = (w, d, h, colors) => {
  const head = Math.min(8, d * 0.06);
  const count = w > 120 ? 2 : 1;
  const pillow = (w - 24) / count - 8;
  return [
    block([0, 0, 0], [w, head, Math.min(h, 110)], colors.body),
    block([0, head, 0], [w, d - head, 26], darker(colors.body, 0.05)),
    block([3, head + 1, 26], [w - 6, d - head - 5, 18], "#faf8f4"),
    ...Array.from({ length: count }, (_, index) =>
      block([12 + index * (pillow + 8) + 4, head + 5, 44], [pillow, 32, 10], "#ffffff", { round: 8 }),
    ),
    block([2, head + 62, 44], [w - 4, d * 0.34, 5], lighter(colors.accent, 0.62)),
    block([2, head + 62 + d * 0.34, 44], [w - 4, Math.max(4, d - head - 66 - d * 0.34), 5.5], colors.accent),
  ];
};

const sofaOf: Builder = (w, d, h, colors) => {
  const arm = Math.min(16, w * 0.12);
  const back = Math.min(22, d * 0.28);
  const seats = Math.max(1, Math.round((w - 2 * arm) / 65));
  const seat = (w - 2 * arm) / seats;
  const deep = darker(colors.body, 0.06);
  return [
    block([3, 3, 0], [w - 6, d - 6, 8], darker(colors.metal, 0.1)),
    block([0, 0, 8], [w, back, h - 8], colors.body),
    block([0, back, 8], [arm, d - back, 52], deep),
    block([w - arm, back, 8], [arm, d - back, 52], deep),
    block([arm, back, 8], [w - 2 * arm, d - back, 20], deep),
    ...Array.from({ length: seats }, (_, index) =>
      block([arm + index * seat + 0.8, back, 28], [seat - 1.6, d - back - 1, 16], lighter(colors.body, 0.14)),
    ),
    block([arm + 5, back, 44], [36, 13, 32], colors.accent, { round: 5 }),
    block([w - arm - 40, back, 44], [34, 13, 28], colors.soft, { round: 5 }),
  ];
};

const armchairOf: Builder = (w, d, h, colors) => [
  block([4, 4, 0], [w - 8, d - 8, 14], darker(colors.metal, 0.1)),
  block([0, 0, 14], [w, 16, h - 14], colors.body),
  block([0, 16, 14], [13, d - 16, 44], darker(colors.body, 0.06)),
  block([w - 13, 16, 14], [13, d - 16, 44], darker(colors.body, 0.06)),
  block([13, 16, 14], [w - 26, d - 17, 28], lighter(colors.body, 0.14)),
];

const chairOf: Builder = (w, d, h, colors) => [
  ...legs(w, d, 42, darker(colors.body, 0.35), 3),
  block([1, 1, 42], [w - 2, d - 2, 5], lighter(colors.body, 0.12)),
  block([2, 1, 60], [w - 4, 4, Math.max(8, h - 60)], colors.body),
];

const shelfOf: Builder = (w, d, h, colors) => {
  const boards = Math.max(2, Math.round(h / 38));
  const gap = h / boards;
  const shades = [colors.accent, "#f4f0e6", colors.metal, lighter(colors.accent, 0.4)];
  return [
    block([0, 0, 0], [3, d, h], darker(colors.body, 0.08)),
    block([w - 3, 0, 0], [3, d, h], darker(colors.body, 0.08)),
    block([3, 0, 0], [w - 6, 2, h], darker(colors.body, 0.2)),
    ...Array.from({ length: boards }, (_, index) =>
      block([3, 2, index * gap], [w - 6, d - 2, 3], lighter(colors.body, 0.08)),
    ),
    ...Array.from({ length: boards }, (_, index) =>
      block(
        [5 + ((index * 17) % 20), 2, index * gap + 3],
        [w * (0.34 + 0.1 * (index % 3)), d * 0.62, gap * 0.6],
        shades[index % shades.length] ?? colors.accent,
      ),
    ),
  ];
};

/** Base units with worktop, wall units where nothing tall stands, the fridge in its tall unit. */
const kitchenOf: Builder = (w, d, h, colors, { modules }) => {
  const tall = modules.filter(({ kind }) => kind === "fridge" && h > 150);
  const fridge = tall[0];
  const fronts = lighter(colors.body, 0.1);
  const pieces: [number, number][] = fridge
    ? [
        [0, fridge.fromCm],
        [fridge.fromCm + fridge.widthCm, w],
      ]
    : [[0, w]];
  const base = pieces
    .filter(([from, to]) => to - from > 5)
    .flatMap(([from, to]): Local[] => {
      const units = Math.max(1, Math.round((to - from) / 60));
      return [
        block([from, 0, 0], [to - from, d - 6, 10], "#3d3b38"),
        block([from, 0, 10], [to - from, d, 77], fronts, { front: { across: units, up: 1 } }),
        block([from, 0, 87], [to - from, d + 1, 4], colors.top),
      ];
    });
  return [
    ...base,
    ...(fridge
      ? [block([fridge.fromCm, 0, 0], [fridge.widthCm, d, Math.min(h, 220)], fronts, { front: { across: 1, up: 2 } })]
      : []),
    ...modules.flatMap(({ kind, fromCm, widthCm }): Local[] => {
      if (kind === "hob") return [block([fromCm + 2, 6, 91], [widthCm - 4, 50, 0.8], "#2b2d2f")];
      if (kind === "sink")
        return [
          block([fromCm + 5, 10, 91], [widthCm - 10, 42, 0.6], "#c9cdce", { inset: { margin: 3, color: "#9ea4a6" } }),
          block([fromCm + widthCm / 2 - 1.5, 4, 91], [3, 3, 28], colors.metal),
        ];
      return [];
    }),
  ];
};

const bathOf: Builder = (w, d, h, _colors, { kind }) => [
  block([0, 0, 0], [w, d, h], "#f6f5f2", {
    inset: { margin: 7, color: "#dbe7e9" },
    round: kind === "freestanding_bath" ? Math.min(w, d) * 0.48 : 3,
  }),
];

const toiletOf: Builder = (w, d, _h, _colors) => [
  block([0, 0, 0], [w, 14, 100], "#efeeea"),
  block([1.5, 14, 12], [w - 3, d - 14, 26], "#f8f7f4", { round: w * 0.38 }),
  block([1.5, 14, 38], [w - 3, d - 14, 4], "#ffffff", { inset: { margin: 5, color: "#eceae6" }, round: w * 0.38 }),
];

const basinOf: Builder = (w, d, _h, colors) => [
  block([1, 0, 32], [w - 2, d - 1, 46], colors.body, { front: { across: w > 90 ? 2 : 1, up: 2 } }),
  block([0, 0, 78], [w, d, 6], "#fbfaf8", { inset: { margin: Math.min(8, d * 0.2), color: "#dfe9ea" } }),
  block([w / 2 - 1.5, 2, 84], [3, 3, 16], colors.metal),
];

const machine: Builder = (w, d, h) => [block([0, 0, 0], [w, d, h], "#f2f2f0", { front: { across: 1, up: 1 } })];

const builders: Readonly<Record<FurnitureKind, Builder>> = {
  kitchen: kitchenOf,
  island: (w, d, h, colors) => [
    block([4, 4, 0], [w - 8, d - 8, 10], "#3d3b38"),
    block([2, 2, 10], [w - 4, d - 4, h - 14], lighter(colors.body, 0.1), {
      front: { across: Math.max(1, Math.round(w / 60)), up: 2 },
    }),
    block([0, 0, h - 4], [w, d, 4], colors.top),
  ],
  fridge: (w, d, h) => [block([0, 0, 0], [w, d, h], "#e3e5e5", { front: { across: 1, up: 2 } })],
  sofa: sofaOf,
  armchair: armchairOf,
  coffee_table: tableOf,
  media_unit: (w, d, h, colors, footprint) => [
    ...cabinet(w, d, Math.min(h, 55), colors, footprint),
    block([w * 0.16, d * 0.35, Math.min(h, 55) + 4], [w * 0.68, 3, 62], "#26282a"),
  ],
  bed: bedOf,
  single_bed: bedOf,
  nightstand: (w, d, h, colors, footprint) => [
    ...cabinet(w, d, h, colors, footprint),
    block([w / 2 - 1.5, d / 2 - 1.5, h], [3, 3, 12], colors.metal),
    block([w / 2 - 9, d / 2 - 9, h + 12], [18, 18, 18], "#fbf1d6", { round: 9 }),
  ],
  wardrobe: cabinet,
  shelf: shelfOf,
  sideboard: (w, d, h, colors, footprint) => [
    ...cabinet(w, d, h, colors, footprint),
    block([w * 0.12, d * 0.3, h], [12, 12, 16], lighter(colors.accent, 0.2), { round: 6 }),
  ],
  desk: (w, d, h, colors, footprint) => [
    ...tableOf(w, d, Math.min(h, 74), colors, footprint),
    block([w * 0.34, 12, Math.min(h, 74)], [w * 0.32, 4, 34], "#2b2d2f"),
    block([w * 0.1, 14, Math.min(h, 74)], [4, 4, 30], colors.metal),
  ],
  office_chair: chairOf,
  table: tableOf,
  chair: chairOf,
  bench: (w, d, h, colors) => [
    ...legs(w, d, Math.min(h, 46) - 6, darker(colors.body, 0.3)),
    block([0, 0, Math.min(h, 46) - 6], [w, d, 6], colors.body),
  ],
  coat_rack: (w, d, h, colors) => [
    block([0, 0, 0], [w, 3, h], colors.body),
    block([0, 3, 0], [w, d - 3, 40], lighter(colors.body, 0.15), { front: { across: 2, up: 1 } }),
    block([0, 3, 40], [w, d - 3, 5], lighter(colors.accent, 0.3)),
    block([w * 0.2, 3, 90], [24, 10, 70], colors.accent),
    block([w * 0.55, 3, 100], [20, 9, 60], mix(colors.metal, "#ffffff", 0.3)),
  ],
  bath: bathOf,
  freestanding_bath: bathOf,
  shower: (w, d) => [
    block([0, 0, 0], [w, d, 4], "#eef0ef", { inset: { margin: 4, color: "#e2e7e7" } }),
    block([w / 2 - 1.5, 1, 4], [3, 3, 200], "#8f9597"),
    block([w / 2 - 12, 4, 200], [24, 24, 2], "#8f9597"),
  ],
  toilet: toiletOf,
  basin: basinOf,
  washing_machine: machine,
  dryer: machine,
  floor_lamp: (w, d, h, colors) => [
    block([w / 2 - 12, d / 2 - 12, 0], [24, 24, 3], colors.metal),
    block([w / 2 - 1.5, d / 2 - 1.5, 3], [3, 3, h - 33], colors.metal),
    block([w / 2 - 16, d / 2 - 16, h - 30], [32, 32, 28], "#fbf1d6", { round: 16 }),
  ],
  workbench: (w, d, h, colors, footprint) => [
    ...tableOf(w, d, h, colors, footprint),
    block([8, 8, 12], [w - 16, d - 16, 3], colors.body),
  ],
  car: (w, d, h, colors) => [
    block([0, 0, 18], [w, d, h * 0.42], colors.body),
    block([10, d * 0.16, 18 + h * 0.42], [w - 20, d * 0.55, h * 0.42], "#c7d6d9"),
    block([12, d * 0.2, 18 + h * 0.84], [w - 24, d * 0.44, 4], colors.body),
    block([6, d * 0.1, 0], [w - 12, d * 0.8, 18], "#2c2c2c"),
  ],
  plant: (w, d, h, colors) => [
    block([w * 0.25, d * 0.25, 0], [w * 0.5, d * 0.5, 30], "#efe9df", { round: w * 0.25 }),
    block([w * 0.1, d * 0.1, 30], [w * 0.8, d * 0.8, Math.max(20, h - 30)], colors.body, { leaves: true }),
  ],
  box: cabinet,
};

/** A piece's blocks, standing where its footprint is. */
export function solidsOf(footprint: Footprint, colors: FurnitureColors): Solid[] {
  const { rect, back, heightCm, kind } = footprint;
  const sideways = back === "left" || back === "right";
  const [width, depth] = sideways ? [rect.depth, rect.width] : [rect.width, rect.depth];
  const floor = { widthCm: rect.width, lengthCm: rect.depth };
  const frontWall: Record<Wall, Wall> = { top: "bottom", bottom: "top", left: "right", right: "left" };
  const isInTheWay = heightCm > 120 && (back === "right" || back === "bottom");
  return builders[kind](width, depth, Math.max(heightCm, 4), colors, footprint)
    .filter((local) => local.width > 0 && local.depth > 0 && local.height > 0)
    .map(({ front, ...local }) => {
      const place = fromWall(back, local, floor);
      const placed = { ...local, ...place, x: rect.x + place.x, y: rect.y + place.y, ghost: isInTheWay };
      return front ? { ...placed, front: { ...front, wall: frontWall[back] } } : placed;
    });
}
