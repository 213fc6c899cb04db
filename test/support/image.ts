import { chmod, copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { builtExecutable, run } from "./executable.ts";

const root = join(import.meta.dir, "../..");

/** What the last stage of a Dockerfile says. */
export type ImageConfig = {
  base: string;
  env: Record<string, string>;
  entrypoint: string[];
  command: string[];
  healthcheck: string[];
  user: string;
  stopSignal: string;
  copies: { from: string; to: string }[];
};

/** Reads as much of the Dockerfile's language as ours uses. @throws {Error} for an instruction it does not know */
export async function readImageConfig(): Promise<ImageConfig> {
  const text = await readFile(join(root, "Dockerfile.distroless"), "utf8");
  const instructions = text
    .replaceAll(/^#.*\n/gm, "")
    .replaceAll(/\\\n\s*/g, " ")
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => ({ name: line.split(" ", 1)[0] ?? "", rest: line.slice(line.indexOf(" ") + 1).trim() }));
  const stage = instructions.slice(instructions.findLastIndex(({ name }) => name === "FROM"));
  const config: ImageConfig = {
    base: "",
    env: {},
    entrypoint: [],
    command: [],
    healthcheck: [],
    user: "",
    stopSignal: "",
    copies: [],
  };
  for (const { name, rest } of stage) apply(config, name, rest);
  return config;
}

function apply(config: ImageConfig, name: string, rest: string): void {
  switch (name) {
    case "FROM":
      config.base = rest;
      return;
    case "ENV":
      for (const [, variable = "", value = ""] of rest.matchAll(/(\w+)=(\S+)/g)) config.env[variable] = value;
      return;
    case "ENTRYPOINT":
      config.entrypoint = JSON.parse(rest);
      return;
    case "CMD":
      config.command = JSON.parse(rest);
      return;
    case "HEALTHCHECK":
      config.healthcheck = JSON.parse(rest.slice(rest.indexOf("CMD ") + 4));
      return;
    case "USER":
      config.user = rest;
      return;
    case "STOPSIGNAL":
      config.stopSignal = rest;
      return;
    case "COPY": {
      const [, from = "", to = ""] = rest.split(" ");
      config.copies.push({ from, to });
      return;
    }
    case "LABEL":
    case "EXPOSE":
      return;
    default:
      throw new Error(`The image test does not know what ${name} does`);
  }
}

/**
 * The image's file system, as far as the executable can see it: what the Dockerfile copies, glibc, a user, /tmp, and no shell.
 * Only root can make it and run in it.
 */
export async function assembleImage(config: ImageConfig) {
  const directory = await mkdtemp("/tmp/ra-image-");
  await chmod(directory, 0o755);
  const place = async (from: string, to: string) => {
    await mkdir(dirname(join(directory, to)), { recursive: true });
    await copyFile(from, join(directory, to));
  };
  const executable = await builtExecutable();
  for (const { from, to } of config.copies) {
    if (!from.endsWith("/dist/renovation-agent")) throw new Error(`The image test cannot make ${from}`);
    await place(executable, to);
  }
  const { stdout } = await run(["ldd", executable]);
  for (const [library] of stdout.matchAll(/\/\S+/g)) await place(library, library);
  for (const folder of ["etc", "tmp", "proc", "dev", "home/nonroot"])
    await mkdir(join(directory, folder), { recursive: true });
  await chmod(join(directory, "tmp"), 0o1777);
  await writeFile(join(directory, "etc/passwd"), "nonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin\n");

  /** A container's own processes and mounts; its network is the machine's, so that it reaches the test's database. */
  const enter = `mount -t proc proc "$0/proc" && mount --rbind /dev "$0/dev" && exec chroot --userspec=${config.user} --groups= "$0" "$@"`;
  const container = (env: Record<string, string>, command: string[]): string[] => [
    ...["env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin"],
    ...Object.entries({ ...config.env, ...env }).map(([name, value]) => `${name}=${value}`),
    ...["unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-c", enter, directory, ...command],
  ];
  return {
    directory,
    container,
    [Symbol.asyncDispose]: () => rm(directory, { recursive: true, force: true }),
  };
}

/** Sends a signal to the container's process 1, as `docker stop` does. */
export async function signalContainer(pid: number, signal: string): Promise<void> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, "utf8");
  process.kill(Number(children.trim()), signal);
}
