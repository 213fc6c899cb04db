import { hostname } from "node:os";
import pino from "pino";
import { standardOutput } from "./standard-output.ts";
import { version } from "./version.ts";

export type Log = pino.Logger;
export const logLevels = ["debug", "info", "warn", "error", "silent"] as const;
type LogLevel = (typeof logLevels)[number];

type LogOptions = {
  level: LogLevel;
  format?: "json" | "pretty";
  environment?: string;
  /** Values that must never appear in a line, whatever field or message carries them. */
  secrets?: string[];
  write?: (line: string) => void;
};

/**
 * JSON lines on stdout, one per event, times ISO 8601 UTC.
 * Written synchronously: pino's default destination loses lines at exit, its transports break in a compiled binary.
 */
export function createLog({ level, format = "json", environment, secrets = [], write }: LogOptions): Log {
  const print = write ?? printWithReport;
  const destination = { write: (line: string) => print(format === "pretty" ? prettyLine(line) : line) };
  const log = pino(
    {
      level,
      base: { service: "renovation-agent", version, environment, instance: hostname() },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { error: pino.stdSerializers.errWithCause, cause: (error) => saidBy(error).join(": ") || undefined },
      redact: {
        paths: ["*.authorization", "*.apiKey", "*.password", "*.token", "*.url.password"],
        censor: "[redacted]",
      },
    },
    withoutSecrets(destination, secrets),
  );

  function printWithReport(line: string) {
    const dropped = standardOutput().write(line);
    if (dropped > 0) log.warn({ dropped }, "lines were dropped, as nobody read them");
  }
  return log;
}

/** What an error and those behind it said: enough where the line already says what to do. */
const saidBy = (error: unknown): string[] => (error instanceof Error ? [error.message, ...saidBy(error.cause)] : []);

function withoutSecrets(destination: { write: (line: string) => unknown }, secrets: string[]) {
  // As they stand in a JSON line, so that a secret with a quote in it is found too.
  const needles = secrets.filter((secret) => secret.length >= 8).map((secret) => JSON.stringify(secret).slice(1, -1));
  return {
    write(line: string) {
      try {
        destination.write(needles.reduce((text, secret) => text.replaceAll(secret, "[redacted]"), line));
      } catch {
        // Standard output is a full disk: there is nowhere left to say it, and no reason to stop serving.
      }
    },
  };
}

/** What every line has, and a person at a terminal knows. */
const unsaid = new Set(["time", "level", "msg", "service", "version", "environment", "instance"]);

function prettyLine(line: string): string {
  const record = JSON.parse(line) as Record<string, unknown>;
  const fields = Object.entries(record)
    .filter(([name]) => !unsaid.has(name))
    .map(([name, value]) => `${name}=${harmless(typeof value === "object" ? JSON.stringify(value) : String(value))}`);
  const level = String(record["level"]).toUpperCase().padEnd(5);
  return `${String(record["time"]).slice(11, 23)} ${level} ${[record["msg"], ...fields].join("  ")}\n`;
}

/** A path holds whatever a caller wrote: it must neither begin a line nor be obeyed by the terminal. */
const harmless = (text: string) => text.replaceAll(/\p{Cc}/gu, (character) => encodeURIComponent(character));
