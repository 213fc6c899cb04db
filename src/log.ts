import { hostname } from "node:os";
import pino from "pino";
import { version } from "./version.ts";

export type Log = pino.Logger;
export const logLevels = ["debug", "info", "warn", "error", "silent"] as const;
type LogLevel = (typeof logLevels)[number];

type LogOptions = {
  level: LogLevel;
  environment?: string;
  /** Values that must never appear in a line, whatever field or message carries them. */
  secrets?: string[];
  write?: (line: string) => void;
};

/**
 * JSON lines on stdout, one per event, times ISO 8601 UTC.
 * Written synchronously: pino's default destination loses lines at exit, its transports break in a compiled binary.
 */
export function createLog({ level, environment, secrets = [], write }: LogOptions): Log {
  const destination = write ? { write } : pino.destination({ dest: 1, sync: true });
  return pino(
    {
      level,
      base: { service: "renovation-agent", version, environment, instance: hostname() },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { error: pino.stdSerializers.errWithCause },
      redact: {
        paths: ["*.authorization", "*.apiKey", "*.password", "*.token", "*.url.password"],
        censor: "[redacted]",
      },
    },
    withoutSecrets(destination, secrets),
  );
}

function withoutSecrets(destination: { write: (line: string) => unknown }, secrets: string[]) {
  // As they stand in a JSON line, so that a secret with a quote in it is found too.
  const needles = secrets.filter((secret) => secret.length >= 8).map((secret) => JSON.stringify(secret).slice(1, -1));
  if (needles.length === 0) return { write: (line: string) => void destination.write(line) };
  return {
    write: (line: string) =>
      void destination.write(needles.reduce((text, secret) => text.replaceAll(secret, "[redacted]"), line)),
  };
}
