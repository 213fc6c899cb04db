import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { oneOf, whileChatting, withGemini } from "./disturb.ts";
import type { Fleet } from "./fleet.ts";
import { numberOption, report } from "./report.ts";

type BalancedOptions = { forMs: number; clients: number };

/** Two replicas behind HAProxy; either is killed or restarted at random while clients chat through it. */
export async function runBehindHaproxy({ forMs, clients }: BalancedOptions) {
  const ends = { SIGKILL: 0, SIGTERM: 0 };
  await using resources = new AsyncDisposableStack();

  async function disturb(fleet: Fleet) {
    const until = performance.now() + forMs;
    while (performance.now() < until) {
      await Bun.sleep(500 + Math.random() * 6_000);
      const victim = oneOf(fleet.replicas);
      const how = oneOf(["SIGKILL", "SIGTERM"] as const);
      ends[how]++;
      await victim.end(how);
      await Bun.sleep(Math.random() * 1_000);
      await victim.start();
    }
    return [];
  }

  const outcome = await withGemini((gemini) =>
    whileChatting({
      gemini,
      clients,
      env: { DRAIN_DELAY_MS: "1000", TURN_GRACE_MS: "1000", DATABASE_POOL_SIZE: "10" },
      urlsOf: async (fleet) => {
        const balancer = resources.use(await startHaproxy(fleet.replicas.map(({ port }) => port)));
        return () => [balancer.url];
      },
      disturb,
    }),
  );
  return { killed: ends.SIGKILL, restarted: ends.SIGTERM, ...outcome };
}

/** No sticky sessions, nothing is sent twice, and only ready replicas get anything. */
const configuration = (port: number, ports: string[]) => `
defaults
  mode http
  retries 0
  option redispatch 0
  timeout connect 1s
  timeout client 60s
  timeout server 60s
  timeout tunnel 1h
  timeout check 1s
frontend chat
  bind 127.0.0.1:${port}
  default_backend replicas
backend replicas
  balance random
  option httpchk GET /health/ready
  default-server check inter 200ms fall 1 rise 1
${ports.map((each, index) => `  server replica${index} 127.0.0.1:${each}`).join("\n")}
`;

async function startHaproxy(ports: string[]) {
  const directory = await mkdtemp(join(tmpdir(), "ra-haproxy-"));
  const port = await freePort();
  await Bun.write(join(directory, "haproxy.cfg"), configuration(port, ports));
  const program = Bun.which("haproxy") ?? "/usr/sbin/haproxy";
  const child = Bun.spawn([program, "-db", "-f", join(directory, "haproxy.cfg")], { stdout: "ignore", stderr: "pipe" });
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  const url = new URL(`http://127.0.0.1:${port}`);
  while (!(await isReady(url))) {
    if (child.exitCode !== null) throw new Error(`HAProxy ended: ${await new Response(child.stderr).text()}`);
    await Bun.sleep(50);
  }
  return {
    url,
    [Symbol.asyncDispose]: async () => {
      process.off("exit", kill);
      kill();
      await child.exited;
      await rm(directory, { recursive: true, force: true });
    },
  };
}

const isReady = (url: URL) =>
  fetch(new URL("/health/ready", url), { keepalive: false }).then(
    ({ ok }) => ok,
    () => false,
  );

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => probe.once("listening", resolve));
  const { port } = probe.address() as { port: number };
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

if (import.meta.main) {
  const minutes = numberOption("minutes", 10);
  const { faults, figures, ...counts } = await runBehindHaproxy({
    forMs: minutes * 60_000,
    clients: numberOption("clients", 50),
  });
  report({ minutes, ...counts, ...figures }, faults);
}
