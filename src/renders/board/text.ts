import { characters, element, type Markup } from "./svg.ts";

export const fontStack = "'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif";

export type TextLook = {
  size: number;
  fill: string;
  weight?: 300 | 400 | 600 | 700;
  anchor?: "start" | "middle" | "end";
  /** Millimetres between letters. */
  spacing?: number;
  italic?: boolean;
  turned?: boolean;
};

/** Widths of DejaVu Sans, the widest of the stack, in thousandths of the size: what fits in it fits in the others. */
const widths: readonly (readonly [characters: string, width: number])[] = [
  ["il'|j", 285],
  ["I.,:;!` ", 325],
  ["()[]tfr-/\\·", 412],
  ['"s°*', 521],
  ["zcJ?_kvxy", 592],
  ["aeoLFTgn0123456789€$£EZbdhpqu", 640],
  ["PSXYBK", 690],
  ["ACVRU", 732],
  ["GDHNOQ&", 790],
  ["wM+=<>~#×–²³", 840],
  ["Wm%—…@", 1000],
];
const widthOf = new Map(widths.flatMap(([letters, width]) => [...letters].map((letter) => [letter, width])));

/** Accented letters are as wide as the plain ones; what is in no table (other scripts, emoji) counts as a full square. */
const characterWidth = (character: string) =>
  widthOf.get(character) ?? widthOf.get(character.normalize("NFD").charAt(0)) ?? 1_050;

/** How wide a text is at most, in the unit of the size. */
export function widthOfText(text: string, { size, weight = 400, spacing = 0 }: Omit<TextLook, "fill">): number {
  let thousandths = 0;
  let count = 0;
  for (const character of text) {
    thousandths += characterWidth(character);
    count += 1;
  }
  return (thousandths / 1_000) * size * (weight >= 600 ? 1.1 : 1) + count * spacing;
}

/** The text on one line, cut with an ellipsis where it is too wide. */
export function fit(text: string, width: number, look: Omit<TextLook, "fill">): string {
  const single = text.replace(/\s+/g, " ").trim();
  if (widthOfText(single, look) <= width) return single;
  const letters = [...single];
  while (letters.length > 0 && widthOfText(`${letters.join("")}…`, look) > width) letters.pop();
  return `${letters.join("").trimEnd()}…`;
}

/** The text on at most so many lines, broken between words; the last one is cut with an ellipsis. */
export function wrap(text: string, width: number, maxLines: number, look: Omit<TextLook, "fill">): string[] {
  const lines: string[] = [];
  let words = text.trim().split(/\s+/).filter(Boolean);
  while (words.length > 0 && lines.length < maxLines) {
    if (lines.length === maxLines - 1) return [...lines, fit(words.join(" "), width, look)];
    let count = 1;
    while (count < words.length && widthOfText(words.slice(0, count + 1).join(" "), look) <= width) count += 1;
    const taken = words.slice(0, count).join(" ");
    const line = longestThatFits(taken, width, look);
    lines.push(line);
    words = [taken.slice(line.length), ...words.slice(count)].filter(Boolean);
  }
  return lines;
}

/** A word wider than the line is broken where the line ends. */
function longestThatFits(text: string, width: number, look: Omit<TextLook, "fill">): string {
  const letters = [...text];
  while (letters.length > 1 && widthOfText(letters.join(""), look) > width) letters.pop();
  return letters.join("");
}

/** A line of text with its baseline at y. */
export function label(x: number, y: number, text: string, look: TextLook): Markup {
  const { size, fill, weight = 400, anchor, spacing, italic, turned } = look;
  return element(
    "text",
    {
      x,
      y,
      "font-size": size,
      "font-weight": weight === 400 ? undefined : weight,
      "font-style": italic ? "italic" : undefined,
      "text-anchor": anchor,
      "letter-spacing": spacing,
      fill,
      transform: turned ? `rotate(-90 ${x.toFixed(2)} ${y.toFixed(2)})` : undefined,
    },
    [characters(text)],
  );
}
