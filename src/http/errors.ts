import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { Problem, toProblem } from "../problem.ts";
import type { HttpEnv, Router } from "./router.ts";

/** A problem as an HTTP answer for a request that never reached the app. */
export function problemResponse(problem: Problem, requestId: string): Response {
  const { body, status, headers } = toAnswer(problem, requestId);
  return new Response(body, { status, headers: { ...headers, "x-request-id": requestId } });
}

/** Body and headers of a problem, with Retry-After where trying again makes sense. */
function toAnswer(problem: Problem, requestId: string) {
  const retryAfter = problem.retryAfterSeconds ?? (problem.status === 503 ? 1 : undefined);
  return {
    body: JSON.stringify({ ...problem.toJSON(), requestId }),
    status: problem.status,
    headers: {
      "content-type": "application/problem+json",
      ...(retryAfter === undefined ? {} : { "retry-after": String(Math.ceil(retryAfter)) }),
    },
  };
}

/** Answers through the context, which adds the headers that every response has. */
function answer(c: Context<HttpEnv>, problem: Problem, more: Record<string, string> = {}): Response {
  const { body, status, headers } = toAnswer(problem, c.var.requestId);
  return c.body(body, status as ContentfulStatusCode, { ...headers, ...more });
}

/** The one place where an error becomes an answer. `note` hears of every problem, to know at once what fails. */
export const handleError =
  (note: (problem: Problem) => void) =>
  (error: Error, c: Context<HttpEnv>): Response => {
    const problem = asProblem(error, c.req.raw.signal);
    note(problem);
    return answer(c, problem);
  };

function asProblem(error: Error, gone: AbortSignal): Problem {
  // Nobody gets this answer. In the log it is no fault of the service.
  if (error.name === "AbortError" && gone.aborted) return new Problem("malformed-request", "The client left");
  if (error instanceof HTTPException && error.status === 415)
    return new Problem("unsupported-media-type", "The body must be application/json");
  if (error instanceof HTTPException && error.status < 500) return new Problem("malformed-request", error.message);
  return toProblem(error);
}

/** Nothing answered: the method is wrong when another one has a route here, else the address is. */
export function handleNotFound(app: Router): (c: Context<HttpEnv>) => Response {
  let routes: { method: string; pattern: RegExp }[] | undefined;
  return (c) => {
    routes ??= app.routes
      .filter(({ method, path }) => method !== "ALL" && !path.includes("*"))
      .map(({ method, path }) => ({ method, pattern: patternOf(path) }));
    const allowed = new Set(routes.filter(({ pattern }) => pattern.test(c.req.path)).map(({ method }) => method));
    if (allowed.size === 0) return answer(c, new Problem("not-found", `No route for ${c.req.method} ${c.req.path}`));
    if (allowed.has("GET")) allowed.add("HEAD");
    const allow = [...allowed].toSorted().join(", ");
    return answer(c, new Problem("method-not-allowed", `Use ${allow}`), { allow });
  };
}

const patternOf = (path: string) => new RegExp(`^${path.replaceAll(".", "\\.").replaceAll(/:[^/]+/g, "[^/]+")}$`);
