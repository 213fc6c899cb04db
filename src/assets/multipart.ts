import { Problem } from "../problem.ts";

export type Part = {
  name: string;
  /** Undefined for a field without a file. */
  fileName: string | undefined;
  content: Uint8Array;
};

const maxParts = 20;
const malformed = (why: string) => new Problem("malformed-request", `The multipart body ${why}`);

/** The boundary of a multipart body; undefined for another content type. RFC 2046, 5.1.1 */
export function boundaryOf(contentType: string | undefined): string | undefined {
  if (contentType === undefined || !/^multipart\/form-data\s*(;|$)/i.test(contentType)) return undefined;
  const [, quoted, plain] = /;\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(contentType) ?? [];
  const boundary = quoted ?? plain;
  if (boundary === undefined) throw malformed("names no boundary");
  return boundary;
}

/** The parts of a whole body, as views of it. RFC 7578. @throws {Problem} malformed-request */
export function parseMultipart(body: Uint8Array, boundary: string): Part[] {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  const parts: Part[] = [];
  // The first delimiter may stand at the very beginning, without a line before it.
  const first = bytes.subarray(0, delimiter.length - 2).equals(delimiter.subarray(2)) ? -2 : bytes.indexOf(delimiter);
  if (first === -1) throw malformed("does not have its boundary");
  for (let at = first + delimiter.length; ;) {
    if (bytes.toString("latin1", at, at + 2) === "--") return parts;
    const lineEnd = bytes.indexOf("\r\n", at);
    const headersEnd = lineEnd < 0 ? -1 : bytes.indexOf("\r\n\r\n", lineEnd);
    const end = headersEnd < 0 ? -1 : bytes.indexOf(delimiter, headersEnd + 2);
    if (end < 0) throw malformed("breaks off before its end");
    if (parts.length === maxParts) throw malformed(`has more than ${maxParts} parts`);
    const headers = bytes.toString("utf8", lineEnd + 2, Math.min(headersEnd, lineEnd + 8_192));
    parts.push({ ...dispositionOf(headers), content: bytes.subarray(Math.min(headersEnd + 4, end), end) });
    at = end + delimiter.length;
  }
}

function dispositionOf(headers: string): Pick<Part, "name" | "fileName"> {
  const [, disposition = ""] = /^content-disposition:\s*form-data\s*;(.*)$/im.exec(headers) ?? [];
  const name = parameter(disposition, "name");
  if (name === undefined) throw malformed("has a part without a name");
  return { name, fileName: parameter(disposition, "filename") };
}

/** Browsers write `"` and line breaks as %22, %0D and %0A; others put a backslash before them. */
function parameter(disposition: string, name: string): string | undefined {
  const [, quoted, plain] =
    new RegExp(`(?:^|;)\\s*${name}=(?:"((?:[^"\\\\]|\\\\.)*)"|([^\\s;"]+))`, "i").exec(disposition) ?? [];
  const value = quoted?.replace(/\\(["\\])/g, "$1") ?? plain;
  return value?.replace(/%(22|0D|0A)/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}
