import { constants } from "node:fs";
import { access, readFile, realpath, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { EmbeddedDatabaseError, elsewhere } from "./error.ts";

/** Whom PostgreSQL runs as when the service is root, which PostgreSQL refuses to be. */
export type Account = { uid: number; gid: number };

/** User postgres, else nobody. @throws {EmbeddedDatabaseError} when the system has neither. */
export async function unprivilegedAccount(passwdFile = "/etc/passwd"): Promise<Account> {
  const users = await readFile(passwdFile, "utf8").catch(() => "");
  for (const name of ["postgres", "nobody"]) {
    const found = users.match(new RegExp(`^${name}:[^:]*:(\\d+):(\\d+):`, "m"));
    if (found && Number(found[1]) > 0) return { uid: Number(found[1]), gid: Number(found[2]) };
  }
  throw new EmbeddedDatabaseError(
    "no-unprivileged-user",
    `PostgreSQL refuses to run as root, and this system has neither a user postgres nor a user nobody; run the service as an ordinary user, or ${elsewhere}`,
  );
}

/** The first directory on the way to an existing `path`, itself included, that the account (or else this process) cannot pass. */
export async function barrierTo(path: string, account: Account | undefined): Promise<string | undefined> {
  // Without an account the real path may itself be out of reach; the given one then has to do.
  for (const directory of ancestry(await realpath(path).catch(() => path))) {
    if (!(await canPass(directory, account))) return directory;
  }
  return undefined;
}

function ancestry(path: string): string[] {
  return path === dirname(path) ? [path] : [...ancestry(dirname(path)), path];
}

async function canPass(directory: string, account: Account | undefined): Promise<boolean> {
  if (!account)
    return access(directory, constants.X_OK).then(
      () => true,
      () => false,
    );
  return allows(await stat(directory), account, 0o1);
}

/** Whether the account has all of `wanted` (1 execute, 2 write, 4 read) on something with these permissions. */
export function allows(file: { mode: number; uid: number; gid: number }, account: Account, wanted: number): boolean {
  const shift = file.uid === account.uid ? 6 : file.gid === account.gid ? 3 : 0;
  return ((file.mode >> shift) & wanted) === wanted;
}
