import type { Block, Section } from "../document/blocks.ts";
import { palette } from "../drawing/palette.ts";
import type { Drawing } from "../drawing/shapes.ts";
import type { Pictures } from "../load-pictures.ts";
import { writeFacts, writeList } from "./cover.ts";
import { paintDrawing } from "./paint.ts";
import { writePhotos } from "./photos.ts";
import { lineHeightOf, page, type Sheet } from "./sheet.ts";
import { toneColors, writeTable } from "./table.ts";
import { heightOf, writeText } from "./text.ts";

/** A section that flows begins a new page where less than this is left. */
const leastToFlow = 330;

/** A section on a page of its own, or below the one before, with a bookmark. */
export function writeSection(sheet: Sheet, section: Section, pictures: Pictures): void {
  const { title, blocks, flows = false } = section;
  if (flows && sheet.room() >= leastToFlow) sheet.y += 26;
  else sheet.newPage();
  sheet.doc.outline.addItem(title);
  writeText(sheet, title, { size: 19, bold: true }, { tag: "H2", after: 2 });
  sheet.doc.save().fillColor(palette.accent).rect(page.left, sheet.y, 30, 2).fill().restore();
  sheet.y += 13;
  for (const [index, block] of blocks.entries()) {
    if (block.type === "heading") sheet.need(heightUnder(blocks[index + 1]));
    writeBlock(sheet, block, pictures);
  }
}

function writeBlock(sheet: Sheet, block: Block, pictures: Pictures) {
  switch (block.type) {
    case "heading":
      return writeHeading(sheet, block);
    case "text":
      return writeText(sheet, block.text, { size: 9.6, color: block.tone ? toneColors[block.tone] : palette.ink });
    case "notice":
      return writeNotice(sheet, block.text);
    case "facts":
      return writeFacts(sheet, block.facts);
    case "list":
      return writeList(sheet, block.items);
    case "swatches":
      return writeSwatches(sheet, block.colours);
    case "photos":
      return writePhotos(sheet, block.photos, pictures);
    case "drawing":
      return writeDrawing(sheet, block.drawing);
    case "table":
      return writeTable(sheet, block);
  }
}

/** What a heading needs, so that it does not stand alone at the foot of a page. */
function heightUnder(next: Block | undefined): number {
  if (next?.type === "photos") return next.photos.length === 1 ? 430 : 290;
  if (next?.type === "drawing") return 40 + (page.content / next.drawing.box.width) * next.drawing.box.height;
  return 126;
}

function writeHeading(sheet: Sheet, { text, note }: { text: string; note?: string }): void {
  if (sheet.y > page.top) sheet.y += 8;
  writeText(sheet, text, { size: 12.5, bold: true }, { tag: "H3", after: note ? 0 : 5 });
  if (note) writeText(sheet, note, { size: 8.8, color: palette.muted }, { after: 6 });
}

function writeNotice(sheet: Sheet, text: string): void {
  const look = { size: 9.6 };
  const height = heightOf(sheet, text, look, page.content - 26) + 14;
  sheet.need(height);
  const { doc, y } = sheet;
  doc.save().fillColor(palette.accentSoft).rect(page.left, y, page.content, height).fill().restore();
  doc.save().fillColor(palette.accent).rect(page.left, y, 3, height).fill().restore();
  sheet.y += 7;
  writeText(sheet, text, look, { x: page.left + 14, width: page.content - 26, after: 17 });
}

const swatchHeight = 26;

function writeSwatches(sheet: Sheet, colours: readonly { name: string; hex: string }[]): void {
  sheet.need(swatchHeight + 30);
  const width = page.content / Math.max(1, colours.length);
  const top = sheet.y;
  for (const [index, { name, hex }] of colours.entries()) {
    const x = page.left + index * width;
    const { doc } = sheet;
    doc.save().fillColor(hex).strokeColor(palette.line).lineWidth(0.5);
    doc
      .rect(x, top, width - 6, swatchHeight)
      .fillAndStroke()
      .restore();
    sheet.tag("P", () => {
      sheet.use({ size: 7.4, color: palette.muted });
      for (const [line, text] of sheet.wrap(sheet.print.line(name), width - 6).entries())
        sheet.line(text, x, top + swatchHeight + 2 + line * lineHeightOf(7.4));
    });
  }
  sheet.y = top + swatchHeight + 24;
}

function writeDrawing(sheet: Sheet, drawing: Drawing): void {
  const height = (page.content / drawing.box.width) * drawing.box.height;
  sheet.need(height);
  const alt = `${drawing.title}. ${drawing.description}`;
  const { y } = sheet;
  sheet.tag("Figure", () => paintDrawing(sheet, drawing, { x: page.left, y, width: page.content }), { alt });
  sheet.y += height + 12;
}
