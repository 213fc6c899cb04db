import { Problem } from "../../problem.ts";
import type { uploadTypes } from "../schema.ts";

export type UploadType = (typeof uploadTypes)[number];

type Signature = { type: UploadType; starts: string; at8?: string };

/** https://mimesniff.spec.whatwg.org/#matching-an-image-type-pattern and ISO 32000-1, 7.5.2 */
const signatures: Signature[] = [
  { type: "image/jpeg", starts: "\xff\xd8\xff" },
  { type: "image/png", starts: "\x89PNG\r\n\x1a\n" },
  { type: "image/webp", starts: "RIFF", at8: "WEBP" },
  { type: "application/pdf", starts: "%PDF-" },
];

/** Kinds of files that people send, and which need a word of their own. */
const known: [RegExp, string][] = [
  [/^.{4}ftyp(heic|heix|hevc|mif1|msf1)/s, "This is a HEIC picture"],
  [/^.{4}ftypavi[fs]/s, "This is an AVIF picture"],
  [/^GIF8/, "This is a GIF picture"],
  [/^(II\*|MM.\*)/s, "This is a TIFF picture or a raw photo"],
  [/^BM/, "This is a BMP picture"],
  [/^PK/, "This is an archive or an office document"],
  [/^\s*<(\?xml|svg|!DOCTYPE|html)/i, "This is SVG, HTML or XML"],
];

/**
 * The type of a file by its first bytes; what the client says about it does not count.
 * @throws {Problem} unsupported-media-type
 */
export function fileTypeOf(bytes: Uint8Array): UploadType {
  const start = Buffer.from(bytes.subarray(0, 64)).toString("latin1");
  const found = signatures.find(
    ({ starts, at8 }) => start.startsWith(starts) && (at8 === undefined || start.startsWith(at8, 8)),
  );
  if (found) return found.type;
  const [, what = "The file is of no known type"] = known.find(([pattern]) => pattern.test(start)) ?? [];
  throw new Problem("unsupported-media-type", `${what}; JPEG, PNG, WebP and PDF are taken`);
}
