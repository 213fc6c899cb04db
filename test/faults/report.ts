import process from "node:process";
import { parseArgs } from "node:util";

/** The value of `--name` on the command line. @throws {TypeError} when it is no number */
export function numberOption(name: string, otherwise: number): number {
  const { values } = parseArgs({ options: { [name]: { type: "string" } }, strict: false });
  const value = Number(values[name] ?? otherwise);
  if (!Number.isFinite(value)) throw new TypeError(`--${name} must be a number`);
  return value;
}

/** How many, the median and the worst, in whole milliseconds. */
export function summary(valuesMs: number[]) {
  const sorted = valuesMs.toSorted((a, b) => a - b);
  const at = (index: number) => Math.round(sorted.at(index) ?? 0);
  return { count: sorted.length, median: at(Math.floor(sorted.length / 2)), max: at(-1) };
}

/** Prints the figures and what is wrong, and ends the process: 1 when something is. */
export function report(figures: Record<string, unknown>, faults: string[]): never {
  const kinds = {
    lost: /is there 0 times|is not in the log|seq \d+ after|hole/,
    doubled: /twice|\d answers|made \d+ times|is there [2-9]/,
    stuck: /stuck|waited/,
  };
  const counted = Object.entries(kinds).map(([kind, pattern]) => [
    kind,
    faults.filter((fault) => pattern.test(fault)).length,
  ]);
  process.stdout.write(`\n${JSON.stringify({ ...figures, ...Object.fromEntries(counted), faults: faults.length })}\n`);
  for (const fault of faults.slice(0, 50)) process.stdout.write(`${fault}\n`);
  process.exit(faults.length > 0 ? 1 : 0);
}
