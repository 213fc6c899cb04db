import { fit } from "../../renders/board/text.ts";
import type { Plan, PlanTask } from "../../plan/schema.ts";
import { palette } from "../drawing/palette.ts";
import type { Drawing, Shape } from "../drawing/shapes.ts";
import { type TimeAxis, timeAxis } from "../drawing/time-axis.ts";
import { count, day, dayRange, shortRange, words } from "../format.ts";

/** Points: the width of a page between its margins. */
const width = 500;
const labelWidth = 186;
const rowHeight = 14;
const headHeight = 30;
const legendHeight = 22;
/** As many as fit on a page under a heading. */
const rowsPerPart = 42;

type Row = { type: "trade"; trade: string; tasks: readonly PlanTask[] } | { type: "task"; task: PlanTask };

/** The schedule, trade by trade, in as many drawings as pages are needed. */
export function ganttCharts(plan: Plan): Drawing[] {
  const parts = inParts(rowsOf(plan.tasks));
  return parts.map((rows, index) =>
    ganttPart(plan, rows, parts.length > 1 ? ` (${index + 1} of ${parts.length})` : ""),
  );
}

/** Trades in the order in which they come first; each one's tasks by their start. */
function rowsOf(tasks: readonly PlanTask[]): Row[] {
  const trades = Map.groupBy(tasks, ({ trade }) => trade);
  return [...trades].flatMap(([trade, own]): Row[] => [
    { type: "trade", trade, tasks: own },
    ...own.map((task): Row => ({ type: "task", task })),
  ]);
}

/** A trade's name is never the last row of a part, and is said again where its tasks go on. */
function inParts(rows: readonly Row[]): Row[][] {
  const parts: Row[][] = [];
  let part: Row[] = [];
  let trade: Row | undefined;
  for (const row of rows) {
    const room = rowsPerPart - part.length;
    if (room === 0 || (row.type === "trade" && room < 2)) {
      parts.push(part);
      part = row.type === "task" && trade ? [trade] : [];
    }
    if (row.type === "trade") trade = row;
    part.push(row);
  }
  return [...parts, part];
}

function ganttPart(plan: Plan, rows: readonly Row[], part: string): Drawing {
  const axis = timeAxis(plan.startsOn, plan.endsOn, { left: labelWidth, width: width - labelWidth });
  const height = headHeight + rows.length * rowHeight;
  return {
    box: { x: 0, y: 0, width, height: height + legendHeight },
    title: `Schedule from ${dayRange(plan.startsOn, plan.endsOn)}${part}`,
    description: `${count(plan.taskCount, "task")} in ${count(plan.workingDays, "working day")}, grouped by trade. The table of tasks has the same dates.`,
    shapes: [
      ...calendar(axis, height),
      ...rows.flatMap((row, index) => {
        const top = headHeight + index * rowHeight;
        return row.type === "trade" ? tradeRow(row, top) : taskRow(row.task, top, axis);
      }),
      ...legend(height + 14, axis.weekends.length > 0),
    ],
  };
}

function calendar({ spans, ticks, weekends }: TimeAxis, height: number): Shape[] {
  const vertical = (x: number, top: number): Shape => ({
    type: "path",
    d: `M${x} ${top}V${height}`,
    stroke: palette.line,
    strokeWidth: 0.4,
  });
  return [
    ...weekends.map(({ x, width }): Shape => {
      return { type: "rect", x, y: headHeight, width, height: height - headHeight, fill: "#ece5d9" };
    }),
    ...spans.flatMap(({ x, label }): Shape[] => [
      vertical(x, 2),
      { type: "text", x: x + 3, y: 11, text: label, size: 7.5, fill: palette.ink, bold: true },
    ]),
    ...ticks.flatMap(({ x, label }): Shape[] => [
      ...(headHeight > 0 && label ? [vertical(x, headHeight - 5)] : []),
      { type: "text", x: x + 1.5, y: headHeight - 6, text: label, size: 6, fill: palette.muted },
    ]),
    { type: "path", d: `M0 ${headHeight}H${width}`, stroke: palette.muted, strokeWidth: 0.7 },
    { type: "path", d: `M0 ${height}H${width}`, stroke: palette.line, strokeWidth: 0.5 },
  ];
}

function tradeRow({ trade }: { trade: string }, top: number): Shape[] {
  return [
    { type: "rect", x: 0, y: top + 0.5, width: labelWidth - 6, height: rowHeight - 1, fill: palette.faint },
    { type: "text", x: 4, y: top + 10, text: words(trade), size: 7.5, fill: palette.accent, bold: true },
  ];
}

function taskRow(task: PlanTask, top: number, axis: TimeAxis): Shape[] {
  const { title, startsOn, endsOn, critical, durationDays } = task;
  const x = axis.at(startsOn);
  const end = Math.max(axis.after(endsOn), x + 1.5);
  const dates = shortRange(startsOn, endsOn);
  const datesWidth = dates.length * 3.1 + 4;
  const after = end + datesWidth < width;
  const name = fit(title, labelWidth - 16, { size: critical ? 7.1 : 6.8 });
  const bar: Shape = {
    type: "rect",
    x,
    y: top + 2.5,
    width: end - x,
    height: rowHeight - 5,
    radius: Math.min(1.5, (end - x) / 2),
    fill: critical ? palette.accent : palette.products,
    ...(critical ? { stroke: palette.labour, strokeWidth: 0.8 } : {}),
  };
  return [
    { type: "text", x: 8, y: top + 10, text: name, size: 7.5, fill: palette.ink, bold: critical },
    {
      type: "group",
      label: `${title}: ${day(startsOn)} to ${day(endsOn)}, ${count(durationDays, "working day")}${critical ? ", on the critical path" : ""}`,
      shapes: [bar],
    },
    {
      type: "text",
      x: after ? end + 3 : x - 3,
      y: top + 9.6,
      text: dates,
      size: 6.2,
      fill: palette.ink,
      ...(after ? {} : { anchor: "end" as const }),
    },
  ];
}

function legend(y: number, showsWeekends: boolean): Shape[] {
  const entry = (x: number, fill: string, text: string, stroke?: string): Shape[] => [
    {
      type: "rect",
      x,
      y: y - 6,
      width: 12,
      height: 7,
      radius: 1.5,
      fill,
      ...(stroke ? { stroke, strokeWidth: 0.8 } : {}),
    },
    { type: "text", x: x + 16, y, text, size: 7, fill: palette.muted },
  ];
  return [
    ...entry(0, palette.accent, "Critical: a delay here moves the end", palette.labour),
    ...entry(150, palette.products, "May slip without moving the end"),
    ...(showsWeekends ? entry(282, "#ece5d9", "Weekend, not worked") : []),
  ];
}
