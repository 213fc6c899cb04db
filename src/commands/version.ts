import { version } from "../version.ts";
import type { CommandContext } from "./context.ts";

export function versionCommand({ write }: CommandContext): number {
  write(`renovation-agent ${version} (Bun ${Bun.version})`);
  return 0;
}
