import postgres from "postgres";
import { Problem } from "../problem.ts";

/** The SQLSTATE or system error code behind an error, also behind a `database-unavailable` problem. */
export function failureCode(error: unknown): string | undefined {
  if (error instanceof Problem) return failureCode(error.cause);
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}

/** What the database's user may not do, in words for the operator; undefined for any other error. */
export function lackingRight(error: unknown): string | undefined {
  if (!(error instanceof postgres.PostgresError) || error.code !== "42501") return undefined;
  return `The user in DATABASE_URL lacks a right: ${error.message}`;
}

/** Not the statement's fault: the same one may succeed a second later, or on another server. */
const unavailableCodes = new Set([
  "25006", // read-only: a standby, or a primary that was demoted
  "25P03", // idle in transaction for too long
  "25P04", // transaction for too long
  "53100", // disk full
  "53200", // out of memory
  "53300", // too many connections
  "55P03", // waited too long for a lock
  "57014", // the statement took too long
  "57P01", // shut down by an administrator
  "57P02", // another backend crashed
  "57P03", // starting up or shutting down
  "57P05", // idle for too long
]);

/** Whether a server's answer says that the database, not the statement, is at fault. */
export const meansUnavailable = (error: postgres.PostgresError) =>
  error.code.startsWith("08") || unavailableCodes.has(error.code);

export const unavailable = (detail: string | undefined, cause?: unknown) =>
  new Problem("database-unavailable", detail, { retryAfterSeconds: 1, cause });
