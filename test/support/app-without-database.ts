import { type AppDependencies, createApp } from "../../src/app.ts";
import { createLog } from "../../src/log.ts";

/** The service's routes with nothing behind them: enough for whatever is answered before the database is asked. */
export function appWithoutDatabase(options: Partial<AppDependencies["options"]> = {}) {
  const nothing = undefined as never;
  return createApp({
    database: nothing,
    conversation: nothing,
    storage: nothing,
    renderers: ["concept_board"],
    log: createLog({ level: "silent", write: () => {} }),
    stopping: new AbortController().signal,
    options: { production: false, requestLog: false, corsOrigins: [], apiDocs: true, web: true, ...options },
  });
}
