import { circle, ellipse, line, type Markup, path, rectangle, rounded, strokes } from "../svg.ts";
import { detailMm, fine, type Piece, type PlanSymbol, solid, thin } from "./symbol.ts";

const ceramic = "#ffffff";
const edge = "#6f7375";
const water = "#dfeaec";

export const toilet: PlanSymbol = ({ width, depth }) => {
  const tank = depth * 0.26;
  const middle = width / 2;
  return [
    rectangle(width * 0.02, 0, width * 0.96, tank, solid(ceramic, edge), width * 0.06),
    circle(middle, tank * 0.5, width * 0.06, thin(edge)),
    path(
      `M${rounded(width * 0.06)} ${rounded(tank)}L${rounded(width * 0.94)} ${rounded(tank)}L${rounded(width * 0.94)} ${rounded(depth * 0.6)}A${rounded(width * 0.44)} ${rounded(depth * 0.4)} 0 0 1 ${rounded(width * 0.06)} ${rounded(depth * 0.6)}Z`,
      solid(ceramic, edge),
    ),
    ellipse(middle, depth * 0.62, width * 0.3, depth * 0.24, fine(water, edge)),
  ];
};

export const basin: PlanSymbol = ({ width, depth, perCm, colors }) => {
  const bowl = Math.min(width * 0.62, 56 * perCm);
  return [
    rectangle(0, 0, width, depth, solid(colors.top, colors.line), 1.5 * perCm),
    rectangle((width - bowl) / 2, depth * 0.24, bowl, depth * 0.64, solid(ceramic, edge), depth * 0.24),
    rectangle((width - bowl * 0.84) / 2, depth * 0.31, bowl * 0.84, depth * 0.5, fine(water, edge), depth * 0.2),
    circle(width / 2, depth * 0.56, Math.min(1.8 * perCm, depth * 0.05), thin(edge)),
    ...tap(width / 2, depth * 0.06, depth * 0.3, colors.metal),
  ];
};

const tap = (x: number, y: number, reach: number, color: string): Markup[] => [
  line([x, y], [x, y + reach], { stroke: color, width: 0.5, cap: "round" }),
  circle(x, y, 0.5, { fill: color }),
];

export const bath: PlanSymbol = ({ width, depth, perCm, colors }) => [
  rectangle(0, 0, width, depth, solid(ceramic, edge), 2 * perCm),
  rectangle(
    6 * perCm,
    6 * perCm,
    width - 12 * perCm,
    depth - 12 * perCm,
    fine(water, edge),
    (depth - 12 * perCm) * 0.4,
  ),
  rectangle(12 * perCm, 11 * perCm, width - 28 * perCm, depth - 22 * perCm, thin(edge), (depth - 22 * perCm) * 0.4),
  circle(width - 24 * perCm, depth / 2, 2.4 * perCm, fine(ceramic, edge)),
  line([width - 3 * perCm, depth / 2], [width - 14 * perCm, depth / 2], {
    stroke: colors.metal,
    width: 0.5,
    cap: "round",
  }),
];

export const freestandingBath: PlanSymbol = ({ width, depth, perCm }) => [
  rectangle(0, 0, width, depth, solid(ceramic, edge), depth * 0.48),
  rectangle(4 * perCm, 4 * perCm, width - 8 * perCm, depth - 8 * perCm, fine(water, edge), depth * 0.44),
  circle(width / 2, depth / 2, 2.4 * perCm, fine(ceramic, edge)),
];

/** Tray with its fall to the drain, rain shower above, glass at the front. */
export const shower: PlanSymbol = ({ width, depth, perCm }: Piece) => [
  rectangle(0, 0, width, depth, solid("#f1f3f2", edge)),
  ...strokes(
    [
      [
        [0, 0],
        [width, depth],
      ],
      [
        [width, 0],
        [0, depth],
      ],
    ],
    { stroke: edge, width: detailMm, opacity: 0.55 },
  ),
  circle(width / 2, depth / 2, 5 * perCm, fine(ceramic, edge)),
  circle(width / 2, depth * 0.28, 12 * perCm, { stroke: edge, width: detailMm, dash: "0.6 0.4" }),
  line([0, depth - perCm], [width, depth - perCm], { stroke: "#8fb6bd", width: 0.6 }),
];
