import { afterAll, beforeAll, expect, test } from "bun:test";
import { builtInCatalog } from "../src/catalog/built-in.ts";
import { Room } from "../src/rooms/schema.ts";
import { Session } from "../src/sessions/schema.ts";
import { type FakeGemini, type Reply, startFakeGemini } from "./support/fake-gemini.ts";
import { startTestService, type TestService } from "./support/service.ts";
import type { TestSocket } from "./support/socket.ts";

let gemini: FakeGemini;
beforeAll(async () => {
  gemini = await startFakeGemini();
});
afterAll(() => gemini.stop());

const withGemini = (env: Record<string, string> = {}) =>
  startTestService({
    realAgent: true,
    env: { GEMINI_API_KEY: gemini.apiKey, GEMINI_MODEL: gemini.model, GEMINI_BASE_URL: gemini.baseUrl, ...env },
  });

async function say(chat: TestSocket, text: string) {
  const id = crypto.randomUUID();
  chat.send({ type: "message", id, text });
  const { turnId } = await chat.until("message.accepted", ({ message }) => message.clientId === id);
  return { turnId, finished: await chat.until("turn.finished", (frame) => frame.turnId === turnId) };
}

const rooms = async (service: TestService, id: string) =>
  (await (await service.get(`/api/sessions/${id}/rooms`)).json()).items.map((room: unknown) =>
    Room.parse(room),
  ) as Room[];
const session = async (service: TestService, id: string) =>
  Session.parse(await (await service.get(`/api/sessions/${id}`)).json());

const intake = [
  { text: "Let me note that." },
  {
    functionCall: {
      name: "save_intake",
      args: {
        rooms: [{ type: "kitchen", widthCm: 300, lengthCm: 400 }],
        budget: { amount: 20_000, currency: "EUR" },
        style: "scandinavian",
      },
    },
  },
  { functionCall: { name: "get_style_examples", args: { query: "light wood" } } },
];

test("Gemini's tool calls change the renovation, and their results go back to it in one content", async () => {
  await using service = await withGemini();
  const id = await service.session();
  await using chat = await service.socket(id);
  gemini.script([intake, [{ text: "Noted. Shall we go on?" }]]);
  const { turnId, finished } = await say(chat, "my kitchen, 3 by 4, 20k, scandinavian");

  expect(finished).toMatchObject({ status: "completed" });
  expect(finished.usage.inputTokens).toBeGreaterThan(0);
  expect(chat.text(turnId)).toBe("Let me note that.\n\nNoted. Shall we go on?");
  expect(await rooms(service, id)).toMatchObject([{ type: "kitchen", name: "Kitchen", widthCm: 300, areaM2: 12 }]);
  expect(await session(service, id)).toMatchObject({
    budgetMinor: 2_000_000,
    currency: "EUR",
    styleSlug: "scandinavian",
  });
  expect(chat.types().filter((type) => type.startsWith("tool."))).toEqual([
    "tool.started",
    "tool.finished",
    "tool.started",
    "tool.finished",
  ]);
  const answer = gemini.requests.at(-1)?.body.contents.at(-1);
  expect(answer?.parts.map((part) => part.functionResponse?.name)).toEqual(["save_intake", "get_style_examples"]);
});

test("whatever styles are shown, Gemini knows of all", async () => {
  await using service = await withGemini();
  await using chat = await service.socket(await service.session());
  gemini.script([[{ functionCall: { name: "get_style_examples", args: {} } }], [{ text: "These." }]]);
  await say(chat, "which styles are there?");
  const result = JSON.stringify(gemini.requests.at(-1)?.body.contents.at(-1));
  for (const { slug } of builtInCatalog.styles) expect(result).toContain(`\\"${slug}\\"`);
});

