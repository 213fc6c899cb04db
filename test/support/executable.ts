import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildExecutable } from "../../src/build/executable.ts";

const root = join(import.meta.dir, "../..");
const builds = join(root, "node_modules/.cache/renovation-agent/tests");
const name = "renovation-agent";
const hourMs = 3_600_000;

/** The executable of the present sources: built by whichever worker asks first, and kept until they change. */
export async function builtExecutable(): Promise<string> {
  const directory = join(builds, await sourcesKey());
  const path = join(directory, name);
  if (existsSync(path)) return path;
  await mkdir(directory, { recursive: true });
  // Workers of `bun test --parallel` are children of one process, so a place named after it is theirs alone.
  const place = join(directory, `run-${Bun.env["BUN_TEST_WORKER_ID"] ? process.ppid : process.pid}`);
  if (!(await isFirst(place))) return await publishedPath(path, place);
  try {
    const unfinished = join(place, name);
    // Level 3 packs PostgreSQL in half a second instead of half a minute.
    await buildExecutable({ outfile: unfinished, archiveLevel: 3 });
    await rename(unfinished, path);
    await rm(place, { recursive: true });
    await removeOldBuilds();
    return path;
  } catch (error) {
    await writeFile(join(place, "failure"), String(error));
    throw error;
  }
}

async function isFirst(place: string): Promise<boolean> {
  return await mkdir(place).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
      return false;
    },
  );
}

async function publishedPath(path: string, place: string): Promise<string> {
  const deadline = Date.now() + 60_000;
  while (!existsSync(path)) {
    const failure = join(place, "failure");
    if (existsSync(failure)) throw new Error(`The executable was not built: ${await readFile(failure, "utf8")}`);
    if (Date.now() > deadline) throw new Error("The worker that builds the executable did not finish in 60 s");
    await Bun.sleep(20);
  }
  return path;
}

/** Everything that goes into the executable. */
async function sourcesKey(): Promise<string> {
  const hasher = new Bun.CryptoHasher("sha256");
  const folders = ["src", "migrations"].map((folder) =>
    readdir(join(root, folder), { recursive: true }).then((paths) => paths.map((path) => join(folder, path))),
  );
  const files = (await Promise.all(folders)).flat().sort();
  for (const path of [...files, "package.json", "bun.lock", "tsconfig.json"]) {
    const file = join(root, path);
    if ((await stat(file)).isFile()) hasher.update(path).update(await readFile(file));
  }
  return hasher.digest("hex").slice(0, 16);
}

/** Each is 150 MB; a run that began before the last change may still use its own. */
async function removeOldBuilds(): Promise<void> {
  for (const build of await readdir(builds)) {
    const path = join(builds, build);
    if (Date.now() - (await stat(path)).mtimeMs > hourMs) await rm(path, { recursive: true, force: true });
  }
}

/** A directory with nothing in it, and a way to run the executable there that leaves it nothing else of this machine. */
export async function bareMachine() {
  const executable = await builtExecutable();
  const directory = await mkdtemp(join(tmpdir(), "ra-bare-"));
  /** What to run: the executable with these variables and no other, not even PATH. */
  const command = (env: Record<string, string> = {}): string[] => {
    const variables = Object.entries(env).map(([variable, value]) => `${variable}=${value}`);
    return ["/usr/bin/env", "-i", `--chdir=${directory}`, ...variables, executable];
  };
  return {
    directory,
    command,
    /** Runs a command to its end. */
    run: (args: string[], env?: Record<string, string>) => run([...command(env), ...args]),
    [Symbol.asyncDispose]: () => rm(directory, { recursive: true, force: true }),
  };
}

/** Runs a program to its end. */
export async function run(command: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const child = Bun.spawn(command, { stdio: ["ignore", "pipe", "pipe"] });
  const [stdout, stderr] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()]);
  return { code: await child.exited, stdout, stderr };
}
