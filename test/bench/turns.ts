import { openChat } from "./support/chat.ts";
import { startChatPostgres, startChatServer, startFloorServer, warmUp } from "./support/chat-bench.ts";
import { type Measured, measureTurns, talkTogether } from "./support/crowd.ts";
import { chunksPerAnswer, withTool } from "./support/fixed-model.ts";
import { isQuick } from "./support/measure.ts";
import { compare, figure, report, type Rounds } from "./support/report.ts";
import type { Server } from "./support/server.ts";

// `bun test/bench/turns.ts [--quick]`: a turn of 40 chunks, against the same graph with nothing kept and two INSERTs.

const rounds = isQuick ? 4 : 9;
const turnsAlone = isQuick ? 60 : 150;
const crowd = 32;
const crowdMs = isQuick ? 1_500 : 5_000;
const warmUpMs = isQuick ? 4_000 : 15_000;
/** Turns of one session, as long as a conversation is. */
const turnsPerSession = 10;
const plainText = "Hello there";

await using postgres = await startChatPostgres();
await using ours = await startChatServer(postgres);
await using floor = await startFloorServer(postgres, "same reads");
await using bare = await startFloorServer(postgres, "bare");
await warmUp(postgres, [ours, floor, bare], { texts: [plainText, withTool], forMs: warmUpMs });

type Way = (server: Server) => Promise<Measured>;

/** One client, one turn after the other. */
const alone =
  (text: string): Way =>
  (server) =>
    measureTurns([server], async () => {
      const turns = [];
      while (turns.length < turnsAlone) {
        const chat = await openChat(server);
        for (let turn = 0; turn < turnsPerSession; turn++) turns.push(await chat.say(text));
        chat.close();
      }
      if (turns.some(({ deltas }) => deltas !== chunksPerAnswer)) throw new Error("An answer has another length");
      return turns;
    });

const together: Way = (server) => talkTogether([server], { clients: crowd, text: plainText, forMs: crowdMs });

type Pair = { ours: Measured; floor: Measured };

/** Both in turn, each first in every other round. */
async function measure(way: Way, other: Server): Promise<Pair[]> {
  const pairs: Pair[] = [];
  for (let round = 0; round < rounds; round++) {
    const first = await way(round % 2 ? ours : other);
    const second = await way(round % 2 ? other : ours);
    pairs.push(round % 2 ? { ours: first, floor: second } : { ours: second, floor: first });
  }
  return pairs;
}

const only = (pairs: Pair[], field: keyof Measured): Rounds =>
  pairs.map(({ ours, floor }) => ({ ours: ours[field], floor: floor[field] }));
const added = (pairs: Pair[]) => pairs.map(({ ours, floor }) => ours.firstDeltaMs - floor.firstDeltaMs);

const plain = await measure(alone(plainText), floor);
const tool = await measure(alone(withTool), floor);
const many = await measure(together, floor);
const manyBare = await measure(together, bare);
const cpu = { unit: "ms", digits: 2 };
await report(`Turns of ${chunksPerAnswer} chunks, against the same graph with nothing kept and two INSERTs`, [
  compare("frame to first delta", only(plain, "firstDeltaMs"), { unit: "ms", digits: 1 }),
  figure("added to it", added(plain), { unit: "ms", digits: 1, target: { atMost: 15 } }),
  compare("server CPU of a turn, one client", only(plain, "cpuMs"), { ...cpu, target: { atMost: 2 } }),
  compare("the same with one tool call", only(tool, "cpuMs"), { ...cpu, target: { atMost: 2.5 } }),
  compare(`server CPU of a turn, ${crowd} clients`, only(many, "cpuMs"), { ...cpu, target: { atMost: 2 } }),
  compare(`turns a second, ${crowd} clients`, only(many, "perSecond"), { unit: "/s", target: { atLeast: 0.5 } }),
  compare("its CPU, against a floor that reads no history", only(manyBare, "cpuMs"), cpu),
  compare("its turns, against a floor that reads no history", only(manyBare, "perSecond"), { unit: "/s" }),
]);
