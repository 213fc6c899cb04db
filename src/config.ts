import { join } from "node:path";
import { budgets, crossFieldFaults } from "./config/faults.ts";
import { maxBytesInDatabase, mebibyte, type Name, secretNames, type Values, variables } from "./config/variables.ts";

export type { Environment } from "./config/variables.ts";

export type Config = ReturnType<typeof configure>;

export class ConfigError extends Error {
  override name = "ConfigError";
  readonly faults: string[];

  constructor(faults: string[]) {
    super(`Invalid configuration: ${faults.join("; ")}`);
    this.faults = faults;
  }
}

/** What the defaults depend on besides the environment variables. */
export type Host = {
  isRoot: boolean;
  /** Somebody is looking at standard output. */
  isTerminal?: boolean;
  /** The repository's root when running from source. */
  checkout?: string;
  readFile: (path: string) => string;
};

/** Reads the whole configuration once and freezes it. @throws {ConfigError} naming every fault, never a value. */
export function loadConfig(env: Record<string, string | undefined>, host: Host): Config {
  const faults: string[] = [];
  const given = withSecretFiles(env, host, faults);
  const values: Values = {};
  for (const name of Object.keys(variables) as Name[]) {
    const text = given[name];
    if (text === undefined) continue;
    const parsed = variables[name].safeParse(text);
    if (parsed.success) Object.assign(values, { [name]: parsed.data });
    else faults.push(`${name} ${parsed.error.issues[0]?.message}`);
  }
  faults.push(...crossFieldFaults(values, given));
  if (faults.length > 0) throw new ConfigError(faults);
  return configure(values, env, host);
}

function withSecretFiles(env: Record<string, string | undefined>, { readFile }: Host, faults: string[]) {
  // An empty variable is an unset one: that is how Compose and systemd pass what is not given.
  const given: Record<string, string> = {};
  for (const [name, text] of Object.entries(env)) if (text !== undefined && text !== "") given[name] = text;
  for (const name of secretNames) {
    const path = given[`${name}_FILE`];
    if (path === undefined) continue;
    if (given[name] !== undefined) faults.push(`${name} and ${name}_FILE are both set; keep one`);
    try {
      const text = readFile(path).replace(/\r?\n$/, "");
      if (text === "") faults.push(`${name}_FILE names an empty file`);
      else given[name] ??= text;
    } catch {
      faults.push(`${name}_FILE names a file that cannot be read`);
    }
  }
  return given;
}

/** Undefined without a bucket: files are then in the database. */
function bucketOf({ S3_BUCKET, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY, ...values }: Values) {
  if (!S3_BUCKET || !S3_ACCESS_KEY_ID || !S3_SECRET_ACCESS_KEY) return undefined;
  const region = values.S3_REGION ?? "us-east-1";
  return Object.freeze({
    endpoint: (values.S3_ENDPOINT ?? `https://s3.${region}.amazonaws.com`).replace(/\/+$/, ""),
    region,
    bucket: S3_BUCKET,
    accessKeyId: S3_ACCESS_KEY_ID,
    secretAccessKey: S3_SECRET_ACCESS_KEY,
    prefix: values.S3_PREFIX === undefined ? "" : `${values.S3_PREFIX.replace(/\/+$/, "")}/`,
    timeoutMs: values.S3_TIMEOUT_MS ?? 10_000,
  });
}

