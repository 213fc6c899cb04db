import type { Cell, Column, Row, Table, Tone } from "../document/blocks.ts";
import { palette } from "../drawing/palette.ts";
import { lineHeightOf, page, type Sheet } from "./sheet.ts";

const size = 8.6;
const noteSize = 7.2;
const padding = 3.2;
const gap = 8;

export const toneColors: Record<Tone, string> = { good: palette.good, bad: palette.bad, muted: palette.muted };

type Place = { x: number; width: number; end: boolean };
type Lines = { text: string[]; note: string[]; tone: Tone | undefined };

/** A table in the flow: rows stay whole, and every page begins with its header. */
export function writeTable(sheet: Sheet, { columns, rows }: Table): void {
  const places = placesOf(columns);
  const element = sheet.open("Table");
  const header = (isFirst: boolean) => {
    if (isFirst) return writeHeader(sheet, columns, places, element);
    sheet.doc.markContent("Artifact" as never, { type: "Pagination" } as never);
    writeHeader(sheet, columns, places);
    sheet.doc.endMarkedContent();
  };
  sheet.need(60);
  header(true);
  for (const [index, row] of rows.entries()) {
    const draw = prepare(sheet, row, places);
    // A heading stays with what it heads.
    const next = rows[index + 1];
    const together = row.type === "group" && next ? prepare(sheet, next, places).height : 0;
    if (draw.height + together > sheet.room()) {
      sheet.newPage();
      header(false);
    }
    const line = sheet.open("TR", element);
    draw.write(line);
    line.end();
    sheet.y += draw.height;
    rule(sheet, row.type === "total" && row.strong ? 0.8 : 0.35);
  }
  element.end();
  sheet.y += 12;
}

function placesOf(columns: readonly Column[]): Place[] {
  const shares = columns.reduce((sum, { share }) => sum + share, 0);
  let x = page.left;
  return columns.map(({ share, align }, index) => {
    const full = (share / shares) * page.content;
    const place = { x, width: full - (index < columns.length - 1 ? gap : 0), end: align === "end" };
    x += full;
    return place;
  });
}

function writeHeader(
  sheet: Sheet,
  columns: readonly Column[],
  places: readonly Place[],
  table?: PDFKit.PDFStructureElement,
) {
  const top = sheet.y;
  const line = table && sheet.open("TR", table);
  for (const [index, { label }] of columns.entries()) {
    const place = places[index];
    if (!place) continue;
    const draw = () => {
      sheet.use({ size: noteSize, bold: true, color: palette.muted });
      sheet.line(label, place.x, top + padding, place.end ? place.width : undefined);
    };
    if (line) sheet.tag("TH", draw, { in: line });
    else draw();
  }
  line?.end();
  sheet.y += lineHeightOf(noteSize) + padding * 2;
  rule(sheet, 0.8);
}

function rule({ doc, y }: Sheet, width: number) {
  doc
    .save()
    .lineWidth(width)
    .strokeColor(width > 0.5 ? palette.muted : palette.line);
  doc
    .moveTo(page.left, y)
    .lineTo(page.left + page.content, y)
    .stroke()
    .restore();
}

type Prepared = { height: number; write: (line: PDFKit.PDFStructureElement) => void };

function prepare(sheet: Sheet, row: Row, places: readonly Place[]): Prepared {
  switch (row.type) {
    case "item":
      return prepareItem(sheet, row.cells, places);
    case "group":
      return prepareWide(sheet, { ...row, bold: true, color: palette.accent }, places);
    case "total": {
      const color = row.tone ? toneColors[row.tone] : palette.ink;
      return prepareWide(sheet, { ...row, bold: row.strong ?? false, color }, places);
    }
  }
}

function prepareItem(sheet: Sheet, cells: readonly Cell[], places: readonly Place[]): Prepared {
  const lines = cells.map((cell, index) => linesOf(sheet, cell, places[index]?.width ?? 0));
  const heights = lines.map(
    ({ text, note }) => text.length * lineHeightOf(size) + note.length * lineHeightOf(noteSize),
  );
  return {
    height: Math.max(...heights) + padding * 2,
    write(row) {
      const top = sheet.y + padding;
      for (const [index, cell] of lines.entries()) {
        const place = places[index];
        if (place) sheet.tag("TD", () => writeCell(sheet, cell, place, top), { in: row });
      }
    },
  };
}

function linesOf(sheet: Sheet, cell: Cell, width: number): Lines {
  const { text, note, tone } = typeof cell === "string" ? { text: cell, note: undefined, tone: undefined } : cell;
  sheet.use({ size });
  const main = sheet.wrap(sheet.print.line(text), width);
  sheet.use({ size: noteSize });
  return { text: main, note: note ? sheet.wrap(sheet.print.line(note), width) : [], tone };
}

function writeCell(sheet: Sheet, { text, note, tone }: Lines, { x, width, end }: Place, top: number) {
  sheet.use({ size, color: tone ? toneColors[tone] : palette.ink });
  for (const [index, line] of text.entries())
    sheet.line(line, x, top + index * lineHeightOf(size), end ? width : undefined);
  sheet.use({ size: noteSize, color: palette.muted });
  const below = top + text.length * lineHeightOf(size);
  for (const [index, line] of note.entries())
    sheet.line(line, x, below + index * lineHeightOf(noteSize), end ? width : undefined);
}

type Wide = { label: string; amount?: string; bold: boolean; color: string };

/** A label across all columns but the last, which has the amount. */
function prepareWide(sheet: Sheet, { label, amount = "", bold, color }: Wide, places: readonly Place[]): Prepared {
  const last = places.at(-1) ?? { x: page.left, width: page.content, end: true };
  sheet.use({ size, bold });
  const amountWidth = Math.max(last.width, sheet.doc.widthOfString(sheet.print.line(amount)));
  const right = last.x + last.width;
  const lines = sheet.wrap(sheet.print.line(label), right - amountWidth - gap - page.left);
  return {
    height: lines.length * lineHeightOf(size) + padding * 2,
    write(row) {
      const top = sheet.y + padding;
      const look = { size, bold, color };
      const writeLabel = () => {
        sheet.use(look);
        for (const [index, line] of lines.entries()) sheet.line(line, page.left, top + index * lineHeightOf(size));
      };
      sheet.tag("TH", writeLabel, { in: row });
      const writeAmount = () => {
        sheet.use(look);
        sheet.line(sheet.print.line(amount), right - amountWidth, top, amountWidth);
      };
      sheet.tag("TD", writeAmount, { in: row });
    },
  };
}
