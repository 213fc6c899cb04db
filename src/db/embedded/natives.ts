import { constants } from "node:fs";
import { access, copyFile, mkdir, open, readFile, readdir, rename, rm, stat, symlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Log } from "../../log.ts";
import { archiveLabel, unpackArchive } from "./archive.ts";
import { type DataDirectory, removeLeftovers } from "./directory.ts";
import { systemCode, unless } from "./error.ts";
import { findPackage, neededFiles, type Package, thisPlatform } from "./package.ts";
import { type Account, allows, barrierTo } from "./privileges.ts";

/** PostgreSQL's programs, in a place where whoever runs them can reach them. */
export type Natives = { directory: string; version: string };

const prefix = "native-";

type ProvideOptions = { directory: DataDirectory; archive: Blob | undefined; log: Log };

/** From the executable's archive, or else from node_modules, copied into DATA_DIR where they cannot be run in place. */
export async function provideNatives({ directory, archive, log }: ProvideOptions): Promise<Natives> {
  const { version, label, place } = archive ? await fromArchive(archive) : await fromPackage(directory.account);
  if (typeof place === "string") {
    await removeLeftovers(directory, prefix, { log });
    return { directory: place, version };
  }
  const target = join(directory.path, `${prefix}${version}-${label}`);
  await removeLeftovers(directory, prefix, { keep: target, log });
  if ((await unless(["ENOENT"], stat(target))) === undefined) await install(directory, target, place);
  return { directory: target, version };
}

/** Where they already are, or how to put them into a directory. */
type Source = { version: string; label: string; place: string | ((directory: string) => Promise<void>) };

async function fromArchive(archive: Blob): Promise<Source> {
  const { version, digest } = await archiveLabel(archive);
  return { version, label: digest, place: (directory) => unpackArchive(archive, directory) };
}

async function fromPackage(account: Account | undefined): Promise<Source> {
  const { native, version } = await findPackage();
  const place = (await serves(native, account)) ? native : (directory: string) => copyNatives(native, directory);
  return { version, label: thisPlatform(), place };
}

/** Under a temporary name until it is complete: one with the final name is whole, whenever the power fails. */
async function install({ path }: DataDirectory, target: string, place: (directory: string) => Promise<void>) {
  const unfinished = join(path, `${prefix}unfinished-${crypto.randomUUID()}`);
  try {
    await mkdir(unfinished);
    await place(unfinished);
    await linkLibraries(unfinished);
    await settle(unfinished);
    await rename(unfinished, target);
  } catch (cause) {
    await rm(unfinished, { recursive: true, force: true });
    throw new Error(`its programs cannot be put into ${path}; is its disk full? (${cause})`, { cause });
  }
}

async function copyNatives(native: Package["native"], target: string) {
  const files = await neededFiles(native);
  for (const parent of new Set(files.map((file) => dirname(file))))
    await mkdir(join(target, parent), { recursive: true });
  await Promise.all(files.map((file) => copyFile(join(native, file), join(target, file))));
}

/** The package would make these links after its installation, but bun does not run that script. */
async function linkLibraries(native: string): Promise<void> {
  const list = await unless(["ENOENT"], readFile(join(native, "pg-symlinks.json"), "utf8"));
  const links: { source: string; target: string }[] = list === undefined ? [] : JSON.parse(list);
  for (const { source, target } of links) {
    const name = (path: string) => join(native, path.replace(/^native\//, ""));
    if (await unless(["ENOENT"], stat(name(source)))) await unless(["EEXIST"], symlink(basename(source), name(target)));
  }
}

/** Readable for the account whatever the umask says, and on the disk. */
async function settle(native: string): Promise<void> {
  const entries = await readdir(native, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => !entry.isSymbolicLink()).map((entry) => join(entry.parentPath, entry.name));
  await Promise.all([native, ...paths].map((path) => settleOne(path, path.startsWith(join(native, "bin/")))));
}

async function settleOne(path: string, isProgram: boolean) {
  const file = await open(path);
  try {
    await file.chmod(isProgram || (await file.stat()).isDirectory() ? 0o755 : 0o644);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Whether they can be run where they are: links made, and all of it open to the account. */
async function serves(native: string, account: Account | undefined): Promise<boolean> {
  try {
    await linkLibraries(native);
  } catch (error) {
    if (["EACCES", "EPERM", "EROFS"].includes(systemCode(error) ?? "")) return false;
    throw error;
  }
  const [program, libraries] = [join(native, "bin/postgres"), join(native, "lib")];
  if (!account)
    return access(program, constants.R_OK | constants.X_OK).then(
      () => true,
      () => false,
    );
  if ((await barrierTo(libraries, account)) || (await barrierTo(join(native, "bin"), account))) return false;
  return allows(await stat(program), account, 0o5) && allows(await stat(join(native, "share")), account, 0o5);
}
