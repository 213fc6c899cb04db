import { Problem } from "../../problem.ts";
import { maxPixels, maxSidePx } from "../limits.ts";

/** What the structure of a picture's file says, before anything is decoded. */
export type PictureFile = {
  widthPx: number;
  heightPx: number;
  /** How it has to be turned to stand upright: 1 to 8, as EXIF counts. */
  orientation: number;
  /** The file without its metadata, in pieces of the original. */
  parts: Uint8Array[];
};

export const damaged = (why: string) => new Problem("invalid-input", `The picture is damaged: ${why}`);

/** @throws {Problem} invalid-input for more pixels than are taken, whatever the file's size */
export function requireSize({ widthPx, heightPx }: { widthPx: number; heightPx: number }): void {
  if (widthPx < 1 || heightPx < 1) throw damaged("it has no size");
  if (widthPx <= maxSidePx && heightPx <= maxSidePx && widthPx * heightPx <= maxPixels) return;
  throw new Problem(
    "invalid-input",
    `The picture has ${widthPx} × ${heightPx} pixels; at most ${maxPixels / 1e6} megapixels and ${maxSidePx} pixels a side are taken`,
  );
}
