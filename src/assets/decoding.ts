import { Problem } from "../problem.ts";
import { maxPixels } from "./limits.ts";
import { createSlots } from "../slots.ts";

/**
 * Of the whole process, like its cores and its memory: a picture of 50 megapixels takes 200 MB while it is decoded.
 * Fifty that wait are some seconds of work.
 */
const inSlot = createSlots({ atOnce: 2, maxWaiting: 50, refusal: "Too many pictures are being worked on" });

/**
 * Decodes a picture and encodes what `steps` made of it, few at a time.
 * @throws {Problem} overloaded where too many wait; invalid-input for bytes that cannot be decoded
 */
export function decode(bytes: Uint8Array, steps: (image: Bun.Image) => Bun.Image): Promise<Uint8Array> {
  return inSlot(async () => {
    try {
      return await steps(new Bun.Image(bytes, { maxPixels, autoOrient: false })).bytes();
    } catch (error) {
      if (!/^ERR_IMAGE_/.test(String((error as { code?: unknown }).code))) throw error;
      throw new Problem("invalid-input", "The picture is damaged: it cannot be decoded", { cause: error });
    }
  });
}