test("wishes that no longer hold are dropped by their words, and one that nobody has is told", async () => {
  await using service = await withGemini();
  const id = await service.session();
  await using chat = await service.socket(id);
  await service.post(`/api/sessions/${id}/rooms`, { type: "kitchen", requirements: ["a dishwasher", "an island"] });
  await service.send("PATCH", `/api/sessions/${id}`, { constraints: ["the radiators stay", "no plastic"] });
  const drop = (...dropped: string[]): Reply => [{ functionCall: { name: "save_intake", args: { dropped } } }];
  gemini.script([drop("the gas stays"), drop("the radiators stay", "a dishwasher"), [{ text: "Dropped." }]]);
  await say(chat, "the radiators may go, and no dishwasher after all");
  const told = chat.received.flatMap((frame) => (frame.type === "tool.finished" ? [frame.summary] : []));
  expect(told).toEqual(["There is no constraint or requirement “the gas stays”", "Noted: Kitchen, wishes"]);
  expect(await rooms(service, id)).toMatchObject([{ requirements: ["an island"] }]);
  expect(await session(service, id)).toMatchObject({ constraints: ["no plastic"] });
});

test("the prompt carries the real state, and the conversation without dangling calls", async () => {
  await using service = await withGemini();
  const id = await service.session("Our </project> kitchen");
  await using chat = await service.socket(id);
  gemini.script([intake, [{ text: "Noted." }], [{ text: "You said a kitchen." }]]);
  await say(chat, "my kitchen, 3 by 4, 20k, scandinavian");
  await say(chat, "what did I say?");
  const body = gemini.requests.at(-1)?.body;
  const system = body?.systemInstruction?.parts.map(({ text }) => text).join("") ?? "";
  expect(system).toContain('"widthCm":300');
  expect(system.match(/<\/project>/g)).toHaveLength(1);
  expect(body?.contents.map(({ role }) => role)).toEqual(["user", "model", "user"]);
});

test("a message that waited is answered with the answer before it in mind", async () => {
  await using service = await withGemini();
  await using chat = await service.socket(await service.session());
  const first = Promise.withResolvers<Reply>();
  gemini.script([() => first.promise, [{ text: "Second." }]]);
  chat.send({ type: "message", id: "m-1", text: "one" });
  chat.send({ type: "message", id: "m-2", text: "two" });
  const { turnId } = await chat.until("message.accepted", ({ message }) => message.clientId === "m-2");
  first.resolve([{ text: "First." }]);
  await chat.until("turn.finished", (frame) => frame.turnId === turnId);
  const said = gemini.requests.at(-1)?.body.contents.map(({ role, parts }) => [role, parts[0]?.text]);
  expect(said).toEqual([
    ["user", "one"],
    ["model", "First."],
    ["user", "two"],
  ]);
});

test.each<[string, Reply, RegExp]>([
  ["a tool of another phase", [{ functionCall: { name: "create_checkout", args: {} } }], /no tool create_checkout/],
  ["junk arguments", [{ functionCall: { name: "save_intake", args: { rooms: "kitchen" } } }], /rooms/],
  [
    "the same mistake in every room",
    [{ functionCall: { name: "save_intake", args: { rooms: Array.from({ length: 20 }, () => ({ type: "cave" })) } } }],
    /^.{100,1500}\/rooms\/4\/type: [^;]*; and 15 more$/,
  ],
  [
    "a size that cannot be",
    [{ functionCall: { name: "save_intake", args: { rooms: [{ type: "kitchen", widthCm: 1 }] } } }],
    /widthCm/,
  ],
  [
    "another session's room",
    [{ functionCall: { name: "save_intake", args: { rooms: [{ roomId: crypto.randomUUID() }] } } }],
    /does not exist/,
  ],
  [
    "a style that does not exist",
    [{ functionCall: { name: "save_intake", args: { style: "brutal-gothic" } } }],
    /no style/,
  ],
  [
    "a phase whose guard fails",
    [{ functionCall: { name: "move_to_phase", args: { to: "CHECKLIST", reason: "go" } } }],
    /needs at least one room/,
  ],
  [
    "a phase that is no way",
    [{ functionCall: { name: "move_to_phase", args: { to: "PAYMENT", reason: "go" } } }],
    /From INTAKE/,
  ],
])("%s is told to the model as an error, and changes nothing", async (_name, call, told) => {
  await using service = await withGemini();
  const id = await service.session();
  await using chat = await service.socket(id);
  gemini.script([call, [{ text: "I cannot do that." }]]);
  const { finished } = await say(chat, "go");
  expect(finished).toMatchObject({ status: "completed" });
  const { summary } = await chat.until("tool.finished", ({ status }) => status === "error");
  expect(summary).toMatch(told);
  expect(await rooms(service, id)).toEqual([]);
  expect(await session(service, id)).toMatchObject({ phase: "INTAKE", budgetMinor: null, styleSlug: null });
});

