import { join } from "node:path";
import { z } from "zod";
import { logLevels } from "./log.ts";

const environments = ["development", "test", "staging", "production"] as const;
export type Environment = (typeof environments)[number];

const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, "must be a whole number")
    .transform(Number)
    .pipe(z.int().min(min, `must be at least ${min}`).max(max, `must be at most ${max}`));
const choice = <const T extends readonly string[]>(...values: T) =>
  z.enum(values, `must be one of: ${values.join(", ")}`);
const flag = choice("true", "false").transform((value) => value === "true");
const webAddress = z.url({ protocol: /^https?$/, error: "must be an http or https URL" });
const postgresAddress = z.url({ protocol: /^postgres(ql)?$/, error: "must be a postgres:// URL" });

const mebibyte = 1_048_576;
/** More than this in one value makes the database slow for everyone. */
const maxBytesInDatabase = 10 * mebibyte;

/** What the service reads from its environment; the README's table says the same in words. */
const variables = {
  NODE_ENV: choice(...environments),
  HOST: z.string(),
  PORT: wholeNumber(0, 65_535),
  DATABASE_URL: z.union([z.literal("embedded"), postgresAddress], "must be a postgres:// URL, or the word embedded"),
  DATABASE_DIRECT_URL: postgresAddress,
  DATABASE_POOL_SIZE: wholeNumber(2, 200),
  DATABASE_QUERY_TIMEOUT_MS: wholeNumber(100, 60_000),
  DATABASE_REQUEST_TIMEOUT_MS: wholeNumber(50, 60_000),
  DATABASE_WAIT_MS: wholeNumber(0, 600_000),
  DATA_DIR: z.string(),
  CATALOG_DIR: z.string(),
  LOG_LEVEL: choice(...logLevels),
  LOG_FORMAT: choice("json", "pretty"),
  AGENT_MODE: choice("auto", "gemini", "offline"),
  GEMINI_API_KEY: z.string().min(8, "is too short to be a key"),
  GOOGLE_API_KEY: z.string().min(8, "is too short to be a key"),
  GEMINI_MODEL: z.string().regex(/^[a-z0-9.-]+$/i, "must be a model name such as gemini-2.5-flash"),
  GEMINI_IMAGE_MODEL: z.string().regex(/^[a-z0-9.-]+$/i, "must be a model name such as gemini-2.5-flash-image"),
  GEMINI_BASE_URL: webAddress,
  EVENT_RETENTION_DAYS: wholeNumber(1, 3_650),
  EVENT_RETENTION_PER_SESSION: wholeNumber(100, 1_000_000),
  OWNER_DAILY_TOKENS: wholeNumber(1_000, 1_000_000_000),
  TURN_CONCURRENCY: wholeNumber(1, 1_000),
  TURN_TIMEOUT_MS: wholeNumber(1_000, 600_000),
  TURN_GRACE_MS: wholeNumber(0, 600_000),
  SHUTDOWN_TIMEOUT_MS: wholeNumber(500, 3_600_000),
  DRAIN_DELAY_MS: wholeNumber(0, 600_000),
  MIGRATE_ON_START: flag,
  API_DOCS: choice("on", "off"),
  WEB: choice("on", "off"),
  CORS_ORIGINS: z
    .string()
    .transform((list) => list.split(",").map((origin) => origin.trim()))
    .pipe(
      z.array(webAddress.refine((url) => new URL(url).origin === url, "must be origins such as https://example.com")),
    ),
  AUTH_MODE: choice("disabled"),
  HEALTH_STATUS_TOKEN: z.string().min(16, "must have at least 16 characters"),
  ASSET_MAX_BYTES: wholeNumber(1_024, 50 * mebibyte),
  OWNER_ASSET_BYTES: wholeNumber(1_024, 1_024 * 1_024 * mebibyte),
  S3_ENDPOINT: webAddress,
  S3_REGION: z.string().regex(/^[a-z0-9-]{1,64}$/i, "must be a region such as eu-central-1"),
  S3_BUCKET: z.string().regex(/^[a-z0-9][a-z0-9._-]{1,62}$/i, "must be the name of a bucket"),
  S3_ACCESS_KEY_ID: z.string(),
  S3_SECRET_ACCESS_KEY: z.string(),
  S3_PREFIX: z.string().regex(/^[A-Za-z0-9._-][A-Za-z0-9._/-]{0,99}$/, "must be a path of letters, digits and . _ - /"),
  S3_TIMEOUT_MS: wholeNumber(100, 60_000),
} as const;

