import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The files of migrations/, read when this code is bundled or run from source, so that the executable carries them. */
export function readMigrationFiles(): { file: string; content: string }[] {
  const folder = join(import.meta.dir, "../../migrations");
  return readdirSync(folder)
    .filter((file) => file.endsWith(".sql"))
    .sort()
    .map((file) => ({ file, content: readFileSync(join(folder, file), "utf8") }));
}
