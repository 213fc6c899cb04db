import type { Environment } from "../config.ts";
import type { Readiness } from "../lifecycle/readiness.ts";
import type { Health, HealthDetails, HealthReady, HealthStartup, HealthStatus } from "./health-schema.ts";
import { freshHeaders as headers, methodNotAllowed, operatorsOnly } from "./operators.ts";

type HealthOptions = {
  readiness: Readiness;
  /** Read for every answer of `/health/status`, so it must only look at what is in memory. */
  details: () => HealthDetails;
  /** Opens `/health/status` in production and staging. */
  token: string | undefined;
  environment: Environment;
};

const alive = JSON.stringify({ status: "ok" } satisfies Health);
const retryAfterSeconds = "1";

/**
 * Answers the probes, in front of everything else: no I/O, no middleware, the same under overload.
 * @returns undefined for a path that is no probe
 */
export function createHealth({ readiness, details, ...operators }: HealthOptions) {
  const refuse = operatorsOnly(operators);

  const probes: Record<string, (request: Request) => Response> = {
    "/health": () => new Response(alive, { headers }),
    "/healthz": () => new Response(alive, { headers }),
    "/health/live": () => new Response(alive, { headers }),
    "/health/ready": () => ready(readiness),
    "/health/startup": () => startup(readiness),
    "/health/status": (request) => refuse(request) ?? status(readiness, details),
  };

  return (request: Request, path: string): Response | undefined => {
    // Most requests are no probes, and this is on everyone's way.
    if (!path.startsWith("/health")) return undefined;
    const probe = probes[path];
    if (!probe) return undefined;
    // Bun sends the body of an answer to GET alone, and to HEAD its length.
    return request.method === "GET" || request.method === "HEAD" ? probe(request) : methodNotAllowed();
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
