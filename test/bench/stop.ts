import { startPostgres } from "../support/postgres.ts";
import { isQuick } from "./support/measure.ts";
import { figure, report } from "./support/report.ts";
import { service, startServer } from "./support/server.ts";

// `bun test/bench/stop.ts [--quick]`: how long a service with nothing to do takes from SIGTERM to its exit.

const rounds = isQuick ? 3 : 9;
const toleratedMs = 300;

await using postgres = await startPostgres();

/** Milliseconds that each stop took beyond the drain delay. */
async function measure(drainDelayMs: number): Promise<number[]> {
  const beyond: number[] = [];
  for (let round = 0; round < rounds; round++) {
    await using server = await startServer(service, {
      DATABASE_URL: postgres.url(),
      DRAIN_DELAY_MS: String(drainDelayMs),
    });
    beyond.push((await server.stop()) - drainDelayMs);
  }
  return beyond;
}

const target = { atMost: toleratedMs };
const immediate = await measure(0);
const drained = await measure(2_000);
await report("SIGTERM to exit, idle, beyond the drain delay", [
  figure("drain delay 0", immediate, { unit: "ms", target }),
  figure("drain delay 2 s, the default in production", drained, { unit: "ms", target }),
]);
