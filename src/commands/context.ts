import type { Host } from "../config.ts";

/** What main.ts gives a command of the process it runs in. */
export type CommandContext = {
  /** The words after the command's name. */
  args: string[];
  env: Record<string, string | undefined>;
  host: Host;
  /** Writes to standard output, for a person or a script; a missing newline at the end is added. */
  write: (text: string) => void;
};
