import { median } from "./measure.ts";

export type Row = {
  what: string;
  ours: string;
  floor?: string;
  /** What the target is about: a ratio, or the figure itself. */
  result: string;
  target?: string;
  /** Undefined where there is no target. */
  holds?: boolean;
};

/** A Markdown table on standard output. */
export async function report(title: string, rows: Row[]): Promise<void> {
  const head = ["", "ours", "floor", "result", "target", ""];
  const cells = rows.map(({ what, ours, floor = "", result, target = "", holds }) => [
    what,
    ours,
    floor,
    result,
    target,
    holds === undefined ? "" : holds ? "holds" : "MISSED",
  ]);
  const widths = head.map((_, column) => Math.max(...[head, ...cells].map((row) => row[column]?.length ?? 0)));
  const line = (row: string[]) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |\n`;
  const rule = `|${widths.map((width) => "-".repeat(width + 2)).join("|")}|\n`;
  await Bun.write(Bun.stdout, `\n### ${title}\n\n${line(head)}${rule}${cells.map(line).join("")}`);
}

/** Pairs of figures of the same round, ours first: what is compared saw the same machine. */
export type Rounds = { ours: number; floor: number }[];

type Target = { atLeast: number } | { atMost: number };
type Compared = { unit: string; digits?: number; target?: Target };

/** Medians over the rounds, and the median of the rounds' ratios with their range. */
export function compare(what: string, rounds: Rounds, { unit, digits = 0, target }: Compared): Row {
  const ratios = rounds.map(({ ours, floor }) => ours / floor);
  const ratio = median(ratios);
  const show = (values: number[]) => `${median(values).toFixed(digits)} ${unit}`;
  return {
    what,
    ours: show(rounds.map(({ ours }) => ours)),
    floor: show(rounds.map(({ floor }) => floor)),
    result: `${ratio.toFixed(2)} (${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)})`,
    ...judge(ratio, target, (limit) => limit.toFixed(2)),
  };
}

/** One figure of ours with its range over the rounds. */
export function figure(what: string, values: number[], { unit, digits = 0, target }: Compared): Row {
  const show = (value: number) => `${value.toFixed(digits)} ${unit}`;
  return {
    what,
    ours: show(median(values)),
    result: values.length > 1 ? `${Math.min(...values).toFixed(digits)} to ${show(Math.max(...values))}` : "",
    ...judge(median(values), target, show),
  };
}

function judge(value: number, target: Target | undefined, show: (limit: number) => string) {
  if (!target) return {};
  if ("atLeast" in target) return { target: `≥ ${show(target.atLeast)}`, holds: value >= target.atLeast };
  return { target: `≤ ${show(target.atMost)}`, holds: value <= target.atMost };
}
