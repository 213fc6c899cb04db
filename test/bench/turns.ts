import { startPostgres } from "../support/postgres.ts";
import { type Chat, openChat } from "./support/chat.ts";
import { chunksPerAnswer, withTool } from "./support/fixed-model.ts";
import { isQuick, median } from "./support/measure.ts";
import { compare, figure, report, type Rounds } from "./support/report.ts";
import { type Server, startServer } from "./support/server.ts";

// `bun test/bench/turns.ts [--quick]`: a turn of 40 chunks, against the same graph with nothing kept and two INSERTs.

const rounds = isQuick ? 4 : 10;
const turnsAlone = isQuick ? 60 : 150;
const crowd = 32;
const crowdMs = isQuick ? 2_000 : 5_000;
/** Turns of one session, as long as a conversation is. */
const turnsPerSession = 10;

await using postgres = await startPostgres({ fsync: true });
const env = { DATABASE_URL: postgres.url(), DATABASE_POOL_SIZE: "6", TURN_CONCURRENCY: "64" };
await using ours = await startServer([`${import.meta.dir}/support/chat-server.ts`], env);
await using floor = await startServer([`${import.meta.dir}/support/floor-server.ts`], env);

type Measured = { firstDeltaMs: number; cpuMs: number; perSecond: number };

/** One client, one turn after the other. */
async function alone(server: Server, text: string): Promise<Measured> {
  const cpuBefore = server.cpuMs();
  const startedAt = performance.now();
  const firstDeltas: number[] = [];
  for (let said = 0; said < turnsAlone;) {
    const chat = await openChat(server);
    for (let turn = 0; turn < turnsPerSession; turn++, said++) {
      const { firstDeltaMs, deltas } = await chat.say(text);
      if (deltas !== chunksPerAnswer) throw new Error(`${deltas} deltas instead of ${chunksPerAnswer}`);
      firstDeltas.push(firstDeltaMs);
    }
    chat.close();
  }
  return {
    firstDeltaMs: median(firstDeltas),
    cpuMs: (server.cpuMs() - cpuBefore) / firstDeltas.length,
    perSecond: (firstDeltas.length * 1_000) / (performance.now() - startedAt),
  };
}

/** Many clients at once, each saying the next thing as soon as it was answered. */
async function together(server: Server, text: string): Promise<Measured> {
  const firstDeltas: number[] = [];
  const chats = await Promise.all(Array.from({ length: crowd }, () => openChat(server)));
  const cpuBefore = server.cpuMs();
  const startedAt = performance.now();
  const talk = async (chat: Chat) => {
    while (performance.now() - startedAt < crowdMs) firstDeltas.push((await chat.say(text)).firstDeltaMs);
    chat.close();
  };
  await Promise.all(chats.map(talk));
  return {
    firstDeltaMs: median(firstDeltas),
    cpuMs: (server.cpuMs() - cpuBefore) / firstDeltas.length,
    perSecond: (firstDeltas.length * 1_000) / (performance.now() - startedAt),
  };
}

type Pair = { ours: Measured; floor: Measured };

/** Both in turn, each first in every other round; the first round only warms them up. */
async function measure(how: typeof alone, text: string): Promise<Pair[]> {
  const pairs: Pair[] = [];
  for (let round = 0; round <= rounds; round++) {
    const [a, b] = round % 2 ? [ours, floor] : [floor, ours];
    const first = await how(a, text);
    const second = await how(b, text);
    pairs.push(round % 2 ? { ours: first, floor: second } : { ours: second, floor: first });
  }
  return pairs.slice(1);
}

const only = (pairs: Pair[], field: keyof Measured): Rounds =>
  pairs.map(({ ours, floor }) => ({ ours: ours[field], floor: floor[field] }));
const added = (pairs: Pair[]) => pairs.map(({ ours, floor }) => ours.firstDeltaMs - floor.firstDeltaMs);

const plain = await measure(alone, "Hello there");
const tool = await measure(alone, withTool);
const many = await measure(together, "Hello there");
const cpu = { unit: "ms", digits: 2 };
await report(`Turns of ${chunksPerAnswer} chunks, against the same graph with nothing kept and two INSERTs`, [
  compare("frame to first delta", only(plain, "firstDeltaMs"), { unit: "ms", digits: 1 }),
  figure("added to it", added(plain), { unit: "ms", digits: 1, target: { atMost: 15 } }),
  compare("server CPU of a turn, one client", only(plain, "cpuMs"), { ...cpu, target: { atMost: 2 } }),
  compare("the same with one tool call", only(tool, "cpuMs"), { ...cpu, target: { atMost: 2.5 } }),
  compare(`server CPU of a turn, ${crowd} clients`, only(many, "cpuMs"), { ...cpu, target: { atMost: 2 } }),
  compare(`turns a second, ${crowd} clients`, only(many, "perSecond"), { unit: "/s", target: { atLeast: 0.5 } }),
]);
