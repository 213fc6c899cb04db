import type { AssetStorage } from "../assets/storage.ts";
import type { Config } from "../config.ts";
import { conceptBoard } from "../renders/concept-board.ts";
import type { Renderer } from "../renders/renderer.ts";
import type { RendererName } from "../renders/schema.ts";

type Renderers = Partial<Record<RendererName, Renderer>>;

/** The renderers that are configured, the preferred one first. The image model's code is loaded only where it is. */
export async function createRenderers({ gemini }: Config, storage: AssetStorage): Promise<Renderers> {
  if (!gemini) return { concept_board: conceptBoard };
  const { apiKey, baseUrl, imageModel } = gemini;
  const { createImageModel } = await import("../renders/gemini/image-model.ts");
  const imageRenderer = createImageModel({ apiKey, baseUrl, model: imageModel, storage });
  return { gemini: imageRenderer, concept_board: conceptBoard };
}

/** Their names, in the same order. */
export const namesOf = (renderers: Renderers) => Object.keys(renderers) as RendererName[];
