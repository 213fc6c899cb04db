import { type Chat, openChat, type Turn } from "./chat.ts";
import { median } from "./measure.ts";
import type { Server } from "./server.ts";

/** What a number of turns cost the server and what their clients saw, at the median. */
export type Measured = { firstDeltaMs: number; cpuMs: number; perSecond: number };

/** Runs `talk` and measures the turns it returns. The CPU is of all `servers` together. */
export async function measureTurns(servers: Server[], talk: () => Promise<Turn[]>): Promise<Measured> {
  const cpuMs = () => servers.reduce((sum, server) => sum + server.cpuMs(), 0);
  const cpuBefore = cpuMs();
  const startedAt = performance.now();
  const turns = await talk();
  return {
    firstDeltaMs: median(turns.map(({ firstDeltaMs }) => firstDeltaMs)),
    cpuMs: (cpuMs() - cpuBefore) / turns.length,
    perSecond: (turns.length * 1_000) / (performance.now() - startedAt),
  };
}

type Crowd = { clients: number; text: string; forMs: number };

/** Many clients at once, spread over the servers, each in a session of its own; one says the next thing once it was answered. */
export async function talkTogether(servers: Server[], { clients, text, forMs }: Crowd): Promise<Measured> {
  const at = (index: number) => servers[index % servers.length] as Server;
  const chats = await Promise.all(Array.from({ length: clients }, (_, index) => openChat(at(index))));
  const endAt = performance.now() + forMs;
  const talk = async (chat: Chat) => {
    const turns: Turn[] = [];
    while (performance.now() < endAt) turns.push(await chat.say(text));
    return turns;
  };
  const measured = await measureTurns(servers, async () => (await Promise.all(chats.map(talk))).flat());
  for (const chat of chats) chat.close();
  return measured;
}