test.each<[string, Reply[], string]>([
  ["words", [[{ text: "A \ud800 half" }]], "A \ufffd half"],
  [
    "arguments",
    [[{ functionCall: { name: "get_style_examples", args: { "q\0\ud800": "a\0b\udfff" } } }], "text"],
    "Hello",
  ],
  ["a tool's name", [[{ functionCall: { name: "no\0tool\ud800", args: {} } }], "text"], "Hello"],
])("%s that PostgreSQL cannot keep do not end the turn", async (_name, script, words) => {
  await using service = await withGemini();
  const id = await service.session();
  await using chat = await service.socket(id);
  gemini.script(script);
  expect((await say(chat, "hi")).finished).toMatchObject({ status: "completed" });
  const { items } = await (await service.get(`/api/sessions/${id}/messages`)).json();
  expect(items[0].content).toStartWith(words);
});

test.each<[string, Reply, "completed" | "failed"]>([
  ["words before its tool calls are an answer", intake, "completed"],
  ["tool calls alone are none", intake.slice(1), "failed"],
])("a model that has nothing to add to its tools' results: %s", async (_name, first, status) => {
  await using service = await withGemini();
  const id = await service.session();
  await using chat = await service.socket(id);
  gemini.script([first, "noParts"]);
  const { turnId, finished } = await say(chat, "my kitchen, 3 by 4");
  expect(finished.status).toBe(status);
  expect(chat.text(turnId)).toBe(status === "completed" ? "Let me note that." : "");
  expect(await rooms(service, id)).toHaveLength(1);
});

test("nothing but white space is no answer", async () => {
  await using service = await withGemini();
  const id = await service.session();
  await using chat = await service.socket(id);
  gemini.script([[{ text: " \n" }]]);
  expect((await say(chat, "hi")).finished).toMatchObject({
    status: "failed",
    problem: { type: "/problems/model-failed" },
  });
  const { items } = await (await service.get(`/api/sessions/${id}/messages`)).json();
  expect(items).toMatchObject([{ role: "user" }]);
});

test("moving on is an event and shows in the session", async () => {
  await using service = await withGemini();
  const id = await service.session();
  await using chat = await service.socket(id);
  const move: Reply = [{ functionCall: { name: "move_to_phase", args: { to: "CHECKLIST", reason: "All is known" } } }];
  gemini.script([intake, move, [{ text: "On to the checklist." }]]);
  await say(chat, "kitchen, and go on");
  expect(await chat.until("phase.changed")).toMatchObject({ from: "INTAKE", to: "CHECKLIST", reason: "All is known" });
  expect(await session(service, id)).toMatchObject({ phase: "CHECKLIST" });
});

test("a model that calls tools for ever is stopped with a message the user understands", async () => {
  await using service = await withGemini();
  await using chat = await service.socket(await service.session());
  gemini.script([[{ functionCall: { name: "get_style_examples", args: {} } }]]);
  const { finished } = await say(chat, "hi");
  expect(finished).toMatchObject({ status: "failed", problem: { type: "/problems/turn-too-many-steps" } });
});

test("a model that never ends its answer is stopped after the time limit, and its words are kept", async () => {
  await using service = await withGemini({ TURN_TIMEOUT_MS: "1000" });
  const id = await service.session();
  await using chat = await service.socket(id);
  gemini.script(["stall"]);
  const { finished } = await say(chat, "hi");
  expect(finished).toMatchObject({ status: "failed", problem: { type: "/problems/turn-too-long" } });
  const { items } = await (await service.get(`/api/sessions/${id}/messages`)).json();
  expect(items[0]).toMatchObject({ role: "assistant", status: "failed" });
});

