import { OpenAPIHono } from "@hono/zod-openapi";
import type { z } from "zod";
import type { Log } from "../log.ts";
import { invalidInput, ProblemDetails } from "../problem.ts";
import type { Owner } from "../sessions/owner.ts";

/** How long a connection may be silent; streams lift it for themselves while they last. */
export const idleTimeoutSeconds = 30;

export type HttpEnv = {
  Bindings: { server: Bun.Server<unknown> };
  /** `log` makes the request's own, with its ids: most requests need none. */
  Variables: { requestId: string; log: () => Log; owner: Owner };
};
export type Router = OpenAPIHono<HttpEnv>;

/** A router whose validation failures are thrown, so that one place maps every error. */
export const createRouter = (): Router =>
  new OpenAPIHono<HttpEnv>({
    defaultHook: (result) => {
      if (!result.success) throw invalidInput(result.error);
    },
  });

const problemDescriptions = {
  400: "The request cannot be read",
  403: "Not allowed",
  404: "No such resource",
  409: "Conflict with the current state",
  412: "It has changed since its ETag was read",
  413: "The request body is too large",
  415: "The body is not JSON",
  416: "The range is outside of the content",
  422: "Input does not match the schema",
  426: "This address speaks WebSocket",
  429: "Too many requests or waiting messages; see Retry-After",
  500: "An error the service did not expect; quote the requestId",
  503: "The service or its database cannot answer now; see Retry-After",
};
type ProblemStatus = keyof typeof problemDescriptions;

/** The problem responses of a route: the ones named and those any route may give. */
export function problems<const S extends ProblemStatus>(...statuses: S[]) {
  const content = { "application/problem+json": { schema: ProblemDetails } };
  const all = [...new Set<ProblemStatus>([...statuses, 500, 503])].toSorted((a, b) => a - b);
  return Object.fromEntries(
    all.map((status) => [status, { description: problemDescriptions[status], content }]),
  ) as Record<S, { description: string; content: typeof content }>;
}

export const json = <T extends z.ZodType>(schema: T, description: string) => ({
  description,
  content: { "application/json": { schema } },
});

/** A required JSON body. Without `required` a request with no content type would skip validation. */
export const jsonBody = <T extends z.ZodType>(schema: T, description: string) => ({
  body: { required: true as const, ...json(schema, description) },
});
