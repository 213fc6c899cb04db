import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const cosmicStyle = {
  slug: "cosmic",
  name: "Cosmic",
  summary: "Dark blue rooms with small lights, like a night in the mountains.",
  palette: [
    { name: "Night", hex: "#0b1030" },
    { name: "Comet", hex: "#dfe7ff" },
    { name: "Meteor", hex: "#6b5b73" },
  ],
  materials: ["slate", "velour"],
  keywords: ["cosmic", "starlight", "galactic"],
};

export const cosmicTable = {
  slug: "table-comet",
  name: "Comet table",
  category: "furniture",
  summary: "Round, 120 cm",
  priceMinor: 45_000,
  size: { widthCm: 120, depthCm: 120, heightCm: 75 },
  materials: ["slate"],
  styles: ["cosmic"],
};

/** A directory for CATALOG_DIR: the files by their names, text as it is and everything else as JSON. */
export async function writeCatalogue(files: Record<string, unknown>): Promise<AsyncDisposable & { path: string }> {
  const path = await mkdtemp(join(tmpdir(), "ra-catalogue-"));
  for (const [name, content] of Object.entries(files))
    await Bun.write(join(path, name), typeof content === "string" ? content : JSON.stringify(content));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}
