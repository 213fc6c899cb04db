import { extensions } from "./kinds.ts";
import type { Asset, ContentType } from "./schema.ts";
import type { ByteRange } from "./storage.ts";

/** What a browser may do with a file: show it, and nothing else. A drawing may style itself, a PDF is a download. */
const policies: Partial<Record<ContentType, string>> = {
  "image/svg+xml": "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:",
};
const policy = "sandbox; default-src 'none'";

/** The bytes of an asset never change, and neither do its copies. */
const yearSeconds = 31_536_000;

/** Headers of a file, or of a copy with a width. The name is the owner's own: RFC 6266 with RFC 8187. */
export function contentHeaders({ id, name }: Asset, contentType: ContentType, etag: string) {
  const disposition = contentType === "application/pdf" ? "attachment" : "inline";
  const ending = `.${extensions[contentType]}`;
  const fileName = /\.[a-z]{3,4}$/i.test(name ?? "") ? (name ?? id) : `${name ?? id}${ending}`;
  const plain = fileName.replace(/[^\x20-\x7e]|["\\%]/g, "_");
  const encoded = encodeURIComponent(fileName).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`);
  return {
    "content-type": contentType,
    "content-disposition": `${disposition}; filename="${plain}"; filename*=UTF-8''${encoded}`,
    "content-security-policy": policies[contentType] ?? policy,
    "cache-control": `private, max-age=${yearSeconds}, immutable`,
    etag,
  };
}

/** A strong validator: the bytes are the same when it is. */
export const contentEtag = ({ sha256 }: Asset, widthPx?: number): string =>
  widthPx === undefined ? `"${sha256}"` : `"${sha256}-w${widthPx}"`;

type Asked = { range: string | undefined; ifRange: string | undefined };

/**
 * The single range of bytes that is asked for, within the content. Undefined where the whole answers: no range, several,
 * one that cannot be read, or one of other bytes than these (RFC 9110, 14.2 and 13.1.5).
 */
export function rangeOf(
  { range, ifRange }: Asked,
  { byteSize, etag }: { byteSize: number; etag: string },
): ByteRange | "unsatisfiable" | undefined {
  const [matched, first = "", last = ""] = /^\s*bytes\s*=\s*(\d{0,15})\s*-\s*(\d{0,15})\s*$/i.exec(range ?? "") ?? [];
  if (matched === undefined || (first === "" && last === "")) return undefined;
  if (ifRange !== undefined && ifRange.trim() !== etag) return undefined;
  if (first !== "" && last !== "" && Number(last) < Number(first)) return undefined;
  const start = first === "" ? Math.max(0, byteSize - Number(last)) : Number(first);
  const end = first === "" || last === "" ? byteSize - 1 : Math.min(Number(last), byteSize - 1);
  return start < byteSize ? { start, end } : "unsatisfiable";
}
