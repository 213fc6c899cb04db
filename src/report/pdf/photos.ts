import type { Photo } from "../document/blocks.ts";
import { palette } from "../drawing/palette.ts";
import { readSvg } from "../drawing/read-svg.ts";
import type { Drawing } from "../drawing/shapes.ts";
import type { ReportPicture } from "../schema.ts";
import type { Pictures } from "../load-pictures.ts";
import { paintDrawing } from "./paint.ts";
import { lineHeightOf, page, type Sheet } from "./sheet.ts";

type Image = Parameters<Sheet["doc"]["image"]>[0] & { width: number; height: number };
type Opened = { width: number; height: number; paint: (x: number, y: number, width: number) => void };

const gap = 13;
const captionSize = 7.6;

/** Pictures in the flow: one across the page, more in two columns. A picture that cannot be shown is named instead. */
export function writePhotos(sheet: Sheet, photos: readonly Photo[], pictures: Pictures): void {
  for (let first = 0; first < photos.length;) {
    const isAlone = photos.length === 1;
    const row = photos.slice(first, first + (isAlone ? 1 : 2));
    writeRow(sheet, row, pictures, isAlone ? page.content : (page.content - gap) / 2, isAlone ? 360 : 220);
    first += row.length;
  }
  sheet.y += 4;
}

function writeRow(sheet: Sheet, row: readonly Photo[], pictures: Pictures, width: number, maxHeight: number) {
  const opened = row.map(({ picture }) => openPicture(sheet, picture, pictures));
  const sizes = opened.map((picture) => (picture ? within(picture, width, maxHeight) : { width, height: 40 }));
  sheet.use({ size: captionSize });
  const captions = row.map(({ caption }) => sheet.wrap(sheet.print.line(caption), width));
  const tallest = Math.max(...sizes.map(({ height }) => height));
  const captionHeight = Math.max(...captions.map((lines) => lines.length)) * lineHeightOf(captionSize);
  sheet.need(tallest + captionHeight + 12);
  const top = sheet.y;
  for (const [index, { caption }] of row.entries()) {
    const x = page.left + index * (width + gap);
    const size = sizes[index] ?? { width, height: 40 };
    const picture = opened[index];
    const draw = () => (picture ? picture.paint(x, top, size.width) : placeholder(sheet, x, top, size));
    sheet.tag("Figure", draw, { alt: sheet.print.line(caption) });
    const write = () => {
      sheet.use({ size: captionSize, color: palette.muted });
      for (const [line, text] of (captions[index] ?? []).entries())
        sheet.line(text, x, top + size.height + 3 + line * lineHeightOf(captionSize));
    };
    sheet.tag("P", write);
  }
  sheet.y = top + tallest + captionHeight + 12;
}

function within(picture: { width: number; height: number }, width: number, maxHeight: number) {
  const scale = Math.min(width / picture.width, maxHeight / picture.height);
  return { width: picture.width * scale, height: picture.height * scale };
}

/** What a picture shows, ready to be painted; undefined when it cannot be. */
export function openPicture(sheet: Sheet, { assetId }: ReportPicture, pictures: Pictures): Opened | undefined {
  const loaded = pictures.get(assetId);
  if (!loaded) return undefined;
  try {
    if (loaded.contentType === "image/svg+xml") return vector(sheet, readSvg(new TextDecoder().decode(loaded.bytes)));
    const image = (sheet.doc as unknown as { openImage(bytes: Buffer): Image }).openImage(Buffer.from(loaded.bytes));
    const { width, height } = image;
    return { width, height, paint: (x, y, wide) => void sheet.doc.image(image, x, y, { width: wide }) };
  } catch {
    // Damaged, or of a kind that PDF does not know: the report goes on without it, and says so.
    return undefined;
  }
}

const vector = (sheet: Sheet, drawing: Drawing): Opened => ({
  width: drawing.box.width,
  height: drawing.box.height,
  paint: (x, y, width) => paintDrawing(sheet, drawing, { x, y, width }),
});

function placeholder(sheet: Sheet, x: number, y: number, { width, height }: { width: number; height: number }) {
  sheet.doc.save().fillColor(palette.faint).rect(x, y, width, height).fill().restore();
  sheet.use({ size: captionSize, color: palette.muted });
  sheet.line("This picture cannot be shown.", x + 10, y + height / 2 - 6);
}
