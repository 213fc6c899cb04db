import type { Server } from "./server.ts";

type Load = { path: string; connections: number; seconds: number };
/** What one round of load measured. */
export type Loaded = { requestsPerSecond: number; cpuMicroseconds: number };

/** Asks the server as fast as it answers, over keep-alive connections, with wrk. @throws without wrk, and for a failed request */
export async function load(server: Server, { path, connections, seconds }: Load): Promise<Loaded> {
  const wrk = Bun.which("wrk");
  if (!wrk) throw new Error("this benchmark needs wrk (apt-get install wrk)");
  const cpuBefore = server.cpuMs();
  const run = Bun.spawn(
    [wrk, "-t", "1", "-c", String(connections), "-d", `${seconds}s`, new URL(path, server.url).href],
    {
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  const output = await new Response(run.stdout).text();
  const cpuMs = server.cpuMs() - cpuBefore;
  const [, requests, duration] = /(\d+) requests in ([\d.]+)s/.exec(output) ?? [];
  if (!requests || /Non-2xx|Socket errors/.test(output)) throw new Error(`Requests failed: ${output}`);
  return {
    requestsPerSecond: Number(requests) / Number(duration),
    cpuMicroseconds: (cpuMs * 1_000) / Number(requests),
  };
}
