import type { AssetStorage } from "../assets/storage.ts";
import type { Database } from "../db/client.ts";
import type { Log } from "../log.ts";
import type { Owner } from "../sessions/owner.ts";
import { renderHtml } from "./html/render-html.ts";
import { loadPictures } from "./load-pictures.ts";
import { createPdfPrinter } from "./pdf/printer.ts";
import { readReport } from "./read.ts";
import type { Report } from "./schema.ts";
import { createSlots } from "../slots.ts";

/** Below the 30 s after which the server cuts a silent connection. */
const timeoutMs = 25_000;
const refusal = "Too many reports are being made";

type Parts = { database: Database; storage: Pick<AssetStorage, "read">; log: Log };
type Order = { owner: Owner; report: Report; signal: AbortSignal };

/** Makes reports, a few at a time in this process. */
export type ReportMaker = {
  /** @throws {Problem} not-found */
  read: (owner: Owner, sessionId: string) => Promise<Report>;
  /** `signal` tells that nobody waits any more. @throws {Problem} overloaded */
  html: (order: Order) => Promise<string>;
  /** As `html`. */
  pdf: (order: Order) => Promise<Uint8Array<ArrayBuffer>>;
};

export function createReportMaker({ database, storage, log }: Parts): ReportMaker {
  // A page is its pictures in memory; a PDF is also a core for half a second.
  const pages = createSlots({ atOnce: 4, maxWaiting: 30, refusal, timeoutMs });
  const pdfs = createSlots({ atOnce: 1, maxWaiting: 10, refusal, timeoutMs });
  const printer = createPdfPrinter();
  const picturesOf = ({ owner, report }: Order, format: "html" | "pdf", signal: AbortSignal) =>
    loadPictures({ database, storage, log }, report, { owner, format, signal });

  return {
    read: (owner, sessionId) => readReport(database, owner, sessionId),
    html: (order) =>
      pages(async (signal) => renderHtml(order.report, await picturesOf(order, "html", signal)), order.signal),
    pdf: (order) =>
      pdfs(async (signal) => {
        const pictures = await picturesOf(order, "pdf", signal);
        return printer.print({ report: order.report, pictures }, signal);
      }, order.signal),
  };
}
