import { expect, test } from "bun:test";
import { ConfigError, type Host, loadConfig } from "../src/config.ts";

const host: Host = {
  isRoot: false,
  readFile: (path) => {
    const files: Record<string, string> = { "/run/key": "file-key-12345\n", "/run/empty": "" };
    const text = files[path];
    if (text === undefined) throw new Error("ENOENT");
    return text;
  },
};
const production = {
  NODE_ENV: "production",
  DATABASE_URL: "postgres://app:pass-word-1@db/app",
  GEMINI_API_KEY: "key-123456789",
  AUTH_MODE: "disabled",
};

function faultsOf(env: Record<string, string>): string[] {
  try {
    loadConfig(env, host);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
}

test("nothing set is a service for a developer: loopback, embedded database, offline planner", () => {
  const config = loadConfig({}, host);
  expect(config).toMatchObject({ environment: "development", host: "127.0.0.1", port: 8080, migrateOnStart: true });
  expect(config.gemini).toBeUndefined();
  expect(config.database.url).toBeUndefined();
  expect(Object.isFrozen(config)).toBe(true);
});

test.each([
  ["CORS_ORIGINS", "*"],
  ["CORS_ORIGINS", "app.example"],
  ["CORS_ORIGINS", "https://a.example,"],
  ["CORS_ORIGINS", "ftp://a.example"],
  ["HEALTH_STATUS_TOKEN", "two words of a token"],
  ["HEALTH_STATUS_TOKEN", "tök-tök-tök-tök-tök"],
])("%s cannot be %s", (name, value) => {
  expect(faultsOf({ [name]: value })).toEqual([expect.stringContaining(`${name} must `)]);
});

test("every fault is named at once, and no value is", () => {
  const faults = faultsOf({
    PORT: "secretport",
    LOG_LEVEL: "loud",
    NODE_ENV: "prod",
    DATABASE_URL: "mysql://root:hunter22@db",
    GEMINI_API_KEY: "short",
    SHUTDOWN_TIMEOUT_MS: "1e3",
    CORS_ORIGINS: "https://a.example/path",
  });
  for (const name of [
    "PORT",
    "LOG_LEVEL",
    "NODE_ENV",
    "DATABASE_URL",
    "GEMINI_API_KEY",
    "SHUTDOWN_TIMEOUT_MS",
    "CORS_ORIGINS",
  ])
    expect(faults.filter((fault) => fault.startsWith(name))).toHaveLength(1);
  expect(faults.join()).not.toMatch(/secretport|hunter22|loud|short\b.*short/);
});

test.each<[string, Record<string, string>, string]>([
  ["production without a database", { ...production, DATABASE_URL: "" }, "DATABASE_URL"],
  ["production without saying how people sign in", { ...production, AUTH_MODE: "" }, "AUTH_MODE"],
  ["production without a key or an offline mode", { ...production, GEMINI_API_KEY: "" }, "GEMINI_API_KEY"],
  [
    "production with auto and nothing to choose",
    { ...production, GEMINI_API_KEY: "", AGENT_MODE: "auto" },
    "GEMINI_API_KEY",
  ],
  ["staging without a database", { NODE_ENV: "staging", AGENT_MODE: "offline" }, "DATABASE_URL"],
  ["the Gemini mode without a key", { AGENT_MODE: "gemini" }, "AGENT_MODE"],
  ["two different keys", { GEMINI_API_KEY: "key-123456789", GOOGLE_API_KEY: "key-987654321" }, "GEMINI_API_KEY"],
  ["a secret given twice", { GEMINI_API_KEY: "key-123456789", GEMINI_API_KEY_FILE: "/run/key" }, "GEMINI_API_KEY"],
  ["a secret file that is not there", { GEMINI_API_KEY_FILE: "/run/none" }, "GEMINI_API_KEY_FILE"],
  ["an empty secret file", { GEMINI_API_KEY_FILE: "/run/empty" }, "GEMINI_API_KEY_FILE"],
  ["budgets that do not fit the deadline", { SHUTDOWN_TIMEOUT_MS: "5000", TURN_GRACE_MS: "5000" }, "DRAIN_DELAY_MS"],
  ["a direct address without the other", { DATABASE_DIRECT_URL: "postgres://db/app" }, "DATABASE_DIRECT_URL"],
  ["a key on two lines", { GEMINI_API_KEY: "key-123456789\nkey-987654321" }, "GEMINI_API_KEY"],
  ["a lone % in a database's address", { DATABASE_URL: "postgres://app:100%@db/app" }, "DATABASE_URL must write"],
  ["an unknown sslmode", { DATABASE_URL: "postgres://db/app?sslmode=verify" }, "DATABASE_URL must say one of"],
  ["a certificate that is not there", { DATABASE_URL: "postgres://db/app?sslrootcert=/none" }, "DATABASE_URL names"],
  [
    "a file for what is no secret",
    { S3_BUCKET_FILE: "/run/key", S3_ACCESS_KEY_ID: "AKIA" },
    "S3_* is half configured: S3_BUCKET",
  ],
  ["a port that is none", { DATABASE_URL: "postgres:///app?port=70000" }, "DATABASE_URL must have a port"],
])("%s is a fault", (_name, env, variable) => {
  expect(faultsOf(env).some((fault) => fault.startsWith(variable))).toBe(true);
});

test.each([
  ["DATABASE_URL", "/run/none", "names a file that cannot be read"],
  ["GEMINI_API_KEY", "/run/none", "names a file that cannot be read"],
  ["GEMINI_API_KEY", "/run/empty", "names an empty file"],
])("%s_FILE=%s is one fault, and not also a variable that is missing", (name, path, fault) => {
  const env = { ...production, [name]: "", [`${name}_FILE`]: path };
  expect(faultsOf(env)).toEqual([`${name}_FILE ${fault}`]);
});

test.each([
  ["production", production],
  ["production with the embedded database said aloud", { ...production, DATABASE_URL: "embedded" }],
  ["production offline, said aloud", { ...production, GEMINI_API_KEY: "", AGENT_MODE: "offline" }],
  ["a short deadline in production", { ...production, SHUTDOWN_TIMEOUT_MS: "1000" }],
])("%s is accepted", (_name, env) => {
  expect(faultsOf(env)).toEqual([]);
});

test("a secret may come from a file, and GOOGLE_API_KEY is one for Gemini too", () => {
  expect(loadConfig({ GEMINI_API_KEY_FILE: "/run/key" }, host).gemini?.apiKey).toBe("file-key-12345");
  expect(loadConfig({ GOOGLE_API_KEY: "key-123456789" }, host).gemini?.apiKey).toBe("key-123456789");
});

test("a database's password is a secret wherever its address has it", () => {
  const env = {
    DATABASE_URL: "postgres://app:in%2Ffront@db/app",
    DATABASE_DIRECT_URL: "postgres://db?password=behind",
  };
  expect(loadConfig(env, host).secrets).toEqual(["in%2Ffront", "in/front", "behind"]);
});

test.each(["postgres-exporter-token", "postgresql:exporter-token", "embedded-exporter"])(
  "the token %s is a secret as a whole",
  (token) => {
    expect(loadConfig({ HEALTH_STATUS_TOKEN: token }, host).secrets).toEqual([token]);
  },
);

test.each([
  ["root", { isRoot: true }, {}, "/var/lib/renovation-agent"],
  ["a checkout", { checkout: "/src/ra" }, {}, "/src/ra/data"],
  ["root in a checkout", { isRoot: true, checkout: "/src/ra" }, {}, "/var/lib/renovation-agent"],
  ["XDG_DATA_HOME", {}, { XDG_DATA_HOME: "/xdg" }, "/xdg/renovation-agent"],
  ["a home", {}, { HOME: "/home/ada" }, "/home/ada/.local/share/renovation-agent"],
  ["DATA_DIR", { isRoot: true }, { DATA_DIR: "/data" }, "/data"],
])("the data directory for %s", (_name, where, env, expected) => {
  expect(loadConfig(env as Record<string, string>, { ...host, ...where }).dataDir).toBe(expected);
});

test("defaults fit Docker's ten seconds", () => {
  const { shutdownTimeoutMs, drainDelayMs, turnGraceMs } = loadConfig(production, host);
  expect(shutdownTimeoutMs).toBeLessThan(10_000);
  expect(drainDelayMs + turnGraceMs).toBeLessThan(shutdownTimeoutMs);
});
