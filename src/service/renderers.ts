import type { AssetStorage } from "../assets/storage.ts";
import type { Config } from "../config.ts";
import { conceptBoard } from "../renders/concept-board.ts";
import { createImageModel } from "../renders/gemini/image-model.ts";
import type { Renderer } from "../renders/renderer.ts";
import type { RendererName } from "../renders/schema.ts";

/** The renderers that are configured, the preferred one first. */
export function createRenderers({ gemini }: Config, storage: AssetStorage): Partial<Record<RendererName, Renderer>> {
  if (!gemini) return { concept_board: conceptBoard };
  const { apiKey, baseUrl, imageModel } = gemini;
  const imageRenderer = createImageModel({ apiKey, baseUrl, model: imageModel, storage });
  return { gemini: imageRenderer, concept_board: conceptBoard };
}

/** Their names, in the same order. */
export const namesOf = (renderers: Partial<Record<RendererName, Renderer>>) => Object.keys(renderers) as RendererName[];
