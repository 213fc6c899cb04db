import { grey, ink } from "./colors.ts";
import { line, type Markup } from "./svg.ts";
import { label, widthOfText } from "./text.ts";

const size = 2.3;
const thin = { stroke: grey, width: 0.13 };
const tick = { stroke: ink, width: 0.28 };

/** Centimetres as metres with two decimals, in the reader's notation. */
export const metres = (cm: number, locale: string) =>
  new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(cm / 100);

export type Chain = {
  axis: "x" | "y";
  /** Where the chain's zero is, and where its line runs, in mm. */ from: number;
  at: number;
  perCm: number;
  locale: string;
};

/** A chain of dimensions through the given points in centimetres, with architect's ticks and numbers in metres. */
export function dimensionChain({ axis, from, at, perCm, locale }: Chain, pointsCm: readonly number[]): Markup[] {
  const point = (along: number, across: number) =>
    axis === "x" ? ([along, across] as const) : ([across, along] as const);
  const places = pointsCm.map((cm) => from + cm * perCm);
  const [first = from, last = from] = [places[0], places.at(-1)];
  const ticks = places.flatMap((place) => [
    line(point(place, at - 1.6), point(place, at + 1.6), thin),
    line(
      axis === "x" ? [place - 0.8, at + 0.8] : [at - 0.8, place + 0.8],
      axis === "x" ? [place + 0.8, at - 0.8] : [at + 0.8, place - 0.8],
      tick,
    ),
  ]);
  const numbers = pointsCm.slice(1).flatMap((end, index) => {
    const start = pointsCm[index] ?? 0;
    const text = metres(end - start, locale);
    // A number that is wider than its dimension would run into the next one.
    if (widthOfText(text, { size }) > (end - start) * perCm - 1 && pointsCm.length > 2) return [];
    const [x, y] = point(from + ((start + end) / 2) * perCm, at - 1.1);
    return [label(x, y, text, { size, fill: ink, anchor: "middle", turned: axis === "y" })];
  });
  // A chain of which most numbers have no room says nothing.
  if (numbers.length * 2 < pointsCm.length - 1) return [];
  return [line(point(first - 1.4, at), point(last + 1.4, at), thin), ...ticks, ...numbers];
}
