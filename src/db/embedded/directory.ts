import { constants } from "node:fs";
import { access, chmod, lchown, lstat, mkdir, readdir, realpath, rm, stat } from "node:fs/promises";
import { platform } from "node:os";
import { dirname, join, resolve } from "node:path";
import type { Log } from "../../log.ts";
import { EmbeddedDatabaseError, elsewhere, systemCode, unless } from "./error.ts";
import { serviceLockName } from "./lock.ts";
import { type Account, barrierTo, unprivilegedAccount } from "./privileges.ts";

export type DataDirectory = {
  path: string;
  /** Set when the service is root: the owner of everything in the directory. */
  account: Account | undefined;
};

type DataDirectoryOptions = { dataDir: string; dataDirIsExplicit: boolean; isRoot: boolean; log: Log };

/** Makes DATA_DIR ready: there, private (0700), and owned by whom PostgreSQL runs as. @throws {EmbeddedDatabaseError} */
export async function prepareDataDirectory(options: DataDirectoryOptions): Promise<DataDirectory> {
  const path = resolve(options.dataDir);
  try {
    return await prepare(path, options);
  } catch (error) {
    if (error instanceof EmbeddedDatabaseError) throw error;
    const barrier = options.isRoot ? undefined : await barrierTo(await nearestExisting(path), undefined);
    if (barrier) throw unreachable(path, barrier, "this user");
    throw new EmbeddedDatabaseError(
      "unwritable-directory",
      `DATA_DIR ${path} cannot be used as a data directory (${systemCode(error) ?? error}); name a directory that this user owns, or ${elsewhere}`,
      { cause: error },
    );
  }
}

async function prepare(given: string, { dataDirIsExplicit, isRoot, log }: DataDirectoryOptions) {
  const path = (await unless(["ENOENT"], realpath(given))) ?? given;
  const present = await unless(["ENOENT"], stat(path));
  const account = isRoot ? await accountFor(present) : undefined;
  if (account) {
    const barrier = await barrierTo(present ? dirname(path) : await nearestExisting(path), account);
    if (barrier) throw unreachable(path, barrier, `user ${account.uid}, as whom PostgreSQL runs,`);
  }
  // Taking over somebody's directory would change its owner and mode: DATA_DIR=/tmp must not lock everybody out.
  if (present && dataDirIsExplicit && !(await isOursOrEmpty(path)))
    throw new EmbeddedDatabaseError(
      "unwritable-directory",
      `DATA_DIR ${path} holds other files; name a new or an empty directory, or ${elsewhere}`,
    );
  if (!present) await createWithParents(path);
  if (account) await lchown(path, account.uid, account.gid);
  await makePrivate(path, log);
  await access(path, constants.R_OK | constants.W_OK | constants.X_OK);
  return { path: await realpath(path), account };
}

/** A directory that has an owner keeps him, so that a user created later does not lock the service out of its data. */
async function accountFor(present: { uid: number; gid: number } | undefined): Promise<Account> {
  return present && present.uid !== 0 ? { uid: present.uid, gid: present.gid } : await unprivilegedAccount();
}

async function isOursOrEmpty(path: string): Promise<boolean> {
  const entries = await readdir(path);
  // A freshly formatted volume has a lost+found.
  return entries.includes(serviceLockName) || entries.every((entry) => entry === "lost+found");
}

/** Parents are passable whatever the umask says, since another user may have to get through them. */
async function createWithParents(path: string): Promise<void> {
  const first = await mkdir(path, { recursive: true, mode: 0o755 });
  if (first === undefined) return;
  for (let parent = dirname(path); parent.length >= first.length; parent = dirname(parent)) await chmod(parent, 0o755);
}

async function makePrivate(path: string, log: Log): Promise<void> {
  const done = await unless(
    ["EPERM"],
    chmod(path, 0o700).then(() => true),
  );
  // A volume's root may belong to somebody else; what is in it is private all the same.
  if (!done) log.warn({ dataDir: path }, "DATA_DIR belongs to another user, so its mode stays as it is");
}

async function nearestExisting(path: string): Promise<string> {
  return (await unless(["ENOENT", "EACCES"], stat(path))) || path === "/" ? path : await nearestExisting(dirname(path));
}

function unreachable(path: string, barrier: string, who: string) {
  return new EmbeddedDatabaseError(
    "unreachable-directory",
    `DATA_DIR ${path} is out of reach: ${who} may not pass ${barrier}; name another directory, or ${elsewhere}`,
  );
}

/** Removes what older versions and interrupted starts left under this prefix; what will not go costs space, no more. */
export async function removeLeftovers(
  { path }: DataDirectory,
  prefix: string,
  { keep, log }: { keep?: string; log: Log },
) {
  for (const entry of await readdir(path)) {
    const leftover = join(path, entry);
    if (!entry.startsWith(prefix) || leftover === keep) continue;
    await rm(leftover, { recursive: true }).catch((error) =>
      log.warn({ leftover, error }, "a leftover stays in DATA_DIR"),
    );
  }
}

/** Where the unix socket goes: inside DATA_DIR, or where the path would be too long or odd, a private directory in /tmp. */
export async function prepareSocketDirectory({ path, account }: DataDirectory): Promise<string> {
  const inside = join(path, "run");
  const fits = Buffer.byteLength(`${inside}/.s.PGSQL.5432`) <= (platform() === "darwin" ? 103 : 107);
  // PostgreSQL reads the setting as a list with quotes and commas.
  const directory = fits && /^[\w/.-]+$/.test(inside) ? inside : `/tmp/ra-${Bun.hash(path).toString(36)}`;
  await unless(
    ["EEXIST"],
    mkdir(directory, { mode: 0o700 }).then(() => account && lchown(directory, account.uid, account.gid)),
  );
  const owner = account ?? (await stat(join(path, serviceLockName)));
  const found = await lstat(directory);
  if (!found.isDirectory() || found.uid !== owner.uid)
    throw new EmbeddedDatabaseError("failed", `${directory} belongs to somebody else; remove it, or ${elsewhere}`);
  await chmod(directory, 0o700);
  return directory;
}
