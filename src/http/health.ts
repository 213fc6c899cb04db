import { createHash, timingSafeEqual } from "node:crypto";
import type { Environment } from "../config.ts";
import type { Readiness } from "../lifecycle/readiness.ts";
import { Problem } from "../problem.ts";
import type { Health, HealthDetails, HealthReady, HealthStartup, HealthStatus } from "./health-schema.ts";

type HealthOptions = {
  readiness: Readiness;
  /** Read for every answer of `/health/status`, so it must only look at what is in memory. */
  details: () => HealthDetails;
  /** HEALTH_STATUS_TOKEN. Without one nobody reads `/health/status` in production and staging. */
  token: string | undefined;
  environment: Environment;
};

const headers = { "Content-Type": "application/json", "Cache-Control": "no-store" };
const alive = JSON.stringify({ status: "ok" } satisfies Health);
const retryAfterSeconds = "1";

/**
 * Answers the probes, in front of everything else: no I/O, no middleware, the same under overload.
 * @returns undefined for a path that is no probe
 */
export function createHealth({ readiness, details, token, environment }: HealthOptions) {
  const isOpen = environment === "development" || environment === "test";
  const isAuthorized = bearerCheck(token);

  const probes: Record<string, (request: Request) => Response> = {
    "/health": () => new Response(alive, { headers }),
    "/healthz": () => new Response(alive, { headers }),
    "/health/live": () => new Response(alive, { headers }),
    "/health/ready": () => ready(readiness),
    "/health/startup": () => startup(readiness),
    "/health/status": (request) =>
      isOpen || isAuthorized(request.headers.get("authorization")) ? status(readiness, details) : unauthorized(),
  };

  return (request: Request, path: string): Response | undefined => {
    // Most requests are no probes, and this is on everyone's way.
    if (!path.startsWith("/health")) return undefined;
    const probe = probes[path];
    if (!probe) return undefined;
    if (request.method === "GET") return probe(request);
    if (request.method === "HEAD") return withoutBody(probe(request));
    return problem(new Problem("method-not-allowed"), { Allow: "GET, HEAD" });
  };
}

function ready(readiness: Readiness): Response {
  const { status, checks } = readiness.snapshot();
  const body: HealthReady = {
    status: status === "ready" ? "ok" : status,
    checks: Object.fromEntries(checks.map((check) => [check.name, check.status])),
  };
  return available(body.status === "ok", body);
}

function startup({ hasOpened }: Readiness): Response {
  const body: HealthStartup = { status: hasOpened ? "ok" : "starting" };
  return available(hasOpened, body);
}

function status(readiness: Readiness, details: () => HealthDetails): Response {
  const { status, checks } = readiness.snapshot();
  const body: HealthStatus = { status: status === "ready" ? "ok" : status, ...details(), checks };
  return Response.json(body, { headers });
}

const available = (isAvailable: boolean, body: object) =>
  isAvailable
    ? new Response(JSON.stringify(body), { headers })
    : new Response(JSON.stringify(body), { status: 503, headers: { ...headers, "Retry-After": retryAfterSeconds } });

const unauthorized = () =>
  problem(new Problem("unauthorized", "Give HEALTH_STATUS_TOKEN as a bearer token"), { "WWW-Authenticate": "Bearer" });

const problem = (cause: Problem, extra: Record<string, string>) =>
  new Response(JSON.stringify(cause), {
    status: cause.status,
    headers: { ...headers, "Content-Type": "application/problem+json", ...extra },
  });

/** Compares digests, so that the time taken tells neither length nor content. */
function bearerCheck(token: string | undefined) {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  const expected = token === undefined ? undefined : digest(token);
  return (authorization: string | null): boolean => {
    const given = /^Bearer +(\S+) *$/i.exec(authorization ?? "")?.[1];
    return expected !== undefined && given !== undefined && timingSafeEqual(digest(given), expected);
  };
}

function withoutBody({ status, headers }: Response): Response {
  return new Response(null, { status, headers });
}
