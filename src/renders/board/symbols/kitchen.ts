import { darker, lighter } from "../colors.ts";
import type { KitchenModule } from "../layout-kitchen.ts";
import { circle, line, type Markup, rectangle, strokes } from "../svg.ts";
import { label } from "../text.ts";
import { detailMm, fine, type Piece, type PlanSymbol, solid, thin } from "./symbol.ts";

const steel = "#d5d8d8";
const steelLine = "#6d7274";

/** A run with its worktop, front edge, units every 60 cm, and what is built in; dashed above: wall units. */
export const kitchen: PlanSymbol = (piece) => {
  const { width, depth, perCm, colors, modules } = piece;
  const front = depth - 4 * perCm;
  const units = Math.max(1, Math.round(width / perCm / 60));
  const joints = Array.from({ length: units - 1 }, (_, index) => ((index + 1) * width) / units);
  return [
    rectangle(0, 0, width, depth, solid(colors.body, colors.line)),
    rectangle(0, 0, width, front, fine(lighter(colors.top, 0.1), colors.line)),
    ...strokes(
      joints.map(
        (x) =>
          [
            [x, front],
            [x, depth],
          ] as const,
      ),
      { stroke: colors.line, width: detailMm },
    ),
    line([0, 35 * perCm], [width, 35 * perCm], { stroke: darker(colors.top, 0.35), width: detailMm, dash: "1.2 0.8" }),
    ...modules.flatMap((module) => moduleOf(module, piece)),
  ];
};

function moduleOf(module: KitchenModule, { depth, perCm, colors }: Piece): Markup[] {
  const x = module.fromCm * perCm;
  const width = module.widthCm * perCm;
  switch (module.kind) {
    case "hob":
      return hob(x, width, perCm);
    case "sink":
      return sink(x, width, perCm, colors.metal);
    case "fridge":
      return fridge(x, width, depth, perCm);
    case "dishwasher":
      return [
        rectangle(x, 2 * perCm, width, depth - 2 * perCm, { stroke: steelLine, width: detailMm, dash: "0.8 0.6" }),
        ...mark(x + width / 2, depth * 0.62, "DW", perCm),
      ];
    default:
      return [];
  }
}

const mark = (x: number, y: number, text: string, perCm: number): Markup[] =>
  perCm > 0.14 ? [label(x, y, text, { size: Math.min(2.4, 9 * perCm), fill: steelLine, anchor: "middle" })] : [];

function hob(x: number, width: number, perCm: number): Markup[] {
  const rings = [
    [0.28, 17, 8],
    [0.72, 17, 10],
    [0.28, 39, 10],
    [0.72, 39, 8],
  ] as const;
  return [
    rectangle(x + 1.5 * perCm, 5 * perCm, width - 3 * perCm, 50 * perCm, fine("#2b2d2f", "#1c1d1e"), 1.5 * perCm),
    ...rings.map(([share, y, radius]) => circle(x + width * share, (y + 1) * perCm, radius * perCm, thin("#c9cccc"))),
  ];
}

function sink(x: number, width: number, perCm: number, metal: string): Markup[] {
  return [
    rectangle(x + 3 * perCm, 9 * perCm, width - 6 * perCm, 43 * perCm, fine(steel, steelLine), 3 * perCm),
    rectangle(x + 6 * perCm, 13 * perCm, width - 12 * perCm, 36 * perCm, fine("#eef0f0", steelLine), 4 * perCm),
    circle(x + width / 2, 31 * perCm, 2.6 * perCm, thin(steelLine)),
    line([x + width / 2, 7 * perCm], [x + width / 2, 23 * perCm], { stroke: metal, width: 0.5, cap: "round" }),
    circle(x + width / 2, 7 * perCm, 2.2 * perCm, { fill: metal }),
  ];
}

function fridge(x: number, width: number, depth: number, perCm: number): Markup[] {
  return [
    rectangle(x, 0, width, depth, solid("#e9ebeb", steelLine), perCm),
    line([x, depth - 5 * perCm], [x + width, depth - 5 * perCm], thin(steelLine)),
    ...strokes(
      [
        [
          [x, 0],
          [x + width, depth - 5 * perCm],
        ],
        [
          [x + width, 0],
          [x, depth - 5 * perCm],
        ],
      ],
      { stroke: steelLine, width: detailMm, opacity: 0.5 },
    ),
  ];
}

/** Worktop that stands out over the drawers. */
export const island: PlanSymbol = ({ width, depth, perCm, colors }) => [
  rectangle(0, 0, width, depth, solid(lighter(colors.top, 0.1), colors.line), perCm),
  rectangle(3 * perCm, 3 * perCm, width - 6 * perCm, depth - 6 * perCm, thin(colors.line)),
];

export const freeFridge: PlanSymbol = ({ width, depth, perCm }) => fridge(0, width, depth, perCm);

export const washingMachine: PlanSymbol = ({ width, depth, perCm }) => [
  rectangle(0, 0, width, depth, solid("#f4f4f2", steelLine), 2 * perCm),
  line([0, 12 * perCm], [width, 12 * perCm], thin(steelLine)),
  circle(width / 2, depth * 0.6, Math.min(width, depth) * 0.3, fine("#dfeaec", steelLine)),
  circle(width / 2, depth * 0.6, Math.min(width, depth) * 0.2, thin(steelLine)),
  circle(width * 0.82, 6 * perCm, 2.5 * perCm, thin(steelLine)),
];
