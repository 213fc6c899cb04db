import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { buildExecutable } from "../../src/build/executable.ts";
import { createDatabase } from "../support/database.ts";
import { workspace } from "../support/embedded.ts";

// `bun test/bench/start.ts`: how soon the executable answers, how much memory it then takes, and what a health check costs.

const runs = 11;
const settleMs = 2_000;
const port = 18_080;
const executable = join(import.meta.dir, "../../dist/renovation-agent");

type Environment = Record<string, string>;
type Started = { readyMs: number; rssMb: () => Promise<number>; stop: () => Promise<void> };

/** Starts the service and asks it until it is ready: as a balancer would, only sooner. */
async function start(env: Environment, pauseMs = 1): Promise<Started> {
  const startedAt = performance.now();
  const service = Bun.spawn([executable, "serve"], {
    cwd: "/",
    env: { PORT: String(port), ...env },
    stdio: ["ignore", "ignore", "inherit"],
  });
  while (!(await isReady())) {
    if (service.exitCode !== null) throw new Error(`The service ended with ${service.exitCode}`);
    await Bun.sleep(pauseMs);
  }
  return {
    readyMs: performance.now() - startedAt,
    rssMb: async () => {
      const kilobytes = /^VmRSS:\s+(\d+)/m.exec(await readFile(`/proc/${service.pid}/status`, "utf8"))?.[1];
      return Number(kilobytes) / 1_000;
    },
    stop: async () => {
      service.kill("SIGTERM");
      await service.exited;
    },
  };
}

const isReady = () =>
  fetch(`http://127.0.0.1:${port}/health/ready`, { keepalive: false }).then(
    ({ status }) => status === 200,
    () => false,
  );

/** Milliseconds of every start, in order of size. */
async function measureStarts(env: Environment, prepare?: () => Promise<void>): Promise<number[]> {
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    await prepare?.();
    // What takes seconds is measured as well without keeping a processor busy with asking.
    const { readyMs, stop } = await start(env, prepare ? 20 : 1);
    times.push(readyMs);
    await stop();
  }
  return times.sort((a, b) => a - b);
}

async function measureIdle(env: Environment): Promise<{ rssMb: number; healthcheckMs: number[] }> {
  const { rssMb, stop } = await start(env);
  await Bun.sleep(settleMs);
  const megabytes = await rssMb();
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    const startedAt = performance.now();
    const check = Bun.spawn([executable, "healthcheck"], {
      cwd: "/",
      env: { PORT: String(port) },
      stdio: ["ignore", "ignore", "inherit"],
    });
    if ((await check.exited) !== 0) throw new Error("The health check failed");
    times.push(performance.now() - startedAt);
  }
  await stop();
  return { rssMb: megabytes, healthcheckMs: times.sort((a, b) => a - b) };
}

const row = (what: string, value: string, range: string, target: string) =>
  `| ${what.padEnd(44)} | ${value.padStart(9)} | ${range.padStart(15)} | ${target.padStart(9)} |\n`;
const rowOfTimes = (what: string, times: number[], targetMs: number) => {
  const at = (index: number) => Math.round(times.at(index) ?? Number.NaN);
  return row(what, `${at(Math.floor(times.length / 2))} ms`, `${at(0)} to ${at(-1)} ms`, `${targetMs} ms`);
};

const bytes = await buildExecutable({ outfile: executable });
await using database = await createDatabase();
await using space = await workspace({ onDisk: true });
const byUrl = { DATABASE_URL: database.url };
const embedded = { DATA_DIR: space.dataDir };

const withServer = await measureStarts(byUrl);
const first = await measureStarts(embedded, async () => {
  await rm(space.dataDir, { recursive: true, force: true });
  // Or the disk would still be busy with forgetting the last one.
  await Bun.spawn(["sync"]).exited;
});
const warm = await measureStarts(embedded);
const idle = await measureIdle(byUrl);
const idleEmbedded = await measureIdle(embedded);

const report = [
  row(`median of ${runs}`, "measured", "range", "target"),
  `|${[46, 11, 17, 11].map((width) => "-".repeat(width)).join("|")}|\n`,
  rowOfTimes("start to first healthy answer, DATABASE_URL", withServer, 150),
  rowOfTimes("the same, own PostgreSQL, warm", warm, 400),
  rowOfTimes("the same, own PostgreSQL, first start ever", first, 3_000),
  rowOfTimes("healthcheck command", idle.healthcheckMs, 50),
  row("idle memory, DATABASE_URL", `${idle.rssMb.toFixed(0)} MB`, "", "90 MB"),
  row("idle memory, own PostgreSQL, without its own", `${idleEmbedded.rssMb.toFixed(0)} MB`, "", "90 MB"),
  row("executable", `${(bytes / 1e6).toFixed(1)} MB`, "", ""),
];
await Bun.write(Bun.stdout, report.join(""));
