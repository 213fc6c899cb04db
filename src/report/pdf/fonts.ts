import boldFile from "@expo-google-fonts/source-sans-3/600SemiBold/SourceSans3_600SemiBold.ttf" with { type: "file" };
import regularFile from "@expo-google-fonts/source-sans-3/400Regular/SourceSans3_400Regular.ttf" with { type: "file" };
import { create, type Font } from "fontkit";

export type Fonts = { regular: Font; bold: Font };

let kept: Promise<Fonts> | undefined;

/**
 * Source Sans 3 (SIL Open Font License 1.1): Latin, Greek and Cyrillic, inside the executable as everything else. Opened
 * once, because that takes longer than writing a report with it.
 */
export function openFonts(): Promise<Fonts> {
  kept ??= open();
  return kept;
}

async function open(): Promise<Fonts> {
  const [regular, bold] = await Promise.all([fontIn(regularFile), fontIn(boldFile)]);
  return { regular, bold };
}

async function fontIn(path: string): Promise<Font> {
  const font = create(Buffer.from(await Bun.file(path).bytes()));
  if (!("hasGlyphForCodePoint" in font)) throw new Error(`${path} holds more than one font`);
  return font;
}
