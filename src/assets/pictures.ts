import { Problem } from "../problem.ts";
import type { Owner } from "../sessions/owner.ts";
import { decode } from "./decoding.ts";
import type { Asset, ContentType } from "./schema.ts";
import type { AssetStorage } from "./storage.ts";

export type Picture = { bytes: Uint8Array; contentType: ContentType };

type Wanted = {
  /** The longer side at most. */
  maxSidePx: number;
  /** For readers that know only this one, such as PDF. */
  as?: "image/jpeg";
};

/**
 * The bytes of a picture, byte-exact where it is small enough already and of the wanted type, else scaled down: JPEG
 * stays JPEG, the others become WebP. SVG passes through untouched.
 * @throws {Problem} invalid-input for a PDF; not-found, storage-unavailable, overloaded
 */
export async function readPicture(
  { storage }: { storage: Pick<AssetStorage, "read"> },
  owner: Owner,
  asset: Asset,
  wanted: Wanted,
): Promise<Picture> {
  const { contentType } = asset;
  if (contentType === "application/pdf") throw new Problem("invalid-input", "A PDF is no picture");
  const bytes = await storage.read(owner, asset.id);
  if (contentType === "image/svg+xml") return { bytes, contentType };
  return scaleDown({ bytes, contentType }, asset, wanted);
}

/** @throws {Problem} overloaded */
async function scaleDown(picture: Picture, { widthPx, heightPx }: Asset, { maxSidePx, as }: Wanted): Promise<Picture> {
  const isSmall = Math.max(widthPx ?? Number.POSITIVE_INFINITY, heightPx ?? Number.POSITIVE_INFINITY) <= maxSidePx;
  if (isSmall && (as === undefined || as === picture.contentType)) return picture;
  const contentType = as ?? (picture.contentType === "image/jpeg" ? "image/jpeg" : "image/webp");
  const bytes = await decode(picture.bytes, (image) => {
    const scaled = image.resize(maxSidePx, maxSidePx, { fit: "inside", withoutEnlargement: true });
    return contentType === "image/jpeg" ? scaled.jpeg({ quality: 85 }) : scaled.webp({ quality: 82 });
  });
  return { bytes, contentType };
}

/** The size of a copy of this width, undefined where there is none: what is narrow enough, a drawing, a PDF. */
export function copySize({ contentType, widthPx, heightPx }: Asset, copyWidthPx: number) {
  if (contentType === "image/svg+xml" || !widthPx || !heightPx || widthPx <= copyWidthPx) return undefined;
  return { widthPx: copyWidthPx, heightPx: Math.max(1, Math.round((heightPx * copyWidthPx) / widthPx)) };
}

/** A copy of this size for a page, as WebP. @throws {Problem} not-found, storage-unavailable, overloaded */
export async function readCopy(
  { storage }: { storage: Pick<AssetStorage, "read"> },
  owner: Owner,
  asset: Asset,
  { widthPx, heightPx }: { widthPx: number; heightPx: number },
): Promise<Picture> {
  const whole = await storage.read(owner, asset.id);
  const bytes = await decode(whole, (image) => image.resize(widthPx, heightPx).webp({ quality: 80 }));
  return { bytes, contentType: "image/webp" };
}
