import { orientationOf, withoutPrefix } from "./exif.ts";
import { damaged, type PictureFile, requireSize } from "./picture.ts";

/** Every scan of a progressive file goes over the whole picture, so thousands of empty ones are a bomb. */
const maxScannedPixels = 1_000_000_000;

const marker = { startOfImage: 0xd8, endOfImage: 0xd9, startOfScan: 0xda, comment: 0xfe, app0: 0xe0, app15: 0xef };

/** Frame headers carry the size; C4, C8 and CC are other things. ITU-T T.81, table B.1. */
const isFrameHeader = (code: number) => code >= 0xc0 && code <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(code);
const isRestart = (code: number) => code >= 0xd0 && code <= 0xd7;

/**
 * Walks a JPEG file from its first marker to its last. What comes after that (previews, videos) is left out, and so are
 * the segments that hold metadata.
 * @throws {Problem} invalid-input where it is cut off or damaged, or too large
 */
export function readJpeg(bytes: Uint8Array): PictureFile {
  const parts: Uint8Array[] = [bytes.subarray(0, 2)];
  let size = { widthPx: 0, heightPx: 0 };
  let orientation = 1;
  let scans = 0;
  for (let at = 2; ;) {
    const { code, end: start } = nextMarker(bytes, at);
    if (code === marker.endOfImage) {
      if (scans === 0) throw damaged("it has no picture data");
      parts.push(bytes.subarray(start - 2, start));
      return { ...size, orientation, parts };
    }
    const length = start + 2 <= bytes.length ? ((bytes[start] ?? 0) << 8) | (bytes[start + 1] ?? 0) : 0;
    if (length < 2 || start + length > bytes.length) throw damaged("it is cut off");
    const content = bytes.subarray(start + 2, start + length);
    at = start + length;
    if (isFrameHeader(code)) {
      size = { heightPx: word(content, 1), widthPx: word(content, 3) };
      requireSize(size);
    }
    if (code === marker.startOfScan) {
      if (++scans * size.widthPx * size.heightPx > maxScannedPixels) throw damaged("it has too many scans");
      at = endOfScan(bytes, at);
    }
    if (isExif(code, content)) orientation = orientationOf(withoutPrefix(content));
    const kept = keptPart(code, content);
    if (kept === "as it is") parts.push(bytes.subarray(start - 2, at));
    else if (kept) parts.push(...kept);
  }
}

const word = (bytes: Uint8Array, at: number) => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);

/** A marker is FF and a code; any number of FF may stand in front. */
function nextMarker(bytes: Uint8Array, from: number): { code: number; end: number } {
  let at = from;
  if (at >= bytes.length) throw damaged("it is cut off");
  if (bytes[at] !== 0xff) throw damaged("it has data where none belongs");
  while (bytes[at] === 0xff) at++;
  const code = bytes[at];
  if (code === undefined) throw damaged("it is cut off");
  if (code < 0xc0 || code === marker.startOfImage || isRestart(code))
    throw damaged("it has a marker where none belongs");
  return { code, end: at + 1 };
}

/** In the data of a scan FF is followed by 00 or the code of a restart; anything else begins what comes next. */
function endOfScan(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const code = bytes[at + 1];
    if (code === undefined) break;
    if (code !== 0 && code !== 0xff && !isRestart(code)) return at;
  }
  throw damaged("it is cut off");
}

const startsWith = (content: Uint8Array, text: string) =>
  Buffer.from(content.subarray(0, text.length)).toString("latin1") === text;

const isExif = (code: number, content: Uint8Array) => code === 0xe1 && startsWith(content, "Exif\0\0");

/** What stays of a segment: what decoding needs, the colours and the density, without thumbnails. */
function keptPart(code: number, content: Uint8Array): "as it is" | Uint8Array[] | undefined {
  if (code === marker.comment) return undefined;
  if (code < marker.app0 || code > marker.app15) return "as it is";
  if (code === 0xe2 && startsWith(content, "ICC_PROFILE\0")) return "as it is";
  if (code === 0xee && startsWith(content, "Adobe"))
    return content.length === 12 ? "as it is" : segment(code, content.subarray(0, 12));
  if (code === 0xe0 && startsWith(content, "JFIF\0") && content.length >= 14)
    return content.length === 14 ? "as it is" : segment(code, content.subarray(0, 12), Uint8Array.of(0, 0));
  return undefined;
}

function segment(code: number, ...contents: Uint8Array[]): Uint8Array[] {
  const length = 2 + contents.reduce((sum, { length }) => sum + length, 0);
  return [Uint8Array.of(0xff, code, length >> 8, length & 0xff), ...contents];
}
