import { darker, lighter } from "../colors.ts";
import { circle, line, type Markup, path, rectangle, rounded } from "../svg.ts";
import { detailMm, fine, type PlanSymbol, solid, thin } from "./symbol.ts";

/** Leaves around a pot. */
export const plant: PlanSymbol = ({ width, depth, colors }) => {
  const radius = Math.min(width, depth) / 2;
  const [x, y] = [width / 2, depth / 2];
  const leaf = (index: number, reach: number, fill: string): Markup => {
    const angle = (index * Math.PI * 2) / 9 + (reach < 1 ? 0.35 : 0);
    const at = (turn: number, far: number) => [
      x + Math.cos(angle + turn) * radius * far,
      y + Math.sin(angle + turn) * radius * far,
    ];
    const [start, left, tip, right] = [at(0, 0.05), at(0.42, 0.62 * reach), at(0, reach), at(-0.42, 0.62 * reach)].map(
      (point) => point.map(rounded).join(" "),
    );
    return path(`M${start}Q${left} ${tip}Q${right} ${start}Z`, fine(fill, darker(colors.body, 0.35)));
  };
  const indexes = Array.from({ length: 9 }, (_, index) => index);
  return [
    ...indexes.map((index) => leaf(index, 1, lighter(colors.body, index % 2 === 0 ? 0.22 : 0.08))),
    ...indexes.filter((index) => index % 2 === 0).map((index) => leaf(index, 0.6, lighter(colors.body, 0.4))),
  ];
};

export const floorLamp: PlanSymbol = ({ width, depth, colors }) => [
  circle(width / 2, depth / 2, Math.min(width, depth) / 2, solid("#fbf3dc", colors.line)),
  circle(width / 2, depth / 2, Math.min(width, depth) * 0.2, thin(colors.line)),
  circle(width / 2, depth / 2, Math.min(width, depth) * 0.06, { fill: colors.metal }),
];

/** A car from above: front at the front. */
export const car: PlanSymbol = ({ width, depth, colors }) => [
  rectangle(0, 0, width, depth, solid(colors.body, colors.line), width * 0.28),
  rectangle(
    width * 0.1,
    depth * 0.22,
    width * 0.8,
    depth * 0.5,
    fine(lighter(colors.body, 0.3), colors.line),
    width * 0.16,
  ),
  rectangle(width * 0.14, depth * 0.58, width * 0.72, depth * 0.12, fine("#dbe6e8", colors.line), width * 0.08),
  rectangle(width * 0.16, depth * 0.24, width * 0.68, depth * 0.09, fine("#dbe6e8", colors.line), width * 0.06),
  line([width * 0.3, depth * 0.98], [width * 0.7, depth * 0.98], { stroke: colors.line, width: detailMm }),
];
