import { Problem, type ProblemKind } from "../../problem.ts";

/** The kinds that any operation may answer with, where it documents their status. */
const common: ProblemKind[] = [
  "malformed-request",
  "unauthorized",
  "forbidden",
  "not-found",
  "method-not-allowed",
  "precondition-failed",
  "payload-too-large",
  "unsupported-media-type",
  "range-not-satisfiable",
  "invalid-input",
  "upgrade-required",
  "internal",
  "database-unavailable",
];

/** The others differ: most creating operations know no conflict but a reused Idempotency-Key. */
const others: Record<string, readonly ProblemKind[]> = {
  sendMessage: ["conflict", "turn-running", "queue-full", "token-cap", "rate-limited"],
  retryTurn: ["conflict", "queue-full", "token-cap"],
  createRoom: ["conflict", "idempotency-conflict"],
  createChecklistItem: ["conflict", "idempotency-conflict"],
  createPick: ["conflict", "idempotency-conflict"],
  createDecision: ["conflict", "idempotency-conflict"],
  uploadAsset: ["conflict", "quota-exceeded", "idempotency-conflict", "overloaded", "storage-unavailable"],
  getAssetContent: ["overloaded", "storage-unavailable"],
  movePhase: ["guard-failed"],
  requestRender: ["conflict", "guard-failed", "idempotency-conflict", "token-cap"],
  requestApproval: ["conflict", "guard-failed", "idempotency-conflict"],
  writePlan: ["conflict", "guard-failed", "idempotency-conflict"],
  createShareLink: ["conflict", "idempotency-conflict"],
  restorePlanVersion: ["conflict", "guard-failed", "idempotency-conflict"],
  getReport: ["overloaded"],
  readSharedReport: ["overloaded"],
};

const details: Partial<Record<ProblemKind, string>> = {
  "malformed-request": "Malformed JSON in request body",
  unauthorized: "Give HEALTH_STATUS_TOKEN as a bearer token",
  forbidden: "This origin may not open sockets here",
  "not-found": "session 0198d3c0-0000-7000-8000-000000000000 does not exist",
  conflict: "message id m-1 was already used for another text",
};

type Answer = {
  operationId: string;
  status: string;
  isIdempotent: boolean;
  /** Probes are answered without a request id. */
  isProbe: boolean;
  /** A field of the input that may be at fault. */
  field: string;
};

/** An example of each problem that an operation can answer with this status, named by its kind. */
export function problemExamples({ operationId, status, isIdempotent, isProbe, field }: Answer) {
  const conflict = isIdempotent ? "idempotency-conflict" : "conflict";
  const kinds: ProblemKind[] = [...common, ...(others[operationId] ?? [conflict])];
  const id = isProbe ? {} : { requestId: "0198d3c2-6b10-7000-8c3f-4e5d6a7b8c05" };
  const errors = [{ pointer: `/${field}`, detail: "Invalid input" }];
  return Object.fromEntries(
    kinds
      .map((kind) => new Problem(kind, details[kind], kind === "invalid-input" ? { errors } : {}))
      .filter((problem) => String(problem.status) === (status === "default" ? "400" : status))
      .map((problem) => [problem.kind, { summary: problem.toJSON().title, value: { ...problem.toJSON(), ...id } }]),
  );
}
