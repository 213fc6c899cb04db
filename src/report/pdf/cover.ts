import type { Cover, Fact } from "../document/blocks.ts";
import { palette } from "../drawing/palette.ts";
import type { Pictures } from "../load-pictures.ts";
import { openPicture } from "./photos.ts";
import { lineHeightOf, page, type Sheet } from "./sheet.ts";
import { toneColors } from "./table.ts";
import { heightOf, writeText } from "./text.ts";

/** The first page. */
export function writeCover(sheet: Sheet, cover: Cover, pictures: Pictures): void {
  sheet.doc.save().fillColor(palette.accent).rect(page.left, page.top, 46, 3).fill().restore();
  sheet.y = page.top + 16;
  writeText(sheet, cover.subtitle, { size: 9.5, color: palette.muted }, { after: 2 });
  const size = cover.title.length > 60 ? 19 : 28;
  writeText(sheet, cover.title, { size, bold: true }, { tag: "H1", after: 4 });
  const status = { size: 10.5, bold: true, color: toneColors[cover.status.tone] };
  writeText(sheet, cover.status.text, status, { after: 2 });
  writeText(sheet, `As of ${cover.date}`, { size: 9, color: palette.muted }, { after: 12 });
  const picture = cover.photo && openPicture(sheet, cover.photo.picture, pictures);
  if (cover.photo && picture) {
    const width = Math.min(page.content, (330 / picture.height) * picture.width);
    const height = (width / picture.width) * picture.height;
    const { y } = sheet;
    const alt = sheet.print.line(cover.photo.caption);
    sheet.tag("Figure", () => picture.paint(page.left, y, width), { alt });
    sheet.y += height + 5;
    writeText(sheet, cover.photo.caption, { size: 7.6, color: palette.muted }, { after: 12 });
  }
  writeFacts(sheet, cover.facts);
  if (cover.open.length > 0) {
    sheet.need(70);
    writeText(sheet, "Still open", { size: 11, bold: true }, { tag: "H2", after: 3 });
    writeList(sheet, cover.open);
  }
}

const columns = 3;
const gap = 12;
const labelSize = 7.6;
const valueSize = 14;

/** Key figures, three to a row. */
export function writeFacts(sheet: Sheet, facts: readonly Fact[]): void {
  const width = (page.content - gap * (columns - 1)) / columns;
  for (let first = 0; first < facts.length; first += columns) {
    const row = facts.slice(first, first + columns);
    const inner = width - 16;
    const look = (fact: Fact) => ({
      size: sheetFits(sheet, fact.value, inner) ? valueSize : 10.5,
      bold: true,
      color: fact.tone ? toneColors[fact.tone] : palette.ink,
    });
    const heights = row.map((fact) => {
      const note = fact.note ? heightOf(sheet, fact.note, { size: labelSize }, inner) : 0;
      return lineHeightOf(labelSize) + heightOf(sheet, fact.value, look(fact), inner) + note + 14;
    });
    const height = Math.max(...heights);
    sheet.need(height + gap);
    const top = sheet.y;
    for (const [index, fact] of row.entries()) {
      const x = page.left + index * (width + gap);
      sheet.doc.save().fillColor(palette.faint).rect(x, top, width, height).fill().restore();
      sheet.tag("P", () => {
        let y = top + 6;
        const put = (text: string, how: { size: number; bold?: boolean; color?: string }) => {
          sheet.use(how);
          for (const line of sheet.wrap(sheet.print.line(text), inner)) {
            sheet.line(line, x + 8, y);
            y += lineHeightOf(how.size);
          }
        };
        put(fact.label, { size: labelSize, color: palette.muted });
        put(fact.value, look(fact));
        if (fact.note) put(fact.note, { size: labelSize, color: palette.muted });
      });
    }
    sheet.y = top + height + gap;
  }
}

function sheetFits(sheet: Sheet, text: string, width: number): boolean {
  sheet.use({ size: valueSize, bold: true });
  return sheet.doc.widthOfString(sheet.print.line(text)) <= width;
}

export function writeList(sheet: Sheet, items: readonly string[]): void {
  const list = sheet.open("L");
  for (const item of items) {
    const element = sheet.open("LI", list);
    sheet.need(lineHeightOf(9.2));
    sheet.use({ size: 9.2, color: palette.accent });
    sheet.line("•", page.left + 2, sheet.y);
    writeText(
      sheet,
      item,
      { size: 9.2 },
      { x: page.left + 14, width: page.content - 14, tag: "LBody", in: element, after: 2 },
    );
    element.end();
  }
  list.end();
  sheet.y += 8;
}
