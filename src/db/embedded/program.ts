import { constants } from "node:fs";
import { access, readFile, readdir, realpath } from "node:fs/promises";
import { basename } from "node:path";
import { EmbeddedDatabaseError, elsewhere, systemCode } from "./error.ts";
import type { Account } from "./privileges.ts";

/** Nothing of the service's own environment, which holds its secrets. A set time zone saves initdb the search for one. */
export const programEnvironment = { LC_ALL: "C", TZ: "UTC" };

export const shell = "/bin/sh";

/** initdb runs its programs through it, and a kill -9 of the service is seen by one. @throws {EmbeddedDatabaseError} */
export async function requireShell(): Promise<void> {
  try {
    await access(shell, constants.X_OK);
  } catch (cause) {
    throw new EmbeddedDatabaseError(
      "no-shell",
      `The embedded PostgreSQL needs ${shell}, which is missing here; ${elsewhere}`,
      {
        cause,
      },
    );
  }
}

type RunOptions = { account: Account | undefined; descriptor: number; input?: string };

/** Runs one of PostgreSQL's programs to its end; the descriptor is its fourth. @throws {EmbeddedDatabaseError} with its last words */
export async function run(command: string[], { account, descriptor, input = "" }: RunOptions): Promise<void> {
  const program = command[0] ?? "";
  const child = await spawnOr(program, () =>
    Bun.spawn(command, {
      ...account,
      cwd: "/",
      env: programEnvironment,
      detached: true,
      stdio: [Buffer.from(input), "ignore", "pipe", descriptor],
    }),
  );
  const errors = (await new Response(child.stderr).text()).trim();
  // A single-user postgres carries on after an error.
  if ((await child.exited) !== 0 || /(ERROR|FATAL|PANIC): /.test(errors)) throw await explainExit(program, errors);
}

/** @throws {EmbeddedDatabaseError} saying why the program does not even start. */
export async function spawnOr<T>(program: string, spawn: () => T): Promise<T> {
  try {
    return spawn();
  } catch (error) {
    throw await explainSpawn(program, error);
  }
}

/** Why a program did not start. @param libraries where the C library's loader is */
export async function explainSpawn(
  program: string,
  cause: unknown,
  libraries = "/lib",
): Promise<EmbeddedDatabaseError> {
  const code = systemCode(cause);
  if (code === "EACCES" && (await isOnNoexec(program)))
    return new EmbeddedDatabaseError(
      "noexec",
      `${program} is on a file system mounted noexec; set DATA_DIR to one that may hold programs, or ${elsewhere}`,
      { cause },
    );
  if (code === "ENOENT" && (await isMusl(libraries))) return muslError(cause);
  return new EmbeddedDatabaseError("failed", `${program} does not start (${code ?? cause}); ${elsewhere}`, { cause });
}

/** For a program that ran and failed; on musl with a glibc shim its libraries do not load. */
export async function explainExit(program: string, lastWords: string): Promise<EmbeddedDatabaseError> {
  if (/relocating|symbol not found/.test(lastWords) && (await isMusl("/lib"))) return muslError(lastWords);
  if (/could not look up effective user ID/.test(lastWords))
    return new EmbeddedDatabaseError(
      "failed",
      `PostgreSQL needs a user with a name: add this user id to /etc/passwd, or ${elsewhere} (${oneLine(lastWords)})`,
    );
  return new EmbeddedDatabaseError(
    "failed",
    `${basename(program)} failed: ${oneLine(lastWords) || "it gave no reason"}. Mend that, or ${elsewhere}`,
  );
}

const oneLine = (text: string) => text.split("\n").slice(-5).join(" | ").slice(-1_000);

const muslError = (cause: unknown) =>
  new EmbeddedDatabaseError(
    "musl",
    `The embedded PostgreSQL needs glibc, and this system has musl (as Alpine does); use a glibc image, or ${elsewhere}`,
    { cause },
  );

async function isMusl(libraries: string): Promise<boolean> {
  const names = await readdir(libraries).catch(() => []);
  return names.some((name) => name.startsWith("ld-musl-"));
}

/** By the mount that holds the path, which is the one with the longest name. */
async function isOnNoexec(program: string): Promise<boolean> {
  const mounts = await readFile("/proc/self/mounts", "utf8").catch(() => "");
  const path = await realpath(program).catch(() => program);
  const holding = mounts
    .split("\n")
    .map((line) => ({
      directory: line.split(" ")[1]?.replaceAll("\\040", " ") ?? "",
      options: line.split(" ")[3] ?? "",
    }))
    .filter(({ directory }) => directory !== "" && `${path}/`.startsWith(directory === "/" ? "/" : `${directory}/`));
  // The later of two mounts on one place covers the earlier.
  const nearest = holding.reduce((best, next) => (next.directory.length >= best.directory.length ? next : best), {
    directory: "",
    options: "",
  });
  return nearest.options.split(",").includes("noexec");
}
