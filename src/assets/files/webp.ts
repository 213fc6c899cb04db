import { Problem } from "../../problem.ts";
import { orientationOf, withoutPrefix } from "./exif.ts";
import { damaged, type PictureFile, requireSize } from "./picture.ts";

type Size = { widthPx: number; heightPx: number };

/** Flags of the chunk VP8X. https://developers.google.com/speed/webp/docs/riff_container#extended_file_format */
const flag = { animation: 0x02, xmp: 0x04, exif: 0x08 };

export type WebpFile = PictureFile & { isLossless: boolean };

/**
 * Walks the chunks of a WebP file.
 * @throws {Problem} invalid-input where it is cut off or damaged, animated, or too large
 */
export function readWebp(bytes: Uint8Array): WebpFile {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = 8 + (bytes.length >= 12 ? view.getUint32(4, true) : 0);
  if (end < 20 || end > bytes.length) throw damaged("it is cut off");
  const parts: Uint8Array[] = [];
  const sizes: Size[] = [];
  let orientation = 1;
  let isLossless = false;
  let hasData = false;
  for (let at = 12; at + 8 <= end;) {
    const name = Buffer.from(bytes.subarray(at, at + 4)).toString("latin1");
    const length = view.getUint32(at + 4, true);
    const next = at + 8 + length + (length % 2);
    // The padding of the last chunk is left out by some writers.
    if (at + 8 + length > end) throw damaged("it is cut off");
    const content = bytes.subarray(at + 8, at + 8 + length);
    if (name === "EXIF") orientation = orientationOf(withoutPrefix(content));
    if (name === "VP8X") sizes.push(canvasOf(content));
    if (name === "VP8 " || name === "VP8L") {
      if (hasData) throw damaged("it has more than one picture");
      sizes.push(name === "VP8L" ? losslessSize(content) : lossySize(content));
      isLossless = name === "VP8L";
      hasData = true;
    }
    const kept = keptPart(name, content);
    if (kept) parts.push(...chunk(name, kept));
    at = next;
  }
  const [size] = sizes;
  if (!size || !hasData) throw damaged("it has no picture data");
  for (const one of sizes) requireSize(one);
  if (sizes.some(({ widthPx, heightPx }) => widthPx !== size.widthPx || heightPx !== size.heightPx))
    throw damaged("it names two sizes");
  return { ...size, orientation, parts: [header(parts), ...parts], isLossless };
}

/** @returns the content that stays, undefined for metadata */
function keptPart(name: string, content: Uint8Array): Uint8Array | undefined {
  switch (name) {
    case "VP8 ":
    case "VP8L":
    case "ALPH":
    case "ICCP":
      return content;
    case "VP8X": {
      const flags = content[0] ?? 0;
      const rest = content.slice();
      rest[0] = flags & ~(flag.exif | flag.xmp);
      return rest;
    }
    default:
      return undefined;
  }
}

function canvasOf(content: Uint8Array): Size {
  if (content.length < 10) throw damaged("its header is wrong");
  if ((content[0] ?? 0) & flag.animation) throw new Problem("invalid-input", "Animated pictures are not taken");
  return { widthPx: 1 + littleEndian(content, 4, 3), heightPx: 1 + littleEndian(content, 7, 3) };
}

/** RFC 6386, 9.1: 14 bits each, after the frame tag and the start code. */
function lossySize(content: Uint8Array): Size {
  if (content.length < 10 || littleEndian(content, 3, 3) !== 0x2a019d) throw damaged("its header is wrong");
  return { widthPx: littleEndian(content, 6, 2) & 0x3fff, heightPx: littleEndian(content, 8, 2) & 0x3fff };
}

/** RFC 9649, 3.4: 14 bits each, less one. */
function losslessSize(content: Uint8Array): Size {
  if (content.length < 5 || content[0] !== 0x2f) throw damaged("its header is wrong");
  const bits = littleEndian(content, 1, 4);
  return { widthPx: 1 + (bits & 0x3fff), heightPx: 1 + ((bits >>> 14) & 0x3fff) };
}

const littleEndian = (bytes: Uint8Array, at: number, count: number) =>
  bytes.subarray(at, at + count).reduce((sum, byte, i) => sum | (byte << (8 * i)), 0);

function chunk(name: string, content: Uint8Array): Uint8Array[] {
  const head = Buffer.alloc(8);
  head.write(name, "latin1");
  head.writeUInt32LE(content.length, 4);
  return [head, content, new Uint8Array(content.length % 2)];
}

function header(parts: Uint8Array[]): Uint8Array {
  const head = Buffer.from("RIFF\0\0\0\0WEBP", "latin1");
  head.writeUInt32LE(4 + parts.reduce((sum, { length }) => sum + length, 0), 4);
  return head;
}
