import { z } from "zod";

/** Every kind of problem the service can report: its status, title, and whether the same request may be tried again. */
const kinds = {
  "malformed-request": { status: 400, title: "The request cannot be read" },
  unauthorized: { status: 401, title: "Sign-in is required" },
  forbidden: { status: 403, title: "Not allowed" },
  "not-found": { status: 404, title: "Not found" },
  "method-not-allowed": { status: 405, title: "Method not allowed here" },
  conflict: { status: 409, title: "Conflict with the current state" },
  "idempotency-conflict": { status: 409, title: "The Idempotency-Key was used for another request" },
  "turn-running": { status: 409, title: "A turn is already running" },
  "queue-full": { status: 429, title: "Too many messages are waiting" },
  "quota-exceeded": { status: 409, title: "The storage quota is used up" },
  "guard-failed": { status: 409, title: "The project does not allow this now" },
  "precondition-failed": { status: 412, title: "It has changed since it was read" },
  "payload-too-large": { status: 413, title: "The request body is too large" },
  "unsupported-media-type": { status: 415, title: "Unsupported media type" },
  "range-not-satisfiable": { status: 416, title: "The range is outside of the content" },
  "invalid-input": { status: 422, title: "Input does not match the schema" },
  "upgrade-required": { status: 426, title: "This address speaks WebSocket" },
  "token-cap": { status: 429, title: "The day's tokens are used up" },
  "rate-limited": { status: 429, title: "Too many requests" },
  internal: { status: 500, title: "Internal error" },
  draining: { status: 503, title: "The service is restarting" },
  overloaded: { status: 503, title: "The service is at its limit" },
  "database-unavailable": { status: 503, title: "The database does not answer" },
  "storage-unavailable": { status: 503, title: "The file storage does not answer" },
  "model-unavailable": { status: 503, title: "The language model does not answer" },
  "model-rate-limited": { status: 503, title: "The language model is rate limited" },
  "model-quota": { status: 503, title: "The language model's quota is used up" },
  "model-refused": { status: 422, title: "The language model declined to answer" },
  "model-failed": { status: 502, title: "The language model gave no usable answer" },
  "model-misconfigured": { status: 502, title: "The language model rejects the service's request" },
  "turn-too-long": { status: 504, title: "The turn took too long" },
  "turn-too-many-steps": { status: 422, title: "The turn took too many steps" },
  "turn-failed": { status: 500, title: "The turn failed" },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemKind = keyof typeof kinds;
export const problemKinds = Object.keys(kinds) as ProblemKind[];

/** What GET of a problem's `type` answers. */
export const describeProblem = (kind: ProblemKind) => ({ type: `/problems/${kind}`, ...kinds[kind] });

/** RFC 9457 problem details, the same object over HTTP, WebSocket and in a failed turn. */
export const ProblemDetails = z
  .object({
    type: z.string().meta({
      description: "Stable identifier of the kind of problem; GET it for its title and status",
      example: "/problems/not-found",
    }),
    title: z.string().meta({ example: "Not found" }),
    status: z.int().meta({ example: 404 }),
    detail: z.string().optional().meta({ example: "session 0198d3c0-0000-7000-8000-000000000000 does not exist" }),
    requestId: z
      .string()
      .optional()
      .meta({ description: "The request's id, also in the X-Request-Id header and logs" }),
    errors: z
      .array(
        z.object({
          pointer: z.string().meta({ description: "JSON pointer of the field at fault", example: "/title" }),
          detail: z.string(),
        }),
      )
      .optional(),
  })
  .meta({ id: "Problem", description: "What went wrong, as RFC 9457 problem details" });
export type ProblemDetails = z.infer<typeof ProblemDetails>;

type ProblemOptions = { errors?: ProblemDetails["errors"]; retryAfterSeconds?: number; cause?: unknown };

/** The one error type that reaches a client. `cause` stays in the log. */
export class Problem extends Error {
  override name = "Problem";
  readonly kind: ProblemKind;
  readonly errors: ProblemDetails["errors"];
  readonly retryAfterSeconds: number | undefined;

  constructor(kind: ProblemKind, detail?: string, { errors, retryAfterSeconds, cause }: ProblemOptions = {}) {
    super(detail ?? kinds[kind].title, { cause });
    this.kind = kind;
    this.errors = errors;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  get status() {
    return kinds[this.kind].status;
  }

  toJSON(): ProblemDetails {
    const { status, title } = kinds[this.kind];
    return {
      type: `/problems/${this.kind}`,
      title,
      status,
      ...(this.message === title ? {} : { detail: this.message }),
      ...(this.errors ? { errors: this.errors } : {}),
    };
  }
}

export const notFound = (what: string, id: string) => new Problem("not-found", `${what} ${id} does not exist`);

/**
 * Anything unexpected becomes an opaque 500: its message may hold secrets. What is stored and fits no schema is unexpected
 * too; what came from outside is read by {@link parseInput}.
 */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  return new Problem("internal", undefined, { cause: error });
}

/** What came from outside, as its schema reads it. @throws {Problem} invalid-input naming every fault */
export function parseInput<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const parsed = schema.safeParse(input);
  if (!parsed.success) throw invalidInput(parsed.error);
  return parsed.data;
}

/** A field error for each issue, addressed by JSON pointer (RFC 6901). */
export function invalidInput(error: z.ZodError): Problem {
  const pointerPart = (part: PropertyKey) => String(part).replaceAll("~", "~0").replaceAll("/", "~1");
  const errors = error.issues.map((issue) => ({
    pointer: issue.path.map((part) => `/${pointerPart(part)}`).join(""),
    detail: issue.message,
  }));
  return new Problem("invalid-input", undefined, { errors });
}
