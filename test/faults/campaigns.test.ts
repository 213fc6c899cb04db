import { expect, test } from "bun:test";
import { testNeeding } from "../support/requires.ts";
import { runBehindHaproxy } from "./haproxy.ts";
import { runKills } from "./kills.ts";
import { runOutages } from "./outages.ts";
import { runShutdowns } from "./shutdowns.ts";
import { runZombies } from "./zombies.ts";
import { isThorough } from "../support/effort.ts";

// Short versions of the long runs beside this file, each of which is a command of its own: `bun test/faults/kills.ts --kills 1000`.
const named = (name: string) => (isThorough ? name : `${name} (RENOVATION_LONG_TESTS=1)`);
const longTest = (name: string, body: () => Promise<void>) => test.skipIf(!isThorough)(named(name), body, 180_000);
/** Most of its time is waiting for leases. */
const waitingTest = (name: string, body: () => Promise<void>) =>
  test.skipIf(!isThorough).concurrent(named(name), body, 180_000);

waitingTest("kill -9 at random moments: nothing is lost, doubled or stuck, and turns go on within 12 s", async () => {
  const { faults, takeoversMs } = await runKills({ kills: 10, fleets: 4, clients: 4 });
  expect(faults).toEqual([]);
  expect(Math.max(0, ...takeoversMs)).toBeLessThan(12_000);
});

waitingTest("SIGTERM at random moments: turns are handed over within 2 s, and none is charged", async () => {
  const { faults, handoversMs } = await runShutdowns({ stops: 8, fleets: 2, clients: 6 });
  expect(faults).toEqual([]);
  expect(Math.max(0, ...handoversMs)).toBeLessThan(2_000);
});

waitingTest("replicas that freeze past their leases and go on do no harm", async () => {
  expect((await runZombies({ freezes: 3, fleets: 3, clients: 4 })).faults).toEqual([]);
});

longTest("a database that stops, crashes or hangs costs nobody a message", async () => {
  expect((await runOutages({ outages: 3, clients: 8, longestMs: 4_000 })).faults).toEqual([]);
});

const balanced = async () => {
  expect((await runBehindHaproxy({ forMs: 12_000, clients: 20 })).faults).toEqual([]);
};
const balancedName = "behind HAProxy, with replicas killed and restarted, nothing is lost, doubled or stuck";
if (isThorough) testNeeding("HAProxy")(balancedName, balanced, 180_000);
else longTest(balancedName, balanced);
