import { parentPort } from "node:worker_threads";
import type { Pictures } from "../load-pictures.ts";
import type { Report } from "../schema.ts";
import { renderPdf } from "./render-pdf.ts";

export type PrintJob = { report: Report; pictures: Pictures };
export type PrintResult = { bytes: Uint8Array<ArrayBuffer> } | { failure: string };

/** Entry point of the thread that sets PDFs: one job after the other, as they are sent. */
parentPort?.on("message", ({ report, pictures }: PrintJob) => {
  renderPdf(report, pictures).then(
    (bytes) => parentPort?.postMessage({ bytes } satisfies PrintResult, [bytes.buffer]),
    (error: unknown) => {
      const failure = error instanceof Error ? (error.stack ?? error.message) : String(error);
      parentPort?.postMessage({ failure } satisfies PrintResult);
    },
  );
});
