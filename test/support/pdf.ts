import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "./executable.ts";

type Word = { page: number; text: string; xMin: number; xMax: number; yMax: number; width: number; height: number };

/** A PDF as poppler reads it: a judge that had no part in writing it. */
export async function readPdf(bytes: ArrayBuffer) {
  const directory = await mkdtemp(join(tmpdir(), "ra-pdf-"));
  const file = join(directory, "report.pdf");
  try {
    await Bun.write(file, bytes);
    // Poppler tells what is wrong with a file on stderr, and goes on.
    const [info, structure, text, boxes, images, fonts] = await Promise.all([
      run(["pdfinfo", file]),
      run(["pdfinfo", "-struct", file]),
      run(["pdftotext", "-layout", file, "-"]),
      run(["pdftotext", "-bbox", file, "-"]),
      run(["pdfimages", "-list", file]),
      run(["pdffonts", file]),
    ]);
    return {
      complaints: info.stderr + structure.stderr + text.stderr,
      info: info.stdout,
      /** Its tags, each on a line, with those within it indented. */
      structure: structure.stdout,
      pages: Number(/Pages:\s+(\d+)/.exec(info.stdout)?.[1]),
      text: text.stdout,
      /** The text without its layout. */
      plain: text.stdout.replaceAll(/\s+/g, " "),
      words: wordsIn(boxes.stdout),
      images: images.stdout.split("\n").slice(2).filter(Boolean),
      fonts: fonts.stdout.split("\n").slice(2).filter(Boolean),
    };
  } finally {
    await rm(directory, { recursive: true });
  }
}

function wordsIn(boxes: string): Word[] {
  const word = /<word xMin="([\d.-]+)" yMin="[\d.-]+" xMax="([\d.-]+)" yMax="([\d.-]+)">([^<]*)</g;
  return boxes
    .split("<page ")
    .slice(1)
    .flatMap((page, index) => {
      const [, width, height] = /width="([\d.]+)" height="([\d.]+)"/.exec(page) ?? [];
      return [...page.matchAll(word)].map(([, xMin, xMax, yMax, text = ""]) => ({
        page: index + 1,
        text,
        xMin: Number(xMin),
        xMax: Number(xMax),
        yMax: Number(yMax),
        width: Number(width),
        height: Number(height),
      }));
    });
}
