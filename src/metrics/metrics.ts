import { Counter, Gauge, Histogram, Registry } from "prom-client";
import { closeCodes } from "../chat/protocol.ts";
import type { AnsweredRequest } from "../http/request-context.ts";
import type { EndedAttempt } from "../turns/ended.ts";
import { addProcessMetrics } from "./process.ts";
import { addReadings, type Readings } from "./readings.ts";

// Names, buckets and methods of https://opentelemetry.io/docs/specs/semconv/http/http-metrics/
const requestBuckets = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];
const methods = new Set(["CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE"]);
/** Ours, and what Bun reports where a socket closed without a code or broke off. */
const codes = new Set<number>([...Object.values(closeCodes), 1005, 1006]);

/**
 * What is counted since the process began, for Prometheus. A label has few values: routes as templates, no ids, and
 * nothing that a caller chooses.
 */
export function createMetrics({ version, read }: { version: string; read: () => Readings }) {
  const registry = new Registry();
  const registers = [registry];
  const requests = new Histogram({
    name: "http_server_request_duration_seconds",
    help: "Until the answer to a request began",
    labelNames: ["http_request_method", "http_route", "http_response_status_code"],
    buckets: requestBuckets,
    registers,
  });
  const socketsClosed = new Counter({
    name: "renovation_sockets_closed_total",
    help: "Chat sockets closed, by close code",
    labelNames: ["code"],
    registers,
  });
  const turns = new Counter({
    name: "renovation_turns_total",
    help: "Attempts of turns that ended on this replica",
    labelNames: ["kind", "status", "problem"],
    registers,
  });
  const turnDuration = new Histogram({
    name: "renovation_turn_duration_seconds",
    help: "How long attempts of turns ran",
    labelNames: ["kind"],
    buckets: [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 60, 120],
    registers,
  });
  const firstText = new Histogram({
    name: "renovation_turn_first_text_seconds",
    help: "From the claim of a turn to its first text",
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8, 16, 32],
    registers,
  });
  const tokens = new Counter({
    name: "renovation_model_tokens_total",
    help: "Tokens that the model billed",
    labelNames: ["type"],
    registers,
  });
  for (const type of ["input", "output"]) tokens.inc({ type }, 0);
  new Gauge({ name: "renovation_build_info", help: "Always 1", labelNames: ["version"], registers }).set(
    { version },
    1,
  );
  addReadings(registry, read);
  addProcessMetrics(registry);

  return {
    contentType: registry.contentType,
    /** In Prometheus' text format. */
    text: () => registry.metrics(),
    requestAnswered({ method, route, status, durationMs }: AnsweredRequest) {
      requests.observe(
        {
          http_request_method: methods.has(method) ? method : "_OTHER",
          http_route: route,
          http_response_status_code: status,
        },
        durationMs / 1_000,
      );
    },
    socketClosed(code: number) {
      socketsClosed.inc({ code: codes.has(code) ? code : "other" });
    },
    attemptEnded({ kind, status, problem = "", durationMs, firstTextMs, usage }: EndedAttempt) {
      turns.inc({ kind, status, problem });
      turnDuration.observe({ kind }, durationMs / 1_000);
      if (firstTextMs !== undefined) firstText.observe(firstTextMs / 1_000);
      tokens.inc({ type: "input" }, usage.inputTokens);
      tokens.inc({ type: "output" }, usage.outputTokens);
    },
  };
}
