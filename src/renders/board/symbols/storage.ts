import { darker, lighter } from "../colors.ts";
import { circle, line, type Markup, rectangle, strokes } from "../svg.ts";
import { detailMm, fine, type Piece, type PlanSymbol, solid, thin } from "./symbol.ts";

/** Rail with hangers, and doors at the front. */
export const wardrobe: PlanSymbol = (piece) => {
  const { width, depth, perCm, colors } = piece;
  const rail = depth * 0.46;
  const count = Math.max(2, Math.floor(width / (9 * perCm)));
  const hangers = Array.from({ length: count }, (_, index) => {
    const x = ((index + 0.5) * width) / count;
    const lean = (index % 3) - 1;
    return [
      [x + lean * 1.5 * perCm, depth * 0.18],
      [x - lean * 1.5 * perCm, depth * 0.76],
    ] as const;
  });
  const doors = Math.max(2, Math.round(width / perCm / 75));
  return [
    rectangle(0, 0, width, depth, solid(lighter(colors.body, 0.12), colors.line)),
    rectangle(
      1.5 * perCm,
      1.5 * perCm,
      width - 3 * perCm,
      depth - 5 * perCm,
      fine(lighter(colors.body, 0.4), colors.line),
    ),
    ...strokes(hangers, { stroke: colors.line, width: detailMm }),
    line([1.5 * perCm, rail], [width - 1.5 * perCm, rail], { stroke: colors.line, width: 0.25 }),
    ...Array.from({ length: doors - 1 }, (_, index) =>
      line(
        [((index + 1) * width) / doors, depth - 3.5 * perCm],
        [((index + 1) * width) / doors, depth],
        thin(colors.line),
      ),
    ),
  ];
};

/** Shelves above eye level are drawn with their diagonal. */
export const shelf: PlanSymbol = ({ width, depth, perCm, colors }) => {
  const books = Math.max(3, Math.floor((width * 0.8) / (6 * perCm)));
  const shades = [colors.accent, lighter(colors.accent, 0.5), "#faf8f4", colors.metal, darker(colors.body, 0.25)];
  return [
    rectangle(0, 0, width, depth, solid(lighter(colors.body, 0.1), colors.line)),
    ...Array.from({ length: books }, (_, index) =>
      rectangle(
        2 * perCm + index * 6 * perCm,
        depth * 0.14,
        5 * perCm,
        depth * (0.5 + 0.12 * ((index * 7) % 3)),
        fine(shades[(index * 3) % shades.length] ?? colors.accent, colors.line),
      ),
    ),
  ];
};

export const sideboard: PlanSymbol = ({ width, depth, perCm, colors }) => {
  const doors = Math.max(2, Math.round(width / perCm / 55));
  return [
    rectangle(0, 0, width, depth, solid(lighter(colors.body, 0.08), colors.line), perCm),
    line([0, depth - 3 * perCm], [width, depth - 3 * perCm], thin(colors.line)),
    ...Array.from({ length: doors - 1 }, (_, index) =>
      line(
        [((index + 1) * width) / doors, depth - 3 * perCm],
        [((index + 1) * width) / doors, depth],
        thin(colors.line),
      ),
    ),
    circle(width * 0.16, depth * 0.45, Math.min(9 * perCm, depth * 0.28), fine("#7d9a6e", colors.line)),
    rectangle(width * 0.62, depth * 0.25, 26 * perCm, depth * 0.4, fine(lighter(colors.accent, 0.3), colors.line)),
  ];
};

export const mediaUnit: PlanSymbol = ({ width, depth, perCm, colors }) => [
  rectangle(0, 0, width, depth, solid(lighter(colors.body, 0.08), colors.line), perCm),
  rectangle(width * 0.14, depth * 0.3, width * 0.72, 5 * perCm, fine("#2f3133", colors.line)),
  line([width * 0.4, depth * 0.3 + 8 * perCm], [width * 0.6, depth * 0.3 + 8 * perCm], thin(colors.line)),
  line([0, depth - 2.5 * perCm], [width, depth - 2.5 * perCm], thin(colors.line)),
];

export const coatRack: PlanSymbol = ({ width, depth, perCm, colors }) => {
  const hooks = Math.max(3, Math.floor(width / perCm / 18));
  return [
    rectangle(0, 0, width, depth, solid(lighter(colors.body, 0.1), colors.line)),
    rectangle(0, depth * 0.35, width, depth * 0.65, fine(lighter(colors.body, 0.3), colors.line), perCm),
    ...Array.from({ length: hooks }, (_, index) =>
      hook(((index + 0.5) * width) / hooks, depth * 0.18, perCm, colors.metal),
    ),
  ];
};

const hook = (x: number, y: number, perCm: number, color: string): Markup => circle(x, y, 1.6 * perCm, { fill: color });

export const box: PlanSymbol = ({ width, depth, colors }: Piece) => [
  rectangle(0, 0, width, depth, solid(lighter(colors.body, 0.1), colors.line)),
  line([0, 0], [width, depth], thin(colors.line)),
  line([width, 0], [0, depth], thin(colors.line)),
];