test.each<[string, Reply, string, RegExp]>([
  ["a blocked prompt", "blockedPrompt", "model-refused", /blocked the prompt: SAFETY/],
  ["a key that is rejected", "badKey", "model-misconfigured", /API key not valid/],
  ["a request that is rejected", "badRequest", "model-misconfigured", /400 INVALID_ARGUMENT: .*Unknown name "foo"/],
  ["an event that cannot be read", "oddShape", "model-failed", /unreadable event: .*expected array.*parts/],
])("%s fails the turn with a problem, its log says why, and the session goes on", async (_name, reply, kind, why) => {
  await using service = await withGemini();
  await using chat = await service.socket(await service.session());
  gemini.script([reply, [{ text: "Here I am." }]]);
  const { turnId, finished } = await say(chat, "hi");
  expect(finished).toMatchObject({ status: "failed", problem: { type: `/problems/${kind}` } });
  const logged = service.lines.find((line) => line["msg"] === "turn" && line["turnId"] === turnId);
  expect(logged).toMatchObject({ level: "warn", cause: expect.stringMatching(why) });
  chat.send({ type: "retry", turnId });
  const again = await chat.until("message.accepted", (frame) => frame.turnId !== turnId);
  expect(await chat.until("turn.finished", (frame) => frame.turnId === again.turnId)).toMatchObject({
    status: "completed",
  });
});

test("a message that Gemini blocks does not block those after it, and is there again once it was answered", async () => {
  await using service = await withGemini();
  await using chat = await service.socket(await service.session());
  const words = () => gemini.requests.at(-1)?.body.contents.map(({ parts }) => parts[0]?.text);
  let isStrict = true;
  const judge: Reply = ({ contents }) =>
    isStrict && JSON.stringify(contents).includes("napalm") ? "blockedPrompt" : [{ text: "Yes." }];
  gemini.script([judge]);
  const blocked = await say(chat, "a napalm stove");
  expect(blocked.finished).toMatchObject({ status: "failed", problem: { type: "/problems/model-refused" } });
  expect((await say(chat, "a gas stove")).finished).toMatchObject({ status: "completed" });
  expect(words()).toEqual(["a gas stove"]);

  isStrict = false;
  chat.send({ type: "retry", turnId: blocked.turnId });
  await say(chat, "and now?");
  expect(words()).toContain("a napalm stove");
});

test("cancelling stops the request to Gemini, and what it used is counted", async () => {
  await using service = await withGemini();
  await using chat = await service.socket(await service.session());
  gemini.script(["stall"]);
  chat.send({ type: "message", id: "m-1", text: "hi" });
  const { turnId } = await chat.until("delta");
  const request = gemini.requests.at(-1);
  chat.send({ type: "cancel", turnId });
  const finished = await chat.until("turn.finished");
  expect(finished.status).toBe("cancelled");
  expect(finished.usage.inputTokens).toBeGreaterThan(0);
  expect(await request?.closed).toBe("aborted");
});

test("what a step cost is stored with its tool calls, so that a crash after it does not forget the bill", async () => {
  await using service = await withGemini();
  const id = await service.session();
  await using chat = await service.socket(id);
  const next = Promise.withResolvers<Reply>();
  gemini.script([intake, () => next.promise]);
  const before = gemini.requests.length;
  chat.send({ type: "message", id: "m-1", text: "my kitchen" });
  await gemini.arrival(before + 2);
  const { turnId } = await chat.until("turn.started");
  const { status, usage } = await (await service.get(`/api/sessions/${id}/turns/${turnId}`)).json();
  expect({ status, usage }).toEqual({ status: "running", usage: { inputTokens: 10, outputTokens: 5 } });
  next.resolve([{ text: "Noted." }]);
  await chat.until("turn.finished");
});

test("being asked to pause by Gemini shows as progress, and the turn completes", async () => {
  await using service = await withGemini();
  await using chat = await service.socket(await service.session());
  gemini.script(["rateLimitedBriefly", [{ text: "Here I am." }]]);
  const { finished } = await say(chat, "hi");
  expect(await chat.until("retrying")).toMatchObject({ problem: { type: "/problems/model-rate-limited" } });
  expect(finished).toMatchObject({ status: "completed" });
});
