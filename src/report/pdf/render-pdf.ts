import PDFDocument from "pdfkit";
import { toDocument } from "../document/document.ts";
import { palette } from "../drawing/palette.ts";
import type { Pictures } from "../load-pictures.ts";
import type { Report } from "../schema.ts";
import { writeSection } from "./blocks.ts";
import { writeBoards } from "./boards.ts";
import { writeCover } from "./cover.ts";
import { openFonts } from "./fonts.ts";
import { createSheet, page, type Sheet } from "./sheet.ts";
import { writeText } from "./text.ts";

/** The report as PDF: A4, tagged, with bookmarks and its fonts inside. Hundreds of milliseconds of work at a stretch. */
export async function renderPdf(report: Report, pictures: Pictures): Promise<Uint8Array<ArrayBuffer>> {
  const fonts = await openFonts();
  const { cover, sections, boards, footer } = toDocument(report);
  const doc = new PDFDocument({
    size: "A4",
    margins: { left: page.left, right: page.left, top: page.top, bottom: page.bottom },
    // None at the start: otherwise PDFKit takes one of its own, or opens ours anew at every use.
    font: "",
    pdfVersion: "1.7",
    tagged: true,
    lang: "en",
    displayTitle: true,
    bufferPages: true,
    info: { Title: cover.title, Creator: "Renovation Agent", Producer: "Renovation Agent" },
  });
  const whole = collect(doc);
  const sheet = createSheet({ doc, fonts });
  writeCover(sheet, cover, pictures);
  for (const section of sections) writeSection(sheet, section, pictures);
  if (sheet.print.hasMissed()) writeMissing(sheet);
  writeBoards(sheet, boards, pictures);
  sheet.close();
  writeFooters(sheet, footer);
  doc.end();
  return whole;
}

function collect(doc: PDFKit.PDFDocument): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  return new Promise((resolve, reject) => {
    doc.on("data", (chunk: Uint8Array) => chunks.push(chunk));
    doc.on("end", () => resolve(Uint8Array.from(Buffer.concat(chunks))));
    doc.on("error", reject);
  });
}

function writeMissing(sheet: Sheet): void {
  const text = "□ stands for a character that this PDF's font does not have; the web page of the report shows it.";
  sheet.need(24);
  writeText(sheet, text, { size: 7.6, color: palette.muted });
}

/** When all pages are there, so that each can say of how many it is. */
function writeFooters(sheet: Sheet, footer: string): void {
  const { doc } = sheet;
  const { start, count } = doc.bufferedPageRange();
  for (let index = start; index < start + count; index++) {
    doc.switchToPage(index);
    doc.markContent("Artifact" as never, { type: "Pagination" } as never);
    const { width, height } = doc.page;
    sheet.use({ size: 7.4, color: palette.muted });
    const number = `${index - start + 1} / ${count}`;
    const [line = "", more] = sheet.wrap(sheet.print.line(footer), width - 2 * page.left - 70);
    sheet.line(more === undefined ? line : `${line}…`, page.left, height - 40);
    sheet.line(number, width - page.left - 60, height - 40, 60);
    doc.endMarkedContent();
  }
}
