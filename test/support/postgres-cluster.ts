import { execFile, type ExecFileOptions } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Account } from "./postgres-binaries.ts";

const run = promisify(execFile);
const cache = join(import.meta.dir, "../../node_modules/.cache/renovation-agent");

type Cluster = { bin: string; data: string; inAccount: ExecFileOptions };

/** Makes an empty cluster. */
export async function initdb({ bin, data, inAccount }: Cluster, authentication = ["-A", "trust"]): Promise<void> {
  const locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"];
  const args = ["-D", data, "-U", "postgres", "-E", "UTF8", ...locale, "-N", ...authentication];
  await run(join(bin, "initdb"), args, inAccount);
}

/** Copies an empty cluster that trusts everyone, which takes a tenth of the time that making it does; made at the first use. */
export async function copyCluster({ account, ...cluster }: Cluster & { account: Account }): Promise<void> {
  const { stdout } = await run(join(cluster.bin, "postgres"), ["--version"], cluster.inAccount);
  // Only whoever made it may read it.
  const kept = join(cache, `cluster-${Bun.hash(`${stdout} ${process.getuid?.()}`).toString(36)}`);
  if (existsSync(kept)) {
    await run("cp", ["-R", `${kept}/.`, cluster.data]);
    if ("uid" in account) await run("chown", ["-R", `${account.uid}:${account.gid}`, cluster.data]);
    return;
  }
  await initdb(cluster);
  await mkdir(cache, { recursive: true });
  const unfinished = `${kept}.${crypto.randomUUID()}`;
  await run("cp", ["-R", cluster.data, unfinished]);
  // Another worker may have been first, and its cluster is as good.
  await rename(unfinished, kept).catch(() => rm(unfinished, { recursive: true }));
}