type Name = keyof typeof variables;
type Values = { [K in Name]?: z.infer<(typeof variables)[K]> };

/** These may also be given as NAME_FILE, and their values never reach a log. */
const secretNames = [
  "DATABASE_URL",
  "DATABASE_DIRECT_URL",
  "GEMINI_API_KEY",
  "GOOGLE_API_KEY",
  "HEALTH_STATUS_TOKEN",
  "S3_ACCESS_KEY_ID",
  "S3_SECRET_ACCESS_KEY",
] as const satisfies Name[];

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
      given[name] ??= readFile(path).replace(/\r?\n$/, "");
      if (given[name] === "") faults.push(`${name}_FILE names an empty file`);
    } catch {
      faults.push(`${name}_FILE names a file that cannot be read`);
    }
  }
  return given;
}

function crossFieldFaults(values: Values, given: Record<string, string>): string[] {
  const faults: string[] = [];
  const environment = values.NODE_ENV ?? "development";
  const deployed = environment === "production" || environment === "staging";
  const hasKey = given["GEMINI_API_KEY"] !== undefined || given["GOOGLE_API_KEY"] !== undefined;

  if (values.GEMINI_API_KEY && values.GOOGLE_API_KEY && values.GEMINI_API_KEY !== values.GOOGLE_API_KEY)
    faults.push("GEMINI_API_KEY and GOOGLE_API_KEY are both set and differ; keep one");
  if (values.AGENT_MODE === "gemini" && !hasKey) faults.push("AGENT_MODE=gemini needs GEMINI_API_KEY");
  if (deployed && !hasKey && given["AGENT_MODE"] === undefined)
    faults.push(`GEMINI_API_KEY is required in ${environment}; say AGENT_MODE=offline to run the offline planner`);
  if (deployed && given["DATABASE_URL"] === undefined)
    faults.push(`DATABASE_URL is required in ${environment}; say DATABASE_URL=embedded to use the built-in PostgreSQL`);
  if (values.DATABASE_DIRECT_URL && (values.DATABASE_URL ?? "embedded") === "embedded")
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

/** Without these there is no bucket; the endpoint and the region have defaults. */
const bucketNames = ["S3_BUCKET", "S3_ACCESS_KEY_ID", "S3_SECRET_ACCESS_KEY"] as const;

function storageFaults(values: Values, given: Record<string, string>): string[] {
  const faults: string[] = [];
  const isMeant = Object.keys(given).some((name) => name.startsWith("S3_") && name in variables);
  const missing = bucketNames.filter((name) => given[name] === undefined);
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

function budgets(values: Values, environment: Environment) {
  const deployed = environment === "production" || environment === "staging";
  // Docker kills after 10 s: 9 s for everything, of which turns get 4 and the balancer 2.
  const shutdownTimeoutMs = values.SHUTDOWN_TIMEOUT_MS ?? 9_000;
  return {
    shutdownTimeoutMs,
    turnGraceMs: values.TURN_GRACE_MS ?? Math.max(0, Math.min(4_000, shutdownTimeoutMs - 4_000)),
    drainDelayMs: values.DRAIN_DELAY_MS ?? (deployed ? Math.min(2_000, shutdownTimeoutMs / 4) : 0),
  };
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
    secrets: secretNames.flatMap((name) => secretParts(values[name])),
  });
}

/** A database URL is no secret as a whole, its password is. */
function secretParts(value: string | undefined): string[] {
  if (value === undefined || value === "embedded") return [];
  if (!value.startsWith("postgres")) return [value];
  const { password } = new URL(value);
  return password ? [password, decodeURIComponent(password)] : [];
}

function defaultDataDir(env: Record<string, string | undefined>, { isRoot, checkout }: Host): string {
  if (isRoot) return "/var/lib/renovation-agent";
  if (checkout) return join(checkout, "data");
  const data = env["XDG_DATA_HOME"] || join(env["HOME"] || ".", ".local/share");
  return join(data, "renovation-agent");
}
