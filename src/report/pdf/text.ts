import { lineHeightOf, type Look, page, type Sheet } from "./sheet.ts";

type Paragraph = { tag?: string; in?: PDFKit.PDFStructureElement; x?: number; width?: number; after?: number };

/** A paragraph in the flow, over as many pages as it needs. */
export function writeText(
  sheet: Sheet,
  text: string,
  look: Look,
  { tag = "P", in: parent, after = 6, ...place }: Paragraph = {},
) {
  const { x = page.left, width = page.content } = place;
  sheet.use(look);
  const height = lineHeightOf(look.size);
  let lines = sheet.wrap(sheet.print.lines(text), width);
  const element = sheet.open(tag, parent);
  while (lines.length > 0) {
    sheet.need(height);
    const fitting = Math.max(1, Math.floor(sheet.room() / height));
    const part = lines.slice(0, fitting);
    const top = sheet.y;
    element.add(() => {
      for (const [index, line] of part.entries()) sheet.line(line, x, top + index * height);
    });
    sheet.y += part.length * height;
    lines = lines.slice(fitting);
  }
  element.end();
  sheet.y += after;
}

/** How high a text of this look is within a width; leaves the look in use. */
export function heightOf(sheet: Sheet, text: string, look: Look, width: number): number {
  sheet.use(look);
  return sheet.wrap(sheet.print.lines(text), width).length * lineHeightOf(look.size);
}
