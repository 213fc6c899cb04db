import { cpus } from "node:os";
import { startChatPostgres, startChatServer, warmUp } from "./support/chat-bench.ts";
import { type Measured, talkTogether } from "./support/crowd.ts";
import { watchDelay } from "./support/delay.ts";
import { isQuick } from "./support/measure.ts";
import { compare, figure, report } from "./support/report.ts";
import { openSession } from "./support/server.ts";

// `bun test/bench/replicas.ts [--quick]`: what a second replica adds, and how much later its clients see a turn of the first.

const rounds = isQuick ? 4 : 9;
const crowd = { clients: 32, text: "Hello there", forMs: isQuick ? 1_500 : 5_000 };
const watchedTurns = isQuick ? 5 : 20;
/** A language model's pace. */
const paced = { CHUNK_DELAY_MS: "25" };

await using postgres = await startChatPostgres();

type Pair = { two: Measured; one: Measured };

/** The same crowd at two replicas and at one of them, in turn. Both know of each other all the time. */
async function measureTwo(): Promise<Pair[]> {
  await using first = await startChatServer(postgres);
  await using second = await startChatServer(postgres);
  await warmUp(postgres, [first, second], { texts: [crowd.text], forMs: isQuick ? 4_000 : 15_000 });
  const pairs: Pair[] = [];
  for (let round = 0; round < rounds; round++) {
    const before = await talkTogether(round % 2 ? [first, second] : [first], crowd);
    const after = await talkTogether(round % 2 ? [first] : [first, second], crowd);
    pairs.push(round % 2 ? { two: before, one: after } : { two: after, one: before });
  }
  return pairs;
}

async function measureDelay(): Promise<number[]> {
  await using here = await startChatServer(postgres, paced);
  await using there = await startChatServer(postgres, paced);
  const delays: number[] = [];
  for (let turn = 0; turn < watchedTurns; turn++) {
    delays.push(await watchDelay(await openSession(here), { here, there }));
  }
  return delays;
}

const pairs = await measureTwo();
const delays = await measureDelay();
const cores = cpus().length;
// Two replicas, their clients and PostgreSQL need a core each to show what they can.
const hasRoom = cores >= 6;
await report(`A second replica (this machine has ${cores} cores)`, [
  compare(
    `turns a second, ${crowd.clients} clients, two replicas to one${hasRoom ? "" : " (too few cores)"}`,
    pairs.map(({ two, one }) => ({ ours: two.perSecond, floor: one.perSecond })),
    { unit: "/s", ...(hasRoom ? { target: { atLeast: 1.5 } } : {}) },
  ),
  compare(
    "CPU of a turn in both together, to one",
    pairs.map(({ two, one }) => ({ ours: two.cpuMs, floor: one.cpuMs })),
    { unit: "ms", digits: 2, ...(hasRoom ? {} : { target: { atMost: 1.25 } }) },
  ),
  figure("live text seen later on the other replica", delays, { unit: "ms", target: { atMost: 80 } }),
]);
