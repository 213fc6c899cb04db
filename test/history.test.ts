import { afterAll, beforeAll, expect, test } from "bun:test";
import fc from "fast-check";
import type { WhenBusy } from "../src/chat/protocol.ts";
import { createBus } from "../src/turns/bus.ts";
import { faultInText, faultInWholeText } from "./faults/numbered-text.ts";
import { createPace } from "./faults/paced-agent.ts";
import { openStored, type Stored } from "./faults/stored.ts";
import { ChatClient } from "./support/chat-client.ts";
import { checkHistory } from "./support/history.ts";
import { startTestService, type TestService } from "./support/service.ts";
import { trials } from "./support/effort.ts";

const pace = createPace();
const words = 6;
let replicas: TestService[];
let stored: Stored;
beforeAll(async () => {
  const first = await startTestService({ agent: pace.agent(words) });
  const second = await startTestService({ agent: pace.agent(words), databaseUrl: first.databaseUrl });
  replicas = [first, second];
  stored = openStored(first.databaseUrl);
});
afterAll(async () => {
  await stored[Symbol.asyncDispose]();
  for (const replica of replicas.toReversed()) await replica[Symbol.asyncDispose]();
});

/** What a person may do; `tab` and `message` count round those that there are. */
type Action =
  | { do: "say" | "say by http"; tab: number; whenBusy: WhenBusy | undefined }
  | { do: "repeat" | "repeat changed" | "cancel" | "cancel by turn"; tab: number; message: number }
  | { do: "disconnect" | "connect"; tab: number }
  | { do: "open a tab" | "let a word go" | "wait" };

const tab = fc.nat(3);
const message = fc.nat(9);
const whenBusy = fc.constantFrom(undefined, "queue" as const, "interrupt" as const, "reject" as const);
const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant("say" as const), tab, whenBusy }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("say by http" as const), tab, whenBusy }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom("repeat" as const, "repeat changed" as const), tab, message }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constantFrom("cancel" as const, "cancel by turn" as const), tab, message }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom("disconnect" as const, "connect" as const), tab }) },
  { weight: 8, arbitrary: fc.record({ do: fc.constantFrom("let a word go" as const, "wait" as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("open a tab" as const) }) },
);

/** Plays one conversation to its end. @returns what is wrong with it */
async function play(services: TestService[], actions: Action[]): Promise<string[]> {
  pace.hold();
  const [service] = services;
  if (!service) throw new Error("needs a replica");
  const sessionId = await service.session();
  const tabs: ChatClient[] = [];
  const byHttp: Promise<unknown>[] = [];
  const said: { text: string; id: string; by: ChatClient }[] = [];
  const openTab = () => {
    const options = { sessionId, after: 0, name: `tab-${tabs.length}`, replicas: () => services.map(({ url }) => url) };
    tabs.push(
      new ChatClient({
        ...options,
        random: () => ((tabs.length + said.length) % services.length) / services.length,
      }).connect(),
    );
  };
  const pick = <T>(items: T[], index: number) => items[index % items.length];
  openTab();

  for (const step of actions) {
    const by = "tab" in step ? pick(tabs, step.tab) : undefined;
    const earlier = "message" in step ? pick(said, step.message) : undefined;
    switch (step.do) {
      case "say":
      case "say by http": {
        if (!by) break;
        const said1 = { id: `m-${said.length}`, text: `message ${said.length}` };
        said.push({ ...said1, by });
        const frame = { ...said1, ...(step.whenBusy ? { whenBusy: step.whenBusy } : {}) };
        if (step.do === "say") by.say(frame);
        else byHttp.push(by.sayByHttp(frame));
        break;
      }
      case "repeat":
        if (by && earlier) by.say({ id: earlier.id, text: earlier.text });
        break;
      case "repeat changed":
        if (by && earlier) await expectConflict(service, sessionId, earlier);
        break;
      case "cancel":
        if (by && earlier) by.cancel({ id: earlier.id });
        break;
      case "cancel by turn": {
        const turnId = earlier?.by.sent.get(earlier.id)?.ack?.turnId;
        if (by && turnId) by.cancel({ turnId });
        break;
      }
      case "disconnect":
        by?.disconnect();
        break;
      case "connect":
        by?.connect();
        break;
      case "open a tab":
        if (tabs.length < 4) openTab();
        break;
      case "let a word go":
        pace.pace();
        break;
      case "wait":
        await Bun.sleep(5);
        break;
    }
  }

  pace.free();
  for (const client of tabs) client.connect();
  await Promise.all(byHttp);
  await Promise.all(tabs.flatMap((client) => [...client.sent.values()].map((sent) => client.settled(sent, 8_000))));
  for (const client of tabs) await client.flushed();
  await stored.atRest();
  const session = await stored.session(service.url, sessionId);
  const last = session.events.length;
  for (const client of tabs)
    await client.until(`the end of the log, ${last}`, () => (client.position === last ? true : undefined));
  for (const client of tabs) await client[Symbol.asyncDispose]();
  return checkHistory(session, tabs, { faultInText, faultInWholeText });
}

async function expectConflict(service: TestService, sessionId: string, { id, by }: { id: string; by: ChatClient }) {
  if (!by.sent.get(id)?.ack) return;
  const answer = await service.post(`/api/sessions/${sessionId}/messages`, { id, text: "another text" });
  expect(await answer.json()).toMatchObject({ type: "/problems/conflict", status: 409 });
}

test("what a new tab finds in the log is still news to the tab beside it", () => {
  const bus = createBus();
  bus.subscribe("session", () => {});
  bus.noteSeq("session", 2);
  // Events 3 and 4 are another replica's: here nobody has heard of them yet.
  bus.subscribe("session", () => {});
  bus.noteSeq("session", 4);
  expect(bus.followed().get("session")).toBe(2);
});

test.each([
  ["one replica", 1],
  ["two replicas", 2],
])(
  "whatever people do in their tabs, nothing is lost, doubled, spliced or stuck on %s",
  async (_name, count) => {
    const property = fc.asyncProperty(fc.array(action, { minLength: 5, maxLength: 40 }), async (actions) => {
      expect(await play(replicas.slice(0, count), actions)).toEqual([]);
    });
    await fc.assert(property, { ...trials(6, 50), endOnFailure: true });
    expect(await stored.leftovers()).toEqual([]);
  },
  600_000,
);
