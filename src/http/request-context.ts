import type { MiddlewareHandler } from "hono";
import { routePath } from "hono/route";
import type { Log } from "../log.ts";
import { localOwner } from "../sessions/owner.ts";
import type { HttpEnv } from "./router.ts";

const requestIdPattern = /^[A-Za-z0-9._=-]{1,64}$/;
// https://www.w3.org/TR/trace-context/#traceparent-header, with the all-zero ids that it calls invalid left out.
const traceparentPattern = /^[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-.*)?$/;

const securityHeaders = {
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
};

/** The caller's request id when it is well formed, else a new one. */
export function requestIdOf(request: Request): string {
  const given = request.headers.get("x-request-id");
  return given && requestIdPattern.test(given) ? given : Bun.randomUUIDv7();
}

/** What of a path may stand in the log: the token of a share link is a secret. */
const loggable = ({ token: _, ...parameters }: Record<string, string>) => parameters;

/** `route` is the template, `durationMs` the time until the answer began. */
export type AnsweredRequest = { method: string; route: string; status: number; durationMs: number };

/** Hono drops the body of an answer to HEAD, and what is left would be called empty (RFC 9110, 8.6). */
async function tellLength(answer: Response): Promise<void> {
  answer.headers.set("content-length", String((await answer.arrayBuffer()).byteLength));
}

type Options = {
  log: Log;
  requestLog: boolean;
  production: boolean;
  /** Hears of every request that the application answered. */
  noteRequest: (request: AnsweredRequest) => void;
};

/**
 * What every request gets, in one middleware because each costs: an id, security headers, a log of its own,
 * and one line when the answer is known. Headers are set before the handler, where they are cheap.
 */
export function requestContext({ log, requestLog, production, noteRequest }: Options): MiddlewareHandler<HttpEnv> {
  const headers = Object.entries({
    ...securityHeaders,
    ...(production ? { "strict-transport-security": "max-age=31536000" } : {}),
  });
  // Only what is nested can be redacted: for flat lines looking for it costs more than writing them.
  const flatLog = log.child({}, { redact: [] });

  return async (c, next) => {
    const started = performance.now();
    const requestId = requestIdOf(c.req.raw);
    const traceId = traceparentPattern.exec(c.req.header("traceparent") ?? "")?.[1];
    const ids = traceId ? { requestId, traceId } : { requestId };
    c.set("requestId", requestId);
    c.set("log", () => flatLog.child(ids));
    c.set("owner", localOwner);
    c.header("x-request-id", requestId);
    for (const [name, value] of headers) c.header(name, value);
    await next();
    if (c.req.method === "HEAD" && c.res.body) await tellLength(c.res);
    const durationMs = performance.now() - started;
    const { status } = c.res;
    const answered = { method: c.req.method, route: routePath(c, -1), status, durationMs };
    noteRequest(answered);
    if (!requestLog) return;
    const rounded = Math.round(durationMs * 10) / 10;
    const line = { ...ids, ...answered, durationMs: rounded, ...loggable(c.req.param()) };
    if (status < 500) flatLog.info(line, "request");
    else log.error({ ...line, ...(c.error ? { error: c.error } : {}) }, "request");
  };
}