function configure(values: Values, env: Record<string, string | undefined>, host: Host) {
  const environment = values.NODE_ENV ?? "development";
  const deployed = environment === "production" || environment === "staging";
  const apiKey = values.GEMINI_API_KEY ?? values.GOOGLE_API_KEY;
  const url = values.DATABASE_URL;
  return Object.freeze({
    environment,
    host: values.HOST ?? "127.0.0.1",
    port: values.PORT ?? 8080,
    database: Object.freeze({
      /** Undefined means the embedded PostgreSQL. */
      url: url === "embedded" ? undefined : url,
      /** The server itself, where `url` leads through a pooler: for LISTEN, which no pooler can carry. */
      directUrl: values.DATABASE_DIRECT_URL,
      poolSize: values.DATABASE_POOL_SIZE ?? 10,
      queryTimeoutMs: values.DATABASE_QUERY_TIMEOUT_MS ?? 5_000,
      /** Of what a client waits for: a frozen database is then a 503 in under a second, while turns wait longer. */
      requestTimeoutMs: values.DATABASE_REQUEST_TIMEOUT_MS ?? Math.min(700, values.DATABASE_QUERY_TIMEOUT_MS ?? 700),
      /** How long the start waits for the database to answer. */
      waitMs: values.DATABASE_WAIT_MS ?? (deployed ? 30_000 : 10_000),
    }),
    dataDir: values.DATA_DIR ?? defaultDataDir(env, host),
    /** An explicit directory is refused when it cannot serve; the default one adapts. */
    dataDirIsExplicit: values.DATA_DIR !== undefined,
    /** Undefined means the built-in catalogue. */
    catalogDir: values.CATALOG_DIR,
    logLevel: values.LOG_LEVEL ?? (environment === "test" ? "warn" : "info"),
    /** For a person at a terminal while developing, for machines everywhere else. */
    logFormat: values.LOG_FORMAT ?? (environment === "development" && host.isTerminal ? "pretty" : "json"),
    requestLog: environment !== "test",
    gemini:
      apiKey && values.AGENT_MODE !== "offline"
        ? Object.freeze({
            apiKey,
            model: values.GEMINI_MODEL ?? "gemini-2.5-flash",
            imageModel: values.GEMINI_IMAGE_MODEL ?? "gemini-2.5-flash-image",
            baseUrl: (values.GEMINI_BASE_URL ?? "https://generativelanguage.googleapis.com").replace(/\/+$/, ""),
            /** A free call at start-up proves the key and the model. */
            checkedAtStart: deployed,
          })
        : undefined,
    /** How much of the sessions' event logs is kept for clients that come back. */
    events: Object.freeze({
      days: values.EVENT_RETENTION_DAYS ?? 30,
      perSession: values.EVENT_RETENTION_PER_SESSION ?? 10_000,
    }),
    /** Tokens an owner may use in a day (UTC); undefined means no cap. */
    ownerDailyTokens: values.OWNER_DAILY_TOKENS,
    turns: Object.freeze({
      concurrency: values.TURN_CONCURRENCY ?? 32,
      timeoutMs: values.TURN_TIMEOUT_MS ?? 120_000,
    }),
    assets: Object.freeze({
      maxBytes: values.ASSET_MAX_BYTES ?? maxBytesInDatabase,
      ownerBytes: values.OWNER_ASSET_BYTES ?? 1_024 * mebibyte,
    }),
    bucket: bucketOf(values),
    ...budgets(values, environment),
    migrateOnStart: values.MIGRATE_ON_START ?? !deployed,
    apiDocs: (values.API_DOCS ?? "on") === "on",
    web: (values.WEB ?? "on") === "on",
    corsOrigins: values.CORS_ORIGINS ?? [],
    authMode: values.AUTH_MODE ?? "disabled",
    healthStatusToken: values.HEALTH_STATUS_TOKEN,
    /** Every secret in force, for the log to leave out. */
    secrets: secretNames.flatMap((name) => secretsIn(name, values[name])),
  });
}

/** A database URL is no secret as a whole, its password is. */
function secretsIn(name: Name, value: string | undefined): string[] {
  if (value === undefined || value === "embedded") return [];
  if (name !== "DATABASE_URL" && name !== "DATABASE_DIRECT_URL") return [value];
  const { password, searchParams } = new URL(value);
  return [password, decodeURIComponent(password), searchParams.get("password") ?? ""].filter((part) => part !== "");
}

function defaultDataDir(env: Record<string, string | undefined>, { isRoot, checkout }: Host): string {
  if (isRoot) return "/var/lib/renovation-agent";
  if (checkout) return join(checkout, "data");
  const data = env["XDG_DATA_HOME"] || join(env["HOME"] || ".", ".local/share");
  return join(data, "renovation-agent");
}
