import type { Log } from "../../log.ts";

/** For PostgreSQL's `log_line_prefix`: process, kind of process, SQLSTATE. */
export const logLinePrefix = "%p|%b|%e|";

export type ServerLine = { severity: string; message: string; postgresPid?: number; process?: string; code?: string };

/** Undefined for a continuation line: the first line says it, and the rest may quote a user. */
export function parseServerLine(line: string): ServerLine | undefined {
  const [, pid, process, code, severity, message] = /^(\d+)\|([^|]*)\|(\w{5})\|([A-Z0-9]+): +(.*)$/.exec(line) ?? [];
  if (severity !== undefined && message !== undefined)
    return { severity, message, postgresPid: Number(pid), process: process ?? "", code: code ?? "" };
  // Whatever has no prefix was written before PostgreSQL could: by the loader, say.
  return line === "" || line.startsWith("\t") ? undefined : { severity: "FATAL", message: line };
}

/** Whether the line may say why the server stopped. Signal 6 is a PANIC's, which has said why itself. */
export const isFault = ({ severity, message, process }: ServerLine) =>
  severity === "PANIC" ||
  (severity === "FATAL" && process !== "client backend") ||
  /was terminated by signal (?!6:)/.test(message);

export function logServerLine(log: Log, { severity, message, ...fields }: ServerLine, isRepetition: boolean): void {
  const level = isRepetition ? "debug" : levelOf(severity, fields.process);
  log[level]({ ...fields, severity }, message);
}

function levelOf(severity: string, process: string | undefined) {
  switch (severity) {
    case "PANIC":
    case "ERROR":
      return "error";
    case "FATAL":
      // The end of one connection, not of the server.
      return process === "client backend" ? "warn" : "error";
    case "WARNING":
      return "warn";
    default:
      return "debug";
  }
}
