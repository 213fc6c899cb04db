import { join } from "node:path";
import { packArchive } from "../db/embedded/archive.ts";
import { findPackage, neededFiles, thisPlatform } from "../db/embedded/package.ts";

/**
 * The PostgreSQL that goes into the executable: about 16 MB at level 19, which takes half a minute; level 3 is quick and 25 % larger.
 * @param target such as linux-arm64; its package must be installed.
 */
export async function createPostgresArchive({ target = thisPlatform(), level = 19 } = {}): Promise<Uint8Array> {
  const { native, version } = await findPackage(target);
  const files: Record<string, Blob> = {};
  for (const path of await neededFiles(native)) files[path] = Bun.file(join(native, path));
  return await packArchive(files, version, level);
}
