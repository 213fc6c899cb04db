import { readdir, readFile, stat } from "node:fs/promises";
import type { Libc, Signal } from "./libc.ts";

/** How the processes of one data directory are told from all others: their cluster's name, and whose they are. */
export type Cluster = {
  name: string;
  uid: number;
  /** How the paths of a database begin that is still being made. */
  unfinished: string;
};

type Survivor = { pid: number; kind: "postmaster" | "child" | "maker" };

/** Processes of the cluster that this process can see; none where there is no /proc. */
export async function survivorsOf(cluster: Cluster): Promise<Survivor[]> {
  const entries = await readdir("/proc").catch(() => []);
  const found = await Promise.all(entries.filter((entry) => /^\d+$/.test(entry)).map((pid) => identify(pid, cluster)));
  return found.filter((survivor) => survivor !== undefined);
}

async function identify(pid: string, cluster: Cluster): Promise<Survivor | undefined> {
  const kind = kindOf(await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => ""), cluster);
  if (kind === undefined) return undefined;
  const owner = await stat(`/proc/${pid}`).catch(() => undefined);
  return owner?.uid === cluster.uid ? { pid: Number(pid), kind } : undefined;
}

/** PostgreSQL puts the cluster's name into the title of every child; the postmaster has it in its arguments. */
function kindOf(title: string, { name, unfinished }: Cluster): Survivor["kind"] | undefined {
  if (title.startsWith(`postgres: ${name}: `)) return "child";
  if (!/^\/[^\0]*\/bin\/(postgres|initdb)\0/.test(title)) return undefined;
  if (title.includes(`\0cluster_name=${name}\0`)) return "postmaster";
  return [`\0--pgdata=${unfinished}`, `\0-D\0${unfinished}`].some((place) => title.includes(place))
    ? "maker"
    : undefined;
}

/**
 * Waits until `isOver`, asking first, then insisting: a fast shutdown, an immediate one, SIGKILL.
 * Committed rows outlast all three. False when it is not over in time.
 */
export async function endSurvivors(
  cluster: Cluster,
  libc: Libc,
  { withinMs, isOver }: { withinMs: number; isOver: () => boolean | Promise<boolean> },
): Promise<boolean> {
  const started = performance.now();
  const steps: { afterMs: number; signal: Signal }[] = [
    { afterMs: 0, signal: "SIGINT" },
    { afterMs: withinMs * 0.5, signal: "SIGQUIT" },
    { afterMs: withinMs * 0.75, signal: "SIGKILL" },
  ];
  while (!(await isOver())) {
    const elapsedMs = performance.now() - started;
    if (elapsedMs > withinMs) return false;
    if (steps[0] && elapsedMs >= steps[0].afterMs)
      await signalSurvivors(cluster, libc, steps.shift()?.signal ?? "SIGINT");
    // They are not our children, so the kernel tells us nothing.
    await Bun.sleep(10);
  }
  return true;
}

async function signalSurvivors(cluster: Cluster, libc: Libc, signal: Signal) {
  const all = await survivorsOf(cluster);
  // What they make is thrown away. Programs that initdb runs end with it.
  for (const { pid } of all.filter(({ kind }) => kind === "maker")) libc.signal(pid, "SIGKILL");
  const survivors = all.filter(({ kind }) => kind !== "maker");
  const postmasters = survivors.filter(({ kind }) => kind === "postmaster");
  // A postmaster takes its children with it, in good order. Without one they end by themselves or are made to, and
  // must not get a SIGINT: the checkpointer would write a checkpoint as if all were well.
  const orphans = signal === "SIGINT" ? [] : survivors;
  for (const { pid } of postmasters.length > 0 && signal !== "SIGKILL" ? postmasters : orphans)
    libc.signal(pid, signal);
}
