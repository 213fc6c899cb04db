import { Problem } from "../problem.ts";
import type { AssetKind, ContentType } from "./schema.ts";

/** How names of such files end. */
export const extensions: Record<ContentType, string> = {
  "image/jpeg": "jpg",
  "image/png": "png",
  "image/webp": "webp",
  "image/svg+xml": "svg",
  "application/pdf": "pdf",
};

/** What a file shows when nobody says it. */
export const kindOf = (contentType: ContentType): AssetKind =>
  contentType === "application/pdf" ? "document" : "photo";

/** @throws {Problem} invalid-input for a PDF that would be a photo */
export function requireKind(kind: AssetKind, contentType: ContentType): void {
  if (kind !== "photo" || contentType !== "application/pdf") return;
  const detail = "cannot be photo for a PDF: take floor_plan or document";
  throw new Problem("invalid-input", `kind ${detail}`, { errors: [{ pointer: "/kind", detail }] });
}
