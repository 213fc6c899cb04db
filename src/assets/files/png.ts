import { inflateSync } from "node:zlib";
import { orientationOf } from "./exif.ts";
import { damaged, type PictureFile, requireSize } from "./picture.ts";

/** What decoding and colours need; all else is metadata or animation. https://www.w3.org/TR/png-3/#11Chunks */
const kept = new Set("IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sRGB sBIT cICP bKGD pHYs".split(" "));
/** Inflated; printers' profiles have 2 MB. */
const maxProfileBytes = 4 * 1_048_576;

const isCritical = (name: string) => /^[A-Z]/.test(name);

/**
 * Walks the chunks of a PNG file and checks each one's sum. Texts are dropped without being inflated.
 * @throws {Problem} invalid-input where it is cut off or damaged, or too large
 */
export function readPng(bytes: Uint8Array): PictureFile {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts: Uint8Array[] = [bytes.subarray(0, 8)];
  let size: { widthPx: number; heightPx: number } | undefined;
  let orientation = 1;
  let hasData = false;
  for (let at = 8; ;) {
    if (at + 12 > bytes.length) throw damaged("it is cut off");
    const end = at + 12 + view.getUint32(at);
    if (end > bytes.length) throw damaged("it is cut off");
    const name = Buffer.from(bytes.subarray(at + 4, at + 8)).toString("latin1");
    if (Bun.hash.crc32(bytes.subarray(at + 4, end - 4)) !== view.getUint32(end - 4))
      throw damaged("a checksum is wrong");
    const content = bytes.subarray(at + 8, end - 4);
    if ((name === "IHDR") !== (size === undefined)) throw damaged("its header is not where it belongs");
    if (name === "IHDR") {
      if (content.length !== 13) throw damaged("its header is wrong");
      size = { widthPx: view.getUint32(at + 8), heightPx: view.getUint32(at + 12) };
      requireSize(size);
    }
    if (isCritical(name) && !kept.has(name)) throw damaged("it has a part that nobody knows");
    if (name === "eXIf") orientation = orientationOf(content);
    if (name === "IDAT") hasData = true;
    if (kept.has(name) && (name !== "iCCP" || isProfile(content))) parts.push(bytes.subarray(at, end));
    if (name === "IEND") {
      if (!size || !hasData) throw damaged("it has no picture data");
      return { ...size, orientation, parts };
    }
    at = end;
  }
}

/** A colour profile that inflates to a plausible size; the picture is shown without any other. */
function isProfile(content: Uint8Array): boolean {
  const nameEnd = content.indexOf(0);
  if (nameEnd < 1 || nameEnd > 79) return false;
  try {
    return inflateSync(content.subarray(nameEnd + 2), { maxOutputLength: maxProfileBytes }).length >= 128;
  } catch {
    return false;
  }
}
