import type { Photo } from "../document/blocks.ts";
import { palette } from "../drawing/palette.ts";
import type { Pictures } from "../load-pictures.ts";
import { openPicture } from "./photos.ts";
import { page, type Sheet } from "./sheet.ts";

/** Concept boards in the size in which they can be read: each on a landscape page of its own, at the end. */
export function writeBoards(sheet: Sheet, boards: readonly Photo[], pictures: Pictures): void {
  const { doc } = sheet;
  for (const [index, { picture, caption }] of boards.entries()) {
    const opened = openPicture(sheet, picture, pictures);
    if (!opened) continue;
    doc.addPage({ size: "A4", layout: "landscape", margin: 0 });
    if (index === 0) doc.outline.addItem("Concept boards");
    const width = Math.min(doc.page.width - 2 * page.left, ((doc.page.height - 104) / opened.height) * opened.width);
    const height = (width / opened.width) * opened.height;
    const left = (doc.page.width - width) / 2;
    sheet.tag("Figure", () => opened.paint(left, 34, width), { alt: sheet.print.line(caption) });
    sheet.tag("P", () => {
      sheet.use({ size: 8, color: palette.muted });
      sheet.line(sheet.print.line(caption), left, 34 + height + 6);
    });
  }
}
