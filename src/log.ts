import { constants, fstatSync, openSync, writeSync } from "node:fs";
import { hostname } from "node:os";
import pino from "pino";
import { once } from "./once.ts";
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
  const output = write ? { write } : standardOutput();
  const destination = format === "pretty" ? { write: (line: string) => output.write(prettyLine(line)) } : output;
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

/** How long a reader may take nothing from a full pipe: a stop has to fit into what is left of its deadline. */
const patienceMs = 2_000;

/** A reader that has stopped reading costs one such wait; until it reads again, lines are dropped, never cut. */
const standardOutput = once(() => {
  const descriptor = openWithoutBlocking();
  let begun: Buffer = Buffer.alloc(0);
  let isRead = true;
  return {
    write(line: string) {
      const due = Buffer.concat([begun, Buffer.from(line)]);
      let left: Buffer = due;
      let progressAt = performance.now();
      while (left.length > 0) {
        try {
          left = left.subarray(writeSync(descriptor, left));
          isRead = true;
          progressAt = performance.now();
        } catch (error) {
          if (!(error instanceof Error && "code" in error && error.code === "EAGAIN")) throw error;
          isRead &&= performance.now() - progressAt < patienceMs;
          if (!isRead) break;
          Bun.sleepSync(1);
        }
      }
      if (left.length < due.length) begun = left;
    },
  };
});

/** A pipe is opened anew, because a mode set on the given descriptor would be everybody's who shares it. */
function openWithoutBlocking(): number {
  const standardOutput = 1;
  try {
    if (!fstatSync(standardOutput).isFIFO()) return standardOutput;
    return openSync(`/proc/self/fd/${standardOutput}`, constants.O_WRONLY | constants.O_NONBLOCK);
  } catch {
    return standardOutput;
  }
}

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
