import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import { ProblemDetails } from "../../problem.ts";
import { version } from "../../version.ts";
import { Health, HealthReady, HealthStartup, HealthStatus } from "../health-schema.ts";
import type { Router } from "../router.ts";

export const probeTag = "Health";
const tags = [probeTag];

const answer = <T extends z.ZodType>(description: string, schema: T, example: z.input<T>) => ({
  description,
  content: { "application/json": { schema, example } },
});

const problem = { "application/problem+json": { schema: ProblemDetails } };
const notAllowed = {
  405: {
    description: "Another method than GET or HEAD",
    headers: {
      Allow: { description: "The methods that may be used", schema: { type: "string" as const }, example: "GET, HEAD" },
    },
    content: problem,
  },
};

const operatorsOnly = { 401: { description: "The token is missing or wrong", content: problem } };

const metricsSample = `# HELP renovation_sockets_open Open chat sockets
# TYPE renovation_sockets_open gauge
renovation_sockets_open 12
`;

const status: HealthStatus = {
  status: "ok",
  version,
  environment: "production",
  uptimeSeconds: 86_400,
  features: { agent: "gemini-2.5-flash", auth: "disabled", payments: "off", storage: "database" },
  memory: { rssBytes: 83_886_080, heapUsedBytes: 25_165_824 },
  eventLoop: { medianMs: 0.2, maxMs: 4.1 },
  database: { kind: "server", state: "running", poolSize: 10 },
  turns: { running: 2, concurrency: 32 },
  sockets: { open: 12 },
  migrations: { applied: 7, pending: 0 },
  checks: [
    { name: "database", severity: "critical", status: "pass", result: "ok", ageMs: 850 },
    { name: "gemini", severity: "warn", status: "pass", result: "ok", ageMs: 12_400 },
  ],
};

const probes = [
  createRoute({
    method: "get",
    path: "/health",
    operationId: "getHealth",
    summary: "Is the process there?",
    description: "Answers as long as the process does. `/healthz` is the same.",
    tags,
    responses: { 200: answer("The process answers", Health, { status: "ok" }), ...notAllowed },
  }),
  createRoute({
    method: "get",
    path: "/health/live",
    operationId: "getLiveness",
    summary: "Is the process alive?",
    description:
      "Without any I/O, and also while the service drains: a failure means that the process has to be restarted.",
    tags,
    responses: { 200: answer("The process is alive", Health, { status: "ok" }), ...notAllowed },
  }),
  createRoute({
    method: "get",
    path: "/health/ready",
    operationId: "getReadiness",
    summary: "May traffic come?",
    description: "From the last background checks, so it answers at once even when the database hangs.",
    tags,
    responses: {
      200: answer("Traffic may come", HealthReady, { status: "ok", checks: { database: "pass", gemini: "warn" } }),
      503: answer("No traffic, please", HealthReady, { status: "unready", checks: { database: "fail" } }),
      ...notAllowed,
    },
  }),
  createRoute({
    method: "get",
    path: "/health/startup",
    operationId: "getStartup",
    summary: "Is the start over?",
    description: "For startup probes: 200 from the first time that everything was up.",
    tags,
    responses: {
      200: answer("The start is over", HealthStartup, { status: "ok" }),
      503: answer("Still starting", HealthStartup, { status: "starting" }),
      ...notAllowed,
    },
  }),
  createRoute({
    method: "get",
    path: "/health/status",
    operationId: "getStatus",
    summary: "What is going on inside?",
    description: "For operators. In production and staging it wants HEALTH_STATUS_TOKEN as a bearer token.",
    tags,
    security: [{}, { HealthStatusToken: [] }],
    responses: {
      200: answer("The service's inner state", HealthStatus, status),
      ...operatorsOnly,
      ...notAllowed,
    },
  }),
  createRoute({
    method: "get",
    path: "/metrics",
    operationId: "getMetrics",
    summary: "What has been counted?",
    description:
      "Prometheus' text format. In production and staging it wants HEALTH_STATUS_TOKEN as a bearer token. Counters begin with the process.",
    tags,
    security: [{}, { HealthStatusToken: [] }],
    responses: {
      200: {
        description: "Every metric",
        content: { "text/plain": { schema: z.string(), example: metricsSample } },
      },
      ...operatorsOnly,
      ...notAllowed,
    },
  }),
];

/** Probes are answered in front of the application, which therefore does not know of them. */
export function registerProbes({ openAPIRegistry }: Router): void {
  openAPIRegistry.registerComponent("securitySchemes", "HealthStatusToken", {
    type: "http",
    scheme: "bearer",
    description: "The value of HEALTH_STATUS_TOKEN",
  });
  for (const probe of probes) openAPIRegistry.registerPath(probe);
}
