import { mkdir, mkdtemp, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { findPackage, thisPlatform } from "../db/embedded/package.ts";
import { createPostgresArchive } from "./postgres-archive.ts";

const root = join(import.meta.dir, "../..");

type Options = {
  /** Where the executable goes. */
  outfile: string;
  /** Such as linux-arm64; for another processor than this one `bun install --cpu '*'` gets its PostgreSQL first. */
  target?: string;
  /** Of zstd, for the PostgreSQL inside: 19 makes the smallest executable and takes half a minute once. */
  archiveLevel?: number;
};

/**
 * Compiles the service into one file that needs nothing but glibc: migrations, API reference, browser client and
 * PostgreSQL are inside. @returns its size in bytes @throws when something does not bundle
 */
export async function buildExecutable({
  outfile,
  target = thisPlatform(),
  archiveLevel = 19,
}: Options): Promise<number> {
  const archive = await postgresArchive(target, archiveLevel);
  await mkdir(dirname(outfile), { recursive: true });
  // Bun leaves source maps beside what it compiles, though they are inside too.
  const workshop = await mkdtemp(join(dirname(outfile), ".build-"));
  try {
    const unfinished = join(workshop, basename(outfile));
    await compile(archive, unfinished, target);
    await rename(unfinished, outfile);
  } finally {
    await rm(workshop, { recursive: true });
  }
  return (await stat(outfile)).size;
}

async function compile(archive: string, outfile: string, target: string): Promise<void> {
  const { success, logs } = await Bun.build({
    // The first is what runs; the archive is an entry point because nothing in the source imports it, the thread that sets
    // PDFs because it is started by its path.
    entrypoints: [join(root, "src/main.ts"), archive, join(root, "src/report/pdf/worker.ts")],
    target: "bun",
    format: "esm",
    // Compiled ahead, and only what a command needs is loaded: a health check takes 10 ms.
    bytecode: true,
    splitting: true,
    // Names stay, so that a stack trace says which function it was.
    minify: { syntax: true, whitespace: true, identifiers: false },
    sourcemap: "inline",
    loader: { ".zst": "file" },
    // A deployed service has no moments at which a variable kills it.
    define: { FAILPOINTS: "false" },
    // Without a hash: the service finds its PostgreSQL by this name.
    naming: { asset: "[name].[ext]" },
    compile: {
      outfile,
      target: `bun-${target}` as Bun.Build.CompileTarget,
      // What lies in the working directory must not decide what runs.
      autoloadDotenv: false,
      autoloadBunfig: false,
    },
  });
  if (!success) throw new Error(logs.join("\n"));
}

/** Packed once per version of PostgreSQL and of the code that packs it, then taken from the cache. */
async function postgresArchive(target: string, level: number): Promise<string> {
  const { version } = await findPackage(target);
  const directory = join(root, "node_modules/.cache/renovation-agent");
  const path = join(directory, await packingKey(), `postgres-${version}-${target}-${level}.tar.zst`);
  if (await Bun.file(path).exists()) return path;
  await mkdir(join(path, ".."), { recursive: true });
  const unfinished = `${path}.${crypto.randomUUID()}`;
  await Bun.write(unfinished, await createPostgresArchive({ target, level }));
  // Two builds at once both pack, and the second one's file takes the first one's place whole.
  await rename(unfinished, path);
  return path;
}

async function packingKey(): Promise<string> {
  const hasher = new Bun.CryptoHasher("sha256");
  for (const file of ["build/postgres-archive.ts", "db/embedded/archive.ts", "db/embedded/package.ts"])
    hasher.update(await Bun.file(join(root, "src", file)).bytes());
  return hasher.digest("hex").slice(0, 16);
}

if (import.meta.main) {
  const target = Bun.argv[2];
  const outfile = join(root, "dist", target ? `renovation-agent-${target}` : "renovation-agent");
  const bytes = await buildExecutable({ outfile, ...(target ? { target } : {}) });
  await Bun.write(Bun.stdout, `${outfile}: ${(bytes / 1e6).toFixed(1)} MB\n`);
}
