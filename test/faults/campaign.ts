import { maxFailures } from "../../src/turns/claim.ts";
import { ChatClient } from "../support/chat-client.ts";
import { checkHistory } from "../support/history.ts";
import { faultInText, faultInWholeText } from "./numbered-text.ts";
import type { Stored } from "./stored.ts";

type CampaignOptions = {
  /** Where clients connect: replicas, or a balancer. */
  urls: () => URL[];
  stored: Stored;
  clients: number;
  /** 0 up to 1. */
  random?: () => number;
  /** How long a turn may take in all, disturbances included. */
  patienceMs?: number;
};

export type Figures = { messages: number; turns: number; resumed: number; failed: number; cancelled: number };

/**
 * Clients that chat until told to stop, two to a session, with everything that people do: they cancel, repeat, interrupt, lose their line,
 * send over HTTP.
 */
export async function startCampaign({
  urls,
  stored,
  clients,
  random = Math.random,
  patienceMs = 90_000,
}: CampaignOptions) {
  const faults: string[] = [];
  const tabs: ChatClient[] = [];
  let isOver = false;
  for (let index = 0; index < clients; index++) {
    const sessionId = index % 2 === 1 ? (tabs.at(-1)?.sessionId ?? "") : await openSession(urls);
    const options = { name: `c${index}`, sessionId, after: 0, replicas: urls, random, patienceMs: 5_000 };
    tabs.push(new ChatClient(options).connect());
  }
  const chatting = tabs.map(chat);

  async function chat(client: ChatClient) {
    try {
      for (let count = 0; !isOver; count++) {
        await sayOne(client, `${client.name}-${count}`);
        await Bun.sleep(random() * 300);
      }
    } catch (error) {
      faults.push(`session ${client.sessionId}: ${(error as Error).message}`);
    }
  }

  async function sayOne(client: ChatClient, id: string) {
    const says = ["", " a room", " a room", " slow", " slow"];
    const text = `${id}${says[Math.floor(random() * says.length)]}`;
    const message = { id, text, ...(random() < 0.1 ? { whenBusy: "interrupt" as const } : {}) };
    const chance = random();
    const sent = chance < 0.1 ? await client.sayByHttp(message) : client.say(message);
    if (chance > 0.9) {
      await Bun.sleep(random() * 400);
      client.cancel({ id });
    } else if (chance > 0.8) {
      await Bun.sleep(random() * 400);
      client.disconnect();
      await Bun.sleep(random() * 400);
      client.connect();
    } else if (chance > 0.75) client.say(message);
    await client.settled(sent, patienceMs);
  }

  return {
    clients: tabs,
    /** Lets everything come to its end and looks at all of it. @returns what is wrong */
    async stop(): Promise<{ faults: string[]; figures: Figures }> {
      isOver = true;
      await Promise.all(chatting);
      await stored.atRest(patienceMs).catch(({ message }: Error) => faults.push(message));
      const figures: Figures = { messages: 0, turns: 0, resumed: 0, failed: 0, cancelled: 0 };
      const [url] = urls();
      if (!url) throw new Error("No replica is up to read from");
      for (const id of new Set(tabs.map(({ sessionId }) => sessionId))) {
        const mine = tabs.filter(({ sessionId }) => sessionId === id);
        const session = await stored.session(url, id);
        for (const tab of mine) {
          const caughtUp = () => (tab.position === session.events.length ? true : undefined);
          await tab.until("the end of the log", caughtUp).catch(({ message }: Error) => faults.push(message));
        }
        faults.push(...checkHistory(session, mine, { faultInText, faultInWholeText }));
        for (const { sent } of mine) figures.messages += sent.size;
        for (const { id: turnId, attempt, status, failures } of session.turns) {
          figures.turns++;
          if (status === "failed" && failures < maxFailures) {
            const ended = session.events.find((event) => event.type === "turn.finished" && event.turnId === turnId);
            const why = ended && "problem" in ended ? JSON.stringify(ended.problem) : "nothing";
            faults.push(`turn ${turnId} failed for ${why}, though its owner vanished only ${failures} times`);
          }
          if (attempt > 1) figures.resumed++;
          if (status === "failed") figures.failed++;
          if (status === "cancelled") figures.cancelled++;
        }
      }
      faults.push(...(await stored.leftovers()));
      for (const tab of tabs) await tab[Symbol.asyncDispose]();
      return { faults, figures };
    },
  };
}

async function openSession(urls: () => URL[]): Promise<string> {
  for (;;) {
    const [url] = urls();
    const answer = await fetch(new URL("/api/sessions", url), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: "{}",
      keepalive: false,
    }).catch(() => undefined);
    if (answer?.status === 201) return (await answer.json()).id;
    await Bun.sleep(100);
  }
}
