import { writable } from "../html/markup.ts";

/** Stands for a character that the font cannot show. */
const missing = "□";

/** Hyphens that are not shown, joiners, marks of direction, and what picks a variant of a character. */
const invisible = /[\u00ad\u200b-\u200f\u2060\ufeff]|\p{Variation_Selector}/gu;
const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

export type TextPrinter = {
  /** The text as one line that the font can show, whatever was in it. */
  line: (text: string) => string;
  /** The same with its line breaks. */
  lines: (text: string) => string;
  /** Whether a character had to be left out so far. */
  hasMissed: () => boolean;
};

/** Makes texts printable with a font: one box for each thing a person sees as a character and the font does not have. */
export function createTextPrinter(hasGlyph: (codePoint: number) => boolean): TextPrinter {
  const known = new Map<number, boolean>();
  let missed = false;

  const isKnown = (character: string) => {
    const codePoint = character.codePointAt(0) ?? 0;
    const answer = known.get(codePoint) ?? (codePoint === 10 || hasGlyph(codePoint));
    known.set(codePoint, answer);
    return answer;
  };

  function printable(text: string): string {
    const clean = writable(text).normalize("NFC").replaceAll(invisible, "");
    if (/^[\n\u0020-\u007e\u00a0-\u017f\u2013\u20ac]*$/.test(clean)) return clean;
    return [...graphemes.segment(clean)]
      .map(({ segment }) => {
        if ([...segment].every(isKnown)) return segment;
        missed = true;
        return missing;
      })
      .join("");
  }

  return {
    line: (text) => printable(text.replaceAll(/\s+/g, " ").trim()),
    lines: (text) =>
      printable(
        text
          .replaceAll(/[^\S\n]+/g, " ")
          .replaceAll(/ *\n\s*/g, "\n")
          .trim(),
      ),
    hasMissed: () => missed,
  };
}
