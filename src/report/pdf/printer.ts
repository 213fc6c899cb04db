import { Worker } from "node:worker_threads";
import type { PrintJob, PrintResult } from "./worker.ts";

/** Long enough for somebody who prints again after a change; then the memory is given back. */
const idleMs = 60_000;

export type PdfPrinter = {
  /** One at a time. Rejects with the signal's reason once it aborts, and then gives up the work. */
  print: (job: PrintJob, signal: AbortSignal) => Promise<Uint8Array<ArrayBuffer>>;
};

/**
 * Sets PDFs in a thread of its own, so that nobody else waits for the half second that one takes. The thread is there
 * when it is first needed, and goes when it is not or when a job has to be given up.
 */
export function createPdfPrinter(): PdfPrinter {
  let worker: Worker | undefined;
  let idle: ReturnType<typeof setTimeout> | undefined;

  function stop() {
    void worker?.terminate();
    worker = undefined;
  }

  function start(): Worker {
    const started = new Worker(workerFile());
    // A PDF that nobody waits for must not keep the process.
    started.unref();
    // One that has ended takes no further job; the job it had hears of it by itself.
    const forget = () => {
      if (worker === started) worker = undefined;
    };
    started.on("error", forget).on("exit", forget);
    return started;
  }

  return {
    async print(job, signal) {
      signal.throwIfAborted();
      clearTimeout(idle);
      worker ??= start();
      try {
        return await answerOf(worker, job, signal);
      } catch (error) {
        stop();
        throw error;
      } finally {
        idle = setTimeout(stop, idleMs);
        idle.unref();
      }
    },
  };
}

function answerOf(worker: Worker, job: PrintJob, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array<ArrayBuffer>>();
  const onMessage = (result: PrintResult) =>
    "bytes" in result ? resolve(result.bytes) : reject(new Error(`The PDF could not be set: ${result.failure}`));
  const onExit = () => reject(new Error("The thread that sets PDFs has ended"));
  const onAbort = () => reject(signal.reason);
  worker.on("message", onMessage).on("error", reject).on("exit", onExit);
  signal.addEventListener("abort", onAbort, { once: true });
  worker.postMessage(job);
  return promise.finally(() => {
    worker.off("message", onMessage).off("error", reject).off("exit", onExit);
    signal.removeEventListener("abort", onAbort);
  });
}

/** From source the file beside this one; in the executable its entry point, named as in the sources (src/build). */
function workerFile(): URL | string {
  const isCompiled = import.meta.url.includes("/$bunfs/");
  return isCompiled ? "./src/report/pdf/worker.ts" : new URL("./worker.ts", import.meta.url);
}
