import { createApp } from "../app.ts";
import { asyncApiDocument, openApiDocument } from "../http/docs.ts";
import { createLog } from "../log.ts";

const usage = `usage: renovation-agent openapi [--async]
  prints the OpenAPI document of the HTTP API, with --async the AsyncAPI document of the socket
`;

/**
 * `openapi` prints the OpenAPI document, `openapi --async` the AsyncAPI one. Needs no database and no configuration.
 * @returns the exit code: 0, or 64 for an argument it does not know
 */
export function openapiCommand({ args, write }: { args: string[]; write: (text: string) => void }): number {
  const unknown = args.find((arg) => arg !== "--async");
  if (unknown !== undefined) {
    const isHelp = unknown === "--help";
    write(isHelp ? usage : `openapi does not take ${unknown}.\n\n${usage}`);
    return isHelp ? 0 : 64;
  }
  const document = args.includes("--async") ? asyncApiDocument() : openApiDocument(appOfRoutes());
  write(`${JSON.stringify(document, null, 2)}\n`);
  return 0;
}

/** Every route, and nothing behind it: building the app calls none of its dependencies. */
function appOfRoutes() {
  const nothing = undefined as never;
  return createApp({
    database: nothing,
    conversation: nothing,
    storage: nothing,
    renderers: ["concept_board"],
    log: createLog({ level: "silent", write: () => {} }),
    stopping: new AbortController().signal,
    options: { production: true, requestLog: false, corsOrigins: [], apiDocs: true, web: true },
  });
}
