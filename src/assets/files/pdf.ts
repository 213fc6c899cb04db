import { Problem } from "../../problem.ts";

/** Readers look for the end of a PDF in its last 1,024 bytes (ISO 32000-1, annex H, note 18). */
const endBytes = 1_024;

/**
 * Looks at the frame of a PDF only: nobody here opens it, and it is served as a download.
 * @throws {Problem} invalid-input where it is cut off
 */
export function requirePdf(bytes: Uint8Array): void {
  const start = Buffer.from(bytes.subarray(0, 16)).toString("latin1");
  const end = Buffer.from(bytes.subarray(-endBytes)).toString("latin1");
  const offset = /startxref\s+(\d{1,10})\s+%%EOF\s*[^%]*$/.exec(end)?.[1];
  const isWhole = /^%PDF-[12]\.\d/.test(start) && offset !== undefined && Number(offset) < bytes.length;
  if (!isWhole) throw new Problem("invalid-input", "The PDF is damaged: its end is missing");
}
