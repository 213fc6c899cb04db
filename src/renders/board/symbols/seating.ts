import { darker, lighter } from "../colors.ts";
import { circle, line, rectangle } from "../svg.ts";
import { fine, type Piece, type PlanSymbol, solid, thin } from "./symbol.ts";

export const sofa: PlanSymbol = (piece) => {
  const { width, depth, perCm, colors } = piece;
  const arm = Math.min(16 * perCm, width * 0.12);
  const back = Math.min(22 * perCm, depth * 0.3);
  const seats = Math.max(1, Math.round((width - 2 * arm) / perCm / 65));
  const seat = (width - 2 * arm) / seats;
  const gap = 0.8 * perCm;
  const pillow = Math.min(38 * perCm, seat * 0.62);
  return [
    rectangle(0, 0, width, depth, solid(colors.body, colors.line), 6 * perCm),
    rectangle(0, back * 0.4, arm, depth - back * 0.4, fine(darker(colors.body, 0.06), colors.line), 4 * perCm),
    rectangle(
      width - arm,
      back * 0.4,
      arm,
      depth - back * 0.4,
      fine(darker(colors.body, 0.06), colors.line),
      4 * perCm,
    ),
    ...Array.from({ length: seats }, (_, index) =>
      rectangle(
        arm + index * seat + gap / 2,
        back,
        seat - gap,
        depth - back - gap,
        fine(lighter(colors.body, 0.16), colors.line),
        4 * perCm,
      ),
    ),
    rectangle(arm + 3 * perCm, back - 5 * perCm, pillow, 15 * perCm, fine(colors.accent, colors.line), 4 * perCm),
    rectangle(
      width - arm - pillow - 3 * perCm,
      back - 5 * perCm,
      pillow,
      15 * perCm,
      fine(colors.soft, colors.line),
      4 * perCm,
    ),
  ];
};

export const armchair: PlanSymbol = ({ width, depth, perCm, colors }) => {
  const arm = width * 0.17;
  const back = depth * 0.24;
  return [
    rectangle(0, 0, width, depth, solid(colors.body, colors.line), width * 0.22),
    rectangle(
      arm,
      back,
      width - 2 * arm,
      depth - back - perCm,
      fine(lighter(colors.body, 0.18), colors.line),
      5 * perCm,
    ),
    rectangle(width * 0.25, back * 0.7, width * 0.5, 13 * perCm, fine(colors.accent, colors.line), 4 * perCm),
  ];
};

/** A chair faces its front: the back rest is at y = 0. */
export const chair: PlanSymbol = ({ width, depth, colors }) => [
  rectangle(
    width * 0.04,
    depth * 0.1,
    width * 0.92,
    depth * 0.9,
    solid(lighter(colors.body, 0.22), colors.line),
    width * 0.16,
  ),
  rectangle(0, 0, width, depth * 0.17, solid(colors.body, colors.line), depth * 0.08),
];

export const officeChair: PlanSymbol = ({ width, depth, colors }) => [
  circle(width / 2, depth * 0.55, Math.min(width, depth) * 0.44, solid(lighter(colors.body, 0.1), colors.line)),
  rectangle(width * 0.15, 0, width * 0.7, depth * 0.2, solid(colors.body, colors.line), depth * 0.1),
  line([width * 0.06, depth * 0.4], [width * 0.06, depth * 0.72], { ...thin(colors.line), width: 0.4, cap: "round" }),
  line([width * 0.94, depth * 0.4], [width * 0.94, depth * 0.72], { ...thin(colors.line), width: 0.4, cap: "round" }),
];

export const bench: PlanSymbol = (piece) => [
  rectangle(0, 0, piece.width, piece.depth, solid(piece.colors.body, piece.colors.line), piece.perCm),
  ...slats(piece),
];

const slats = ({ width, depth, colors }: Piece) =>
  [0.25, 0.5, 0.75].map((share) => line([0, depth * share], [width, depth * share], thin(colors.line)));
