import { GeminiError } from "../../agent/gemini/errors.ts";
import type { RetryPolicy } from "../../agent/gemini/retry.ts";
import { cleanFile } from "../../assets/files/clean-file.ts";
import { readPicture } from "../../assets/pictures.ts";
import type { Asset } from "../../assets/schema.ts";
import type { AssetStorage } from "../../assets/storage.ts";
import { Problem } from "../../problem.ts";
import type { Owner } from "../../sessions/owner.ts";
import type { Picture, Renderer } from "../renderer.ts";
import { readImageAnswer } from "./image-answer.ts";
import { callImageModel, type ImageCall, type ImageEndpoint } from "./image-call.ts";
import { promptFor } from "./prompt.ts";

type Limits = RetryPolicy & Pick<ImageCall, "attemptTimeoutMs">;
type ImageModelOptions = ImageEndpoint & Partial<Limits> & { storage: Pick<AssetStorage, "read" | "limits"> };

const defaults: Limits = {
  attemptTimeoutMs: 60_000,
  maxAttempts: 4,
  backoffMs: 1_000,
  // Within what a turn may take, with the last attempt to come.
  retryBudgetMs: 45_000,
};

/** The model sees no more of a larger one, and a request may have 20 MB. */
const maxSidePx = 1_536;
const maxPhotoBytes = 5_000_000;
/** JSON around a picture, and texts and thoughts beside it. */
const maxWordsBytes = 1_000_000;

/** Pictures by Gemini's image model, over REST: from scratch, from a photo, or as a further version of a picture. */
export function createImageModel({ storage, ...options }: ImageModelOptions): Renderer {
  const { maxBytes } = storage.limits;
  return async ({ owner, brief, photo, previous, signal, progress, billed }) => {
    await progress("Asking the image model");
    const pictures = await Promise.all([photo, previous].map((asset) => inlineData(storage, owner, asset)));
    const [photoPart, previousPart] = pictures;
    const prompt = promptFor(brief, { photo: photoPart !== undefined, previous: previousPart !== undefined });
    const inline = pictures.filter((part) => part !== undefined);
    const body = JSON.stringify({
      contents: [{ role: "user", parts: [{ text: prompt }, ...inline] }],
      generationConfig: {
        responseModalities: ["IMAGE"],
        // What starts from a picture keeps its shape.
        ...(inline.length === 0 ? { imageConfig: { aspectRatio: "4:3" } } : {}),
      },
    });
    const call: ImageCall = {
      ...defaults,
      ...options,
      signal,
      // Base64 takes four bytes for three.
      maxAnswerBytes: Math.ceil(maxBytes / 3) * 4 + maxWordsBytes,
      onRetry: ({ delayMs, reason }) => {
        const { message } = new GeminiError(reason, reason).toProblem();
        return progress(`${message}; trying again in ${Math.ceil(delayMs / 1_000)} s`);
      },
    };
    try {
      return await callImageModel(body, call, async (text) => {
        const { usage, bytes } = readImageAnswer(text, options.apiKey);
        if (usage) billed(usage);
        return checkedPicture(bytes(), maxBytes);
      });
    } catch (error) {
      throw error instanceof GeminiError ? problemOf(error) : error;
    }
  };
}

/** A drawing cannot be shown to the model: its picture is then made without. */
async function inlineData(storage: Pick<AssetStorage, "read">, owner: Owner, asset: Asset | undefined) {
  if (!asset || asset.contentType === "image/svg+xml" || asset.contentType === "application/pdf") return undefined;
  const as = asset.byteSize > maxPhotoBytes ? ({ as: "image/jpeg" } as const) : {};
  const { bytes, contentType } = await readPicture({ storage }, owner, asset, { maxSidePx, ...as });
  return { inlineData: { mimeType: contentType, data: bytes.toBase64() } };
}

async function checkedPicture(bytes: Uint8Array, maxBytes: number): Promise<Picture> {
  if (bytes.length > maxBytes)
    throw new GeminiError("too-large", `Gemini's picture has ${bytes.length} bytes, more than ${maxBytes}`);
  try {
    const file = await cleanFile(bytes, { maxBytes });
    if (file.contentType !== "application/pdf") return file;
  } catch (error) {
    if (!(error instanceof Problem) || error.kind === "overloaded") throw error;
    throw new GeminiError("not-an-image", `Gemini's picture cannot be used: ${error.message}`, { cause: error });
  }
  throw new GeminiError("not-an-image", "Gemini sent a PDF instead of a picture");
}

/** In the words of somebody who waits for a picture. */
function problemOf(error: GeminiError): Problem {
  const problem = error.toProblem();
  if (problem.kind !== "model-refused") return problem;
  const detail = "The image model declined to make this picture: ask for it in other words, or from another photo";
  return new Problem(problem.kind, detail, { cause: error });
}
