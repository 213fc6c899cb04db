import { lighter, mix } from "../colors.ts";
import { line, type Markup, path, rectangle, rounded } from "../svg.ts";
import { fine, type Piece, type PlanSymbol, solid, thin } from "./symbol.ts";

const linen = "#faf8f4";

const bedWith =
  (pillows: 1 | 2): PlanSymbol =>
  (piece) => {
    const { width, depth, perCm, colors } = piece;
    const head = Math.min(8 * perCm, depth * 0.08);
    const inset = 3 * perCm;
    const blanket = head + depth * 0.34;
    return [
      rectangle(0, 0, width, depth, solid(colors.body, colors.line), 3 * perCm),
      rectangle(0, 0, width, head, solid(mix(colors.body, "#000000", 0.12), colors.line), 2 * perCm),
      rectangle(inset, head + 1 * perCm, width - 2 * inset, depth - head - inset, fine(linen, colors.line), 4 * perCm),
      ...pillowsOf(piece, pillows, head),
      ...cover(piece, blanket, inset),
    ];
  };

function pillowsOf({ width, perCm, colors }: Piece, count: 1 | 2, head: number): Markup[] {
  const space = width / count;
  const size = Math.min(68 * perCm, space * 0.8);
  return Array.from({ length: count }, (_, index) =>
    rectangle(
      index * space + (space - size) / 2,
      head + 5 * perCm,
      size,
      38 * perCm,
      fine("#ffffff", colors.line),
      7 * perCm,
    ),
  );
}

/** The duvet with its turned-down edge, and a throw across the foot. */
function cover({ width, depth, perCm, colors }: Piece, top: number, inset: number): Markup[] {
  const right = width - inset;
  const bottom = depth - inset * 0.7;
  const fold = 16 * perCm;
  const throwTop = depth - 52 * perCm;
  return [
    rectangle(inset, top, right - inset, bottom - top, fine(lighter(colors.accent, 0.62), colors.line), 4 * perCm),
    rectangle(inset, top, right - inset, fold, fine(linen, colors.line), 3 * perCm),
    rectangle(inset, throwTop, right - inset, 34 * perCm, fine(colors.accent, colors.line)),
    line([inset, throwTop + 29 * perCm], [right, throwTop + 29 * perCm], thin(lighter(colors.accent, 0.5))),
    line([inset, throwTop + 5 * perCm], [right, throwTop + 5 * perCm], thin(lighter(colors.accent, 0.5))),
    path(
      `M${rounded(right)} ${rounded(top + fold)}L${rounded(right - fold)} ${rounded(top + fold)}L${rounded(right)} ${rounded(top + fold * 2)}Z`,
      fine(linen, colors.line),
    ),
  ];
}

export const bed = bedWith(2);
export const singleBed = bedWith(1);
