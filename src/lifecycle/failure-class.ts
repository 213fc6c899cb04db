/** Why a dependency failed, in words that are safe to show: a driver's text may name hosts and users. */
export type FailureClass = "refused" | "timeout" | "auth" | "starting" | "read-only" | "failed";

// SQLSTATE classes of PostgreSQL, postgres.js's own codes and the system's.
const classes: Record<string, FailureClass> = {
  ECONNREFUSED: "refused",
  ENOENT: "refused", // the unix socket is not there
  ENOTFOUND: "refused",
  ECONNRESET: "refused",
  CONNECTION_CLOSED: "refused",
  CONNECTION_DESTROYED: "refused",
  CONNECTION_ENDED: "refused",
  "57P01": "refused", // the server is shutting down
  "57P02": "refused", // another server process crashed
  ETIMEDOUT: "timeout",
  CONNECT_TIMEOUT: "timeout",
  AbortError: "timeout",
  TimeoutError: "timeout",
  "57014": "timeout", // statement_timeout
  "55P03": "timeout", // lock_timeout
  "28000": "auth",
  "28P01": "auth",
  "57P03": "starting",
  "25006": "read-only",
};

/** Finds the class of an error by its code or name, or by those of its causes. */
export function failureClass(error: unknown, depth = 0): FailureClass {
  if (!(error instanceof Error) || depth > 5) return "failed";
  const own = classes[String("code" in error ? error.code : "")] ?? classes[error.name];
  if (own) return own;
  const [first] = error instanceof AggregateError ? error.errors : [];
  return failureClass(error.cause ?? first, depth + 1);
}
