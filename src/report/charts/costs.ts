import { fit } from "../../renders/board/text.ts";
import { palette } from "../drawing/palette.ts";
import type { Drawing, Shape } from "../drawing/shapes.ts";
import { roundMoney } from "../format.ts";
import type { Costs } from "../schema.ts";

const width = 500;
const labelWidth = 120;
/** Room for the amount behind the longest bar. */
const amountWidth = 86;
/** Thirty rooms still fit on a page. */
const rowHeightFor = (rows: number) => Math.min(24, 600 / rows);
const barHeight = 13;
const top = 22;

type Part = { label: string; fill: string; minor: number };
type Row = { label: string; parts: Part[]; limitMinor: number | null; bold?: boolean };

const partsOf = (costs: Omit<Costs, "rooms" | "contingencyMinor"> & { contingencyMinor?: number }): Part[] => [
  { label: "Labour", fill: palette.labour, minor: costs.labourMinor },
  { label: "Material", fill: palette.material, minor: costs.materialMinor },
  { label: "Products", fill: palette.products, minor: costs.productsMinor },
  { label: "Estimates, no plan yet", fill: palette.open, minor: costs.openMinor },
  { label: "Contingency", fill: palette.contingency, minor: costs.contingencyMinor ?? 0 },
];

/** Where the money goes: the whole and each room as a bar of its parts, against budget and limits. */
export function costsChart(costs: Costs, budgetMinor: number | null, currency: string): Drawing | undefined {
  const rows: Row[] = [
    { label: "Whole project", parts: partsOf(costs), limitMinor: budgetMinor, bold: true },
    ...costs.rooms.map((room) => ({
      label: room.name ?? "No one room",
      parts: partsOf(room),
      limitMinor: room.totalMinor,
    })),
  ];
  const longest = Math.max(...rows.flatMap(({ parts, limitMinor }) => [sumOf(parts), limitMinor ?? 0]));
  if (longest === 0) return undefined;
  const rowHeight = rowHeightFor(rows.length);
  const scale = (width - labelWidth - amountWidth) / longest;
  const shown = partsOf(costs).filter(({ minor }) => minor > 0);
  const hasLimit = rows.some(({ limitMinor }) => limitMinor !== null);
  const amount = (minor: number) => roundMoney(minor, currency);
  return {
    box: { x: 0, y: 0, width, height: top + rows.length * rowHeight + 4 },
    title: "Where the money goes",
    description: [
      `The whole project takes ${amount(costs.allocatedMinor)}${budgetMinor === null ? "" : ` of ${amount(budgetMinor)}`}:`,
      shown.map(({ label, minor }) => `${label.toLowerCase()} ${amount(minor)}`).join(", "),
    ].join(" "),
    shapes: [
      ...legend(shown, hasLimit),
      ...rows.flatMap((row, index) => bar(row, top + index * rowHeight, scale, amount)),
    ],
  };
}

const sumOf = (parts: readonly Part[]) => parts.reduce((sum, { minor }) => sum + minor, 0);

function bar(
  { label, parts, limitMinor, bold = false }: Row,
  y: number,
  scale: number,
  amount: (minor: number) => string,
) {
  let x = labelWidth;
  const segments = parts.map(({ fill, minor }): Shape => {
    const segment: Shape = { type: "rect", x, y: y + 4, width: minor * scale, height: barHeight, fill };
    x += minor * scale;
    return segment;
  });
  const total = sumOf(parts);
  const limitX = labelWidth + (limitMinor ?? 0) * scale;
  const isOver = limitMinor !== null && total > limitMinor;
  const text = limitMinor === null ? amount(total) : `${amount(total)} of ${amount(limitMinor)}`;
  const limit: Shape[] =
    limitMinor === null
      ? []
      : [{ type: "path", d: `M${limitX} ${y + 1}v${barHeight + 6}`, stroke: palette.ink, strokeWidth: 1.4 }];
  return [
    {
      type: "text",
      x: 0,
      y: y + 13.5,
      text: fit(label, labelWidth - 8, { size: 8 }),
      size: 8,
      fill: palette.ink,
      bold,
    },
    ...segments.filter((shape) => shape.type === "rect" && shape.width > 0),
    ...limit,
    {
      type: "text",
      x: Math.max(x, limitX) + 5,
      y: y + 13.5,
      text,
      size: 7.2,
      fill: isOver ? palette.bad : palette.ink,
      bold: bold || isOver,
    },
  ] satisfies Shape[];
}

function legend(parts: readonly Part[], hasLimit: boolean): Shape[] {
  let x = labelWidth;
  const shapes = parts.flatMap(({ label, fill }): Shape[] => {
    const at = x;
    x += 22 + label.length * 4;
    return [
      { type: "rect", x: at, y: 3, width: 9, height: 9, fill },
      { type: "text", x: at + 12, y: 10.5, text: label, size: 7.2, fill: palette.muted },
    ];
  });
  if (!hasLimit) return shapes;
  return [
    ...shapes,
    { type: "path", d: `M${x + 3} 2v11`, stroke: palette.ink, strokeWidth: 1.4 },
    { type: "text", x: x + 8, y: 10.5, text: "Budget", size: 7.2, fill: palette.muted },
  ];
}
