import { type Environment, maxBytesInDatabase, type Name, secretNames, type Values, variables } from "./variables.ts";

/** What is wrong with the values together, though each may be right by itself. */
export function crossFieldFaults(values: Values, given: Record<string, string>): string[] {
  const faults: string[] = [];
  const environment = values.NODE_ENV ?? "development";
  const deployed = environment === "production" || environment === "staging";
  const isGiven = (name: Name) => isGivenIn(given, name);
  const hasKey = isGiven("GEMINI_API_KEY") || isGiven("GOOGLE_API_KEY");

  if (values.GEMINI_API_KEY && values.GOOGLE_API_KEY && values.GEMINI_API_KEY !== values.GOOGLE_API_KEY)
    faults.push("GEMINI_API_KEY and GOOGLE_API_KEY are both set and differ; keep one");
  if (values.AGENT_MODE === "gemini" && !hasKey) faults.push("AGENT_MODE=gemini needs GEMINI_API_KEY");
  if (deployed && !hasKey && (given["AGENT_MODE"] ?? "auto") === "auto")
    faults.push(`GEMINI_API_KEY is required in ${environment}; say AGENT_MODE=offline to run the offline planner`);
  if (deployed && !isGiven("DATABASE_URL"))
    faults.push(`DATABASE_URL is required in ${environment}; say DATABASE_URL=embedded to use the built-in PostgreSQL`);
  if (values.DATABASE_DIRECT_URL && (values.DATABASE_URL === "embedded" || !isGiven("DATABASE_URL")))
    faults.push("DATABASE_DIRECT_URL needs a DATABASE_URL beside it");
  if (environment === "production" && given["AUTH_MODE"] === undefined)
    faults.push(
      "AUTH_MODE is required in production; AUTH_MODE=disabled says aloud that anyone who reaches it may use it",
    );

  faults.push(...storageFaults(values, given));

  const { shutdownTimeoutMs, turnGraceMs, drainDelayMs } = budgets(values, environment);
  // The rest of the shutdown (sockets, http, database, logs) needs its share of the deadline too.
  const restMs = Math.min(2_000, shutdownTimeoutMs / 2);
  if (drainDelayMs + turnGraceMs + restMs > shutdownTimeoutMs)
    faults.push(`DRAIN_DELAY_MS + TURN_GRACE_MS must leave at least ${restMs} ms of SHUTDOWN_TIMEOUT_MS`);
  return faults;
}

/** A file that cannot be read is a fault of its own, and not also a variable that is missing. */
const isGivenIn = (given: Record<string, string>, name: Name) =>
  given[name] !== undefined || (isSecret(name) && given[`${name}_FILE`] !== undefined);
const isSecret = (name: Name) => secretNames.some((secret) => secret === name);

/** Without these there is no bucket; the endpoint and the region have defaults. */
const bucketNames = ["S3_BUCKET", "S3_ACCESS_KEY_ID", "S3_SECRET_ACCESS_KEY"] as const;

function storageFaults(values: Values, given: Record<string, string>): string[] {
  const faults: string[] = [];
  const isMeant = Object.keys(given).some((name) => name.startsWith("S3_") && name in variables);
  const missing = bucketNames.filter((name) => !isGivenIn(given, name));
  if (isMeant && missing.length > 0)
    faults.push(`S3_* is half configured: ${missing.join(", ")} ${missing.length > 1 ? "are" : "is"} missing`);
  const hasPlace = given["S3_ENDPOINT"] !== undefined || given["S3_REGION"] !== undefined;
  if (isMeant && !hasPlace)
    faults.push("S3_* is half configured: S3_REGION, or S3_ENDPOINT outside of AWS, is missing");
  const maxBytes = values.ASSET_MAX_BYTES ?? maxBytesInDatabase;
  if (!isMeant && maxBytes > maxBytesInDatabase)
    faults.push(`ASSET_MAX_BYTES may be at most ${maxBytesInDatabase} unless a bucket is set by S3_*`);
  if (values.OWNER_ASSET_BYTES !== undefined && values.OWNER_ASSET_BYTES < maxBytes)
    faults.push("OWNER_ASSET_BYTES must be at least ASSET_MAX_BYTES");
  return faults;
}

/** How the time of a shutdown is divided, in milliseconds. */
export function budgets(values: Values, environment: Environment) {
  const deployed = environment === "production" || environment === "staging";
  // Docker kills after 10 s: 9 s for everything, of which turns get 4 and the balancer 2.
  const shutdownTimeoutMs = values.SHUTDOWN_TIMEOUT_MS ?? 9_000;
  return {
    shutdownTimeoutMs,
    turnGraceMs: values.TURN_GRACE_MS ?? Math.max(0, Math.min(4_000, shutdownTimeoutMs - 4_000)),
    drainDelayMs: values.DRAIN_DELAY_MS ?? (deployed ? Math.min(2_000, shutdownTimeoutMs / 4) : 0),
  };
}
