import { darker, lighter } from "../colors.ts";
import { circle, line, rectangle, strokes } from "../svg.ts";
import { jointsOf } from "../patterns.ts";
import { detailMm, fine, type Piece, type PlanSymbol, solid, thin } from "./symbol.ts";

const grain = ({ width, depth, perCm, colors }: Piece) => {
  const along = jointsOf("fluted", depth, width, 44 * perCm).map(
    ([[x1, y1], [x2, y2]]) =>
      [
        [y1, x1],
        [y2, x2],
      ] as const,
  );
  return strokes(along, { stroke: darker(colors.top, 0.13), width: detailMm });
};

export const table: PlanSymbol = (piece) => {
  const { width, depth, perCm, colors } = piece;
  return [
    rectangle(0, 0, width, depth, solid(lighter(colors.top, 0.08), colors.line), 3 * perCm),
    ...grain(piece),
    circle(width / 2, depth / 2, Math.min(9 * perCm, depth * 0.2), fine(lighter(colors.accent, 0.4), colors.line)),
    circle(width / 2, depth / 2, Math.min(5 * perCm, depth * 0.1), fine("#7d9a6e", colors.line)),
  ];
};

export const coffeeTable: PlanSymbol = (piece) => {
  const { width, depth, perCm, colors } = piece;
  return [
    rectangle(0, 0, width, depth, solid(lighter(colors.top, 0.08), colors.line), depth * 0.3),
    rectangle(width * 0.2, depth * 0.3, 24 * perCm, 17 * perCm, fine("#faf8f4", colors.line)),
    rectangle(width * 0.22, depth * 0.34, 20 * perCm, 14 * perCm, fine(colors.accent, colors.line)),
    circle(width * 0.7, depth * 0.5, Math.min(7 * perCm, depth * 0.2), fine("#faf8f4", colors.line)),
  ];
};

export const nightstand: PlanSymbol = ({ width, depth, colors }) => [
  rectangle(0, 0, width, depth, solid(lighter(colors.body, 0.08), colors.line), width * 0.06),
  circle(width / 2, depth / 2, Math.min(width, depth) * 0.32, fine("#fbf3dc", colors.line)),
  circle(width / 2, depth / 2, Math.min(width, depth) * 0.08, fine(colors.metal, colors.line)),
];

export const desk: PlanSymbol = (piece) => {
  const { width, depth, perCm, colors } = piece;
  return [
    rectangle(0, 0, width, depth, solid(lighter(colors.top, 0.08), colors.line), perCm),
    ...grain(piece),
    rectangle(width * 0.32, 12 * perCm, width * 0.36, 5 * perCm, fine(colors.metal, colors.line), perCm),
    rectangle(width * 0.36, 38 * perCm, width * 0.28, 13 * perCm, fine("#f4f3f0", colors.line), perCm),
    circle(width * 0.12, 16 * perCm, 8 * perCm, fine("#fbf3dc", colors.line)),
    rectangle(width * 0.76, 26 * perCm, 20 * perCm, 28 * perCm, fine("#ffffff", colors.line)),
  ];
};

export const workbench: PlanSymbol = (piece) => {
  const { width, depth, perCm, colors } = piece;
  return [
    rectangle(0, 0, width, depth, solid(colors.top, colors.line)),
    ...grain(piece),
    line([0, 12 * perCm], [width, 12 * perCm], thin(colors.line)),
    rectangle(width * 0.1, depth - 14 * perCm, 22 * perCm, 14 * perCm, fine(colors.metal, colors.line)),
  ];
};
