import { z } from "zod";
import { toServer } from "../db/target.ts";
import { logLevels } from "../log.ts";

const environments = ["development", "test", "staging", "production"] as const;
export type Environment = (typeof environments)[number];

const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, "must be a whole number")
    .transform(Number)
    .pipe(z.int().min(min, `must be at least ${min}`).max(max, `must be at most ${max}`));
/** What a header carries: anything else comes of a careless copy, and would look like a network that is down. */
const word = z.string().regex(/^[\x21-\x7e]+$/, "must have no spaces, line ends or letters beyond ASCII");
const choice = <const T extends readonly string[]>(...values: T) =>
  z.enum(values, `must be one of: ${values.join(", ")}`);
const flag = choice("true", "false").transform((value) => value === "true");
const webAddress = z.url({ protocol: /^https?$/, error: "must be an http or https URL" });
const isOrigin = (text: string) => /^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text;
const postgresAddress = z
  .url({ protocol: /^postgres(ql)?$/, error: "must be a postgres:// URL" })
  .superRefine((url, { addIssue }) => {
    try {
      if (URL.canParse(url)) toServer({ url });
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      addIssue({ code: "custom", message: error.message });
    }
  });

export const mebibyte = 1_048_576;
/** More than this in one value makes the database slow for everyone. */
export const maxBytesInDatabase = 10 * mebibyte;

/** What the service reads from its environment; the README's table says the same in words. */
export const variables = {
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
  GEMINI_API_KEY: word.min(8, "is too short to be a key"),
  GOOGLE_API_KEY: word.min(8, "is too short to be a key"),
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
    .pipe(z.array(z.string().refine(isOrigin, "must be origins such as https://example.com"))),
  AUTH_MODE: choice("disabled"),
  HEALTH_STATUS_TOKEN: word.min(16, "must have at least 16 characters"),
  ASSET_MAX_BYTES: wholeNumber(1_024, 50 * mebibyte),
  OWNER_ASSET_BYTES: wholeNumber(1_024, 1_024 * 1_024 * mebibyte),
  S3_ENDPOINT: webAddress,
  S3_REGION: z.string().regex(/^[a-z0-9-]{1,64}$/i, "must be a region such as eu-central-1"),
  S3_BUCKET: z.string().regex(/^[a-z0-9][a-z0-9._-]{1,62}$/i, "must be the name of a bucket"),
  S3_ACCESS_KEY_ID: word,
  S3_SECRET_ACCESS_KEY: z.string(),
  S3_PREFIX: z.string().regex(/^[A-Za-z0-9._-][A-Za-z0-9._/-]{0,99}$/, "must be a path of letters, digits and . _ - /"),
  S3_TIMEOUT_MS: wholeNumber(100, 60_000),
} as const;

export type Name = keyof typeof variables;
export type Values = { [K in Name]?: z.infer<(typeof variables)[K]> };

/** These may also be given as NAME_FILE, and their values never reach a log. */
export const secretNames = [
  "DATABASE_URL",
  "DATABASE_DIRECT_URL",
  "GEMINI_API_KEY",
  "GOOGLE_API_KEY",
  "HEALTH_STATUS_TOKEN",
  "S3_ACCESS_KEY_ID",
  "S3_SECRET_ACCESS_KEY",
] as const satisfies Name[];
