import { type FakeGemini, startFakeGemini } from "../support/fake-gemini.ts";
import { type Figures, startCampaign } from "./campaign.ts";
import { type Fleet, startFleet } from "./fleet.ts";
import { numberedReplies } from "./numbered-replies.ts";

type Disturbed = {
  clients: number;
  env?: Record<string, string>;
  databaseUrl?: string;
  /** Where clients connect instead of to the replicas themselves. */
  urlsOf?: (fleet: Fleet) => (() => URL[]) | Promise<() => URL[]>;
  /** Everything that happens while the clients chat. @returns what it found wrong itself */
  disturb: (fleet: Fleet) => Promise<string[]>;
};
export type Outcome = { faults: string[]; figures: Figures };

/** Two replicas, clients that chat with them, and something that goes wrong meanwhile. @returns all that is wrong afterwards */
export async function whileChatting(options: Disturbed & { gemini: FakeGemini }): Promise<Outcome> {
  const { gemini, clients, env, databaseUrl, urlsOf, disturb } = options;
  await using fleet = await startFleet({
    gemini,
    ...(env ? { env } : {}),
    ...(databaseUrl === undefined ? {} : { databaseUrl }),
  });
  const urls = (await urlsOf?.(fleet)) ?? fleet.urls;
  const campaign = await startCampaign({ urls, stored: fleet.stored, clients });
  const found = await disturb(fleet);
  const { faults, figures } = await campaign.stop();
  const errors = fleet.replicas.flatMap((replica) => replica.errors);
  return { faults: [...found, ...faults, ...errors], figures };
}

/** A fake Gemini for as long as `work` takes, at a pace at which turns take half a second to four. */
export async function withGemini<T>(work: (gemini: FakeGemini) => Promise<T>): Promise<T> {
  const gemini = await startFakeGemini();
  gemini.script([numberedReplies({ pauseMs: 20 })]);
  try {
    return await work(gemini);
  } finally {
    await gemini.stop();
  }
}

/** The same in several fleets at once: most of the time goes into waiting for leases. */
export async function inFleets(count: number, one: () => Promise<Outcome>): Promise<Outcome> {
  const outcomes = await Promise.all(Array.from({ length: count }, one));
  const figures: Figures = { messages: 0, turns: 0, resumed: 0, failed: 0, cancelled: 0 };
  for (const outcome of outcomes) {
    for (const [name, value] of Object.entries(outcome.figures)) figures[name as keyof Figures] += value;
  }
  return { faults: outcomes.flatMap(({ faults }) => faults), figures };
}

export const oneOf = <T>(items: readonly T[]): T => {
  const chosen = items[Math.floor(Math.random() * items.length)];
  if (chosen === undefined) throw new Error("There is nothing to choose from");
  return chosen;
};
