import type PDFDocument from "pdfkit";
import { palette } from "../drawing/palette.ts";
import type { Fonts } from "./fonts.ts";
import { createTextPrinter, type TextPrinter } from "./print-text.ts";

type Pdf = InstanceType<typeof PDFDocument>;
export type Look = { size: number; bold?: boolean; color?: string };
type Element = PDFKit.PDFStructureElement;

/** Points, A4 portrait. */
export const page = { width: 595.28, height: 841.89, left: 47, top: 54, bottom: 64, content: 501 };
const lowest = page.height - page.bottom;

/** The page being written on, from the top down. */
export type Sheet = {
  doc: Pdf;
  print: TextPrinter;
  /** Where the next thing begins. */
  y: number;
  use: (look: Look) => void;
  /** The text in lines no wider than `width` in the font in use. */
  wrap: (text: string, width: number) => string[];
  /** A line with its top at y. */
  line: (text: string, x: number, y: number, width?: number) => void;
  /** Goes to a new page unless there is so much room left. */
  need: (height: number) => void;
  newPage: () => void;
  room: () => number;
  /** Says what is drawn, for those who have it read out. */
  tag: (type: string, draw: () => void, options?: { alt?: string; in?: Element }) => void;
  /** A tag that others go into; end it. */
  open: (type: string, parent?: Element) => Element;
  /** When all is drawn. */
  close: () => void;
};

export const lineHeightOf = (size: number): number => size * 1.32;

type Options = { doc: Pdf; fonts: Fonts };

export function createSheet({ doc, fonts }: Options): Sheet {
  // PDFKit takes an open font as well, which its types do not say.
  doc.registerFont("regular", fonts.regular as never).registerFont("bold", fonts.bold as never);
  let looks: Look = { size: 9 };

  // A tagged PDF has one root, and all else in it (ISO 32000-1, 14.8.4.2).
  const root = doc.struct("Document");
  doc.addStructure(root);

  const sheet: Sheet = {
    doc,
    print: createTextPrinter((codePoint) => fonts.regular.hasGlyphForCodePoint(codePoint)),
    y: page.top,
    use(look) {
      looks = look;
      doc
        .font(look.bold ? "bold" : "regular")
        .fontSize(look.size)
        .fillColor(look.color ?? palette.ink);
    },
    wrap: (text, width) => text.split("\n").flatMap((part) => wrapLine(part, width, (some) => doc.widthOfString(some))),
    line(text, x, y, width) {
      const shift = width === undefined ? 0 : width - doc.widthOfString(text);
      doc.text(text, x + shift, y + looks.size, { lineBreak: false, baseline: "alphabetic" });
    },
    need(height) {
      if (sheet.y + height > lowest && sheet.y > page.top) sheet.newPage();
    },
    newPage() {
      doc.addPage();
      sheet.y = page.top;
      sheet.use(looks);
    },
    room: () => lowest - sheet.y,
    tag(type, draw, { alt, in: parent } = {}) {
      (parent ?? root).add(doc.struct(type as never, alt === undefined ? {} : { alt }, draw));
    },
    open(type, parent) {
      const element = doc.struct(type as never);
      (parent ?? root).add(element);
      return element;
    },
    close: () => root.end(),
  };
  return sheet;
}

/** Breaks at spaces, and within a word only where it is wider than the line. */
function wrapLine(text: string, width: number, widthOf: (text: string) => number): string[] {
  const lines: string[] = [];
  const space = widthOf(" ");
  let line = "";
  let taken = 0;
  for (const word of text.split(" ").flatMap((whole) => piecesOf(whole, width, widthOf))) {
    const wide = widthOf(word);
    if (line !== "" && taken + space + wide > width) {
      lines.push(line);
      line = "";
      taken = 0;
    }
    taken += line === "" ? wide : space + wide;
    line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

function piecesOf(word: string, width: number, widthOf: (text: string) => number): string[] {
  if (widthOf(word) <= width) return [word];
  const pieces: string[] = [];
  let piece = "";
  let taken = 0;
  for (const letter of word) {
    const wide = widthOf(letter);
    if (piece !== "" && taken + wide > width) {
      pieces.push(piece);
      piece = "";
      taken = 0;
    }
    piece += letter;
    taken += wide;
  }
  return [...pieces, piece];
}
