import type { Log } from "../log.ts";

export type SafeLog = (level: "info" | "warn" | "error", fields: object, message: string) => void;

/** A log whose failure stops nothing: writing throws when stdout is a full disk, and a stop has to go on. */
export const safeLog =
  (log: Log): SafeLog =>
  (level, fields, message) => {
    try {
      log[level](fields, message);
    } catch {
      // There is nowhere left to say it.
    }
  };
