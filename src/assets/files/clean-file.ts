import { Problem } from "../../problem.ts";
import { decode } from "../decoding.ts";
import { toMebibytes } from "../limits.ts";
import { fileTypeOf, type UploadType } from "./file-type.ts";
import { readJpeg } from "./jpeg.ts";
import { requirePdf } from "./pdf.ts";
import type { PictureFile } from "./picture.ts";
import { readPng } from "./png.ts";
import { readWebp } from "./webp.ts";

export type CleanFile = {
  contentType: UploadType;
  bytes: Uint8Array;
  /** Null for a PDF. */
  widthPx: number | null;
  heightPx: number | null;
};

/** Best first; the next is taken where a turned picture would have more bytes than it may. */
const qualities = [92, 80, 60];

/**
 * Makes of a file from outside one that can be kept: its type is what its bytes say, a picture is proven by decoding it,
 * stands upright, and has lost its metadata (where and with what it was taken). The data of a picture that stands
 * upright already stays as it is, byte for byte, and so do colour profiles.
 * @throws {Problem} unsupported-media-type; invalid-input for what is damaged, animated or has too many pixels;
 * payload-too-large; overloaded
 */
export async function cleanFile(bytes: Uint8Array, { maxBytes }: { maxBytes: number }): Promise<CleanFile> {
  const contentType = fileTypeOf(bytes);
  if (contentType === "application/pdf") {
    requirePdf(bytes);
    return { contentType, bytes, widthPx: null, heightPx: null };
  }
  const picture = read(contentType, bytes);
  const { widthPx, heightPx, orientation } = picture;
  const stripped = joined(picture.parts, bytes);
  if (orientation === 1) {
    await decode(stripped, (image) => image.resize(8, 8).jpeg());
    return { contentType, bytes: stripped, widthPx, heightPx };
  }
  const isTurned = orientation >= 5;
  return {
    contentType,
    bytes: await turn(stripped, picture, { contentType, maxBytes }),
    widthPx: isTurned ? heightPx : widthPx,
    heightPx: isTurned ? widthPx : heightPx,
  };
}

/** Without a copy where nothing was left out. */
function joined(parts: Uint8Array[], original: Uint8Array): Uint8Array {
  const isWhole = parts.every(({ buffer }) => buffer === original.buffer);
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return isWhole && length === original.length ? original : new Uint8Array(Buffer.concat(parts));
}

type AnyPicture = PictureFile & { isLossless?: boolean };

function read(contentType: Exclude<UploadType, "application/pdf">, bytes: Uint8Array): AnyPicture {
  switch (contentType) {
    case "image/jpeg":
      return readJpeg(bytes);
    case "image/png":
      return readPng(bytes);
    case "image/webp":
      return readWebp(bytes);
  }
}

/** What each orientation needs to stand upright; turned first, then mirrored. EXIF 2.32, 4.6.4 (A). */
const turns: Record<number, (image: Bun.Image) => Bun.Image> = {
  2: (image) => image.flop(),
  3: (image) => image.rotate(180),
  4: (image) => image.flip(),
  5: (image) => image.rotate(90).flop(),
  6: (image) => image.rotate(90),
  7: (image) => image.rotate(270).flop(),
  8: (image) => image.rotate(270),
};

type Target = { contentType: UploadType; maxBytes: number };

async function turn(bytes: Uint8Array, { orientation, isLossless }: AnyPicture, { contentType, maxBytes }: Target) {
  const upright = turns[orientation] ?? ((image: Bun.Image) => image);
  for (const quality of qualities) {
    const turned = await decode(bytes, (image) => {
      if (contentType === "image/png") return upright(image).png();
      if (contentType === "image/webp") return upright(image).webp(isLossless ? { lossless: true } : { quality });
      return upright(image).jpeg({ quality });
    });
    if (turned.length <= maxBytes) return turned;
  }
  throw new Problem("payload-too-large", `Turned upright the picture has more than ${toMebibytes(maxBytes)}`);
}
