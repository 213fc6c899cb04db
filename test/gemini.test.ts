import { afterAll, afterEach, beforeAll, describe, expect, test } from "bun:test";
import {
  AIMessage,
  type AIMessageChunk,
  type BaseMessage,
  HumanMessage,
  ToolMessage,
  type UsageMetadata,
} from "@langchain/core/messages";
import fc from "fast-check";
import { z } from "zod";
import { checkGemini, type GeminiCheckError, type GeminiCheckKind } from "../src/agent/gemini/check.ts";
import { GeminiError, type GeminiReason } from "../src/agent/gemini/errors.ts";
import { createGeminiModel, type GeminiOptions } from "../src/agent/gemini/model.ts";
import type { Retry } from "../src/agent/gemini/retry.ts";
import { serverSentEvents } from "../src/agent/gemini/server-sent-events.ts";
import type { ModelRequest, ToolDescription } from "../src/agent/model.ts";
import { IntakeInput, MoveInput, StyleQuery } from "../src/agent/tools/schema.ts";
import { Problem, type ProblemKind } from "../src/problem.ts";
import { Room } from "../src/rooms/schema.ts";
import { chunk, type FakeGemini, type Reply, type ScenarioName, startFakeGemini } from "./support/fake-gemini.ts";
import { emptyProject } from "./support/project.ts";

const strayErrors: unknown[] = [];
const keep = (error: unknown) => void strayErrors.push(error);
beforeAll(() => void process.on("unhandledRejection", keep).on("uncaughtException", keep));
afterAll(() => void process.off("unhandledRejection", keep).off("uncaughtException", keep));

const fakes: FakeGemini[] = [];
afterEach(async () => {
  await Promise.all(fakes.splice(0).map((fake) => fake.stop()));
  // A rejection that nobody handles shows a tick after what caused it.
  await new Promise((resolve) => setImmediate(resolve));
  expect(strayErrors.splice(0)).toEqual([]);
});

async function fakeGemini(...replies: Reply[]): Promise<FakeGemini> {
  const fake = await startFakeGemini();
  fakes.push(fake);
  if (replies.length > 0) fake.script(replies);
  return fake;
}

const modelOf = ({ baseUrl, apiKey, model }: FakeGemini, options: Partial<GeminiOptions> = {}) =>
  createGeminiModel({
    baseUrl,
    apiKey,
    model,
    backoffMs: 1,
    ...options,
  });

const project = emptyProject();
const getPrice: ToolDescription = {
  name: "get_price",
  description: "The price of an item",
  schema: z.object({ item: z.string() }),
};
const ask = (more: Partial<ModelRequest> = {}): ModelRequest => ({
  system: "You plan renovations.",
  messages: [new HumanMessage("Hello")],
  tools: [],
  project,
  attachments: [],
  files: async () => [],
  signal: new AbortController().signal,
  retrying: () => {},
  ...more,
});

type Outcome = {
  text: string;
  whole: AIMessageChunk | undefined;
  billed: { input: number; output: number };
  error: unknown;
};

/** LangChain's types lose the type of this property. */
const usageOf = ({ usage_metadata }: { usage_metadata?: UsageMetadata | undefined }) => usage_metadata;

/** Everything a consumer sees of a stream, its failure included. */
async function outcomeOf(
  chunks: AsyncIterable<AIMessageChunk>,
  onChunk?: (chunk: AIMessageChunk) => void,
): Promise<Outcome> {
  const outcome: Outcome = { text: "", whole: undefined, billed: { input: 0, output: 0 }, error: undefined };
  try {
    for await (const chunk of chunks) {
      outcome.text += chunk.content;
      outcome.whole = outcome.whole ? outcome.whole.concat(chunk) : chunk;
      const usage = usageOf(chunk);
      outcome.billed.input += usage?.input_tokens ?? 0;
      outcome.billed.output += usage?.output_tokens ?? 0;
      onChunk?.(chunk);
    }
  } catch (error) {
    outcome.error = error;
  }
  return outcome;
}

const reasonOf = ({ error }: Outcome): GeminiReason | undefined =>
  error instanceof Problem && error.cause instanceof GeminiError ? error.cause.reason : undefined;

describe("an answer", () => {
  const usual = { input: 10, output: 3 };
  test.each<[ScenarioName, string, { input: number; output: number }, string]>([
    ["text", "Hello from Gemini.", { input: 10, output: 4 }, "STOP"],
    ["lineFeeds", "One two three", usual, "STOP"],
    ["splitPackets", "Küche 🛁 done", usual, "STOP"],
    ["usageInSomeChunks", "abcd", { input: 10, output: 6 }, "STOP"],
    ["thinking", "It is 42.", { input: 10, output: 11 }, "STOP"],
    ["maxTokens", "cut off her", { input: 8, output: 3 }, "MAX_TOKENS"],
    ["oddUsage", "Hello", usual, "STOP"],
    ["finishedThenStalled", "One two ", usual, "STOP"],
    ["finishedThenNoise", "One two ", usual, "STOP"],
  ])(
    "of the kind %s arrives whole, billed once and with its finish reason",
    async (scenario, text, billed, finishReason) => {
      const fake = await fakeGemini(scenario);
      const outcome = await outcomeOf(modelOf(fake, { idleTimeoutMs: 200 }).stream(ask()));
      expect(outcome).toMatchObject({ error: undefined, text, billed });
      expect(outcome.whole).toMatchObject({
        content: text,
        usage_metadata: {
          input_tokens: billed.input,
          output_tokens: billed.output,
          total_tokens: billed.input + billed.output,
        },
        response_metadata: { finishReason },
      });
      expect(fake.requests).toHaveLength(1);
    },
  );

  test("is asked for with the key in a header only and the system prompt apart", async () => {
    const fake = await fakeGemini();
    await outcomeOf(modelOf(fake).stream(ask({ tools: [getPrice] })));
    const { path, headers, body, method } = await fake.arrival(1);
    expect({ method, path }).toEqual({
      method: "POST",
      path: `/v1beta/models/${fake.model}:streamGenerateContent?alt=sse`,
    });
    expect(headers["x-goog-api-key"]).toBe(fake.apiKey);
    expect(body).toMatchObject({
      systemInstruction: { parts: [{ text: "You plan renovations." }] },
      contents: [{ role: "user", parts: [{ text: "Hello" }] }],
      tools: [{ functionDeclarations: [{ name: "get_price", parameters: { type: "object", required: ["item"] } }] }],
    });
  });

  test("may use every tool of the agent", async () => {
    const schemas = {
      save_intake: IntakeInput,
      move_to_phase: MoveInput,
      get_style_examples: StyleQuery,
      save_room: Room,
    };
    const tools = Object.entries(schemas).map(([name, schema]) => ({ name, description: `Does ${name}`, schema }));
    expect((await outcomeOf(modelOf(await fakeGemini()).stream(ask({ tools })))).error).toBeUndefined();
  });

  test("may follow an answer that was empty", async () => {
    const messages = [new HumanMessage("Hello"), new AIMessage(""), new HumanMessage("Are you there?")];
    const fake = await fakeGemini();
    expect((await outcomeOf(modelOf(fake).stream(ask({ messages })))).error).toBeUndefined();
    expect((await fake.arrival(1)).body.contents).toHaveLength(2);
  });

  test("fifty at once keep their prompts and texts apart", async () => {
    const fake = await fakeGemini((body) => [
      { text: `${body.systemInstruction?.parts[0]?.text} and ${body.contents[0]?.parts[0]?.text}` },
    ]);
    const model = modelOf(fake);
    const numbers = Array.from({ length: 50 }, (_, number) => number);
    const outcomes = await Promise.all(
      numbers.map((n) =>
        outcomeOf(model.stream(ask({ system: `system ${n}`, messages: [new HumanMessage(`message ${n}`)] }))),
      ),
    );
    expect(outcomes.map(({ text }) => text)).toEqual(numbers.map((n) => `system ${n} and message ${n}`));
  });
});

describe("a tool call", () => {
  test("keeps its signature and its result's place through the next step", async () => {
    const fake = await fakeGemini("parallelTools", "text");
    const model = modelOf(fake);
    const first = await outcomeOf(model.stream(ask({ tools: [getPrice] })));
    const calls = first.whole?.tool_calls ?? [];
    expect(first).toMatchObject({ error: undefined, text: "I will look.", billed: { input: 30, output: 31 } });
    expect(calls.map(({ name, args }) => ({ name, args }))).toEqual([
      { name: "get_price", args: { item: "tile" } },
      { name: "get_price", args: { item: "sink" } },
    ]);

    const results = calls.map(
      ({ id = "", args }) => new ToolMessage({ tool_call_id: id, content: `${args["item"]}: 20` }),
    );
    const messages = [...ask().messages, ...(first.whole ? [first.whole] : []), ...results];
    expect(await outcomeOf(model.stream(ask({ messages, tools: [getPrice] })))).toMatchObject({ error: undefined });
    const { body } = await fake.arrival(2);
    expect(body.contents.slice(1)).toEqual([
      {
        role: "model",
        parts: [
          { text: "I will look." },
          { functionCall: { name: "get_price", args: { item: "tile" } }, thoughtSignature: "c2lnbmF0dXJl" },
          { functionCall: { name: "get_price", args: { item: "sink" } } },
        ],
      },
      {
        role: "user",
        parts: [
          { functionResponse: { name: "get_price", response: { result: "tile: 20" } } },
          { functionResponse: { name: "get_price", response: { result: "sink: 20" } } },
        ],
      },
    ]);
  });

  test.each<[ScenarioName, { name: string; args: Record<string, unknown> }[]]>([
    [
      "callsInSeparateChunks",
      [
        { name: "first", args: { x: 1 } },
        { name: "second", args: { y: 2 } },
      ],
    ],
    [
      "repeatedCallIds",
      [
        { name: "f", args: { x: "a" } },
        { name: "f", args: { x: "b" } },
      ],
    ],
    ["callWithoutArguments", [{ name: "overview", args: {} }]],
  ])("of the kind %s is complete and has an id that no other call has", async (scenario, expected) => {
    const model = modelOf(await fakeGemini(scenario));
    const outcomes = [await outcomeOf(model.stream(ask())), await outcomeOf(model.stream(ask()))];
    const steps = outcomes.map(({ whole }) => whole?.tool_calls ?? []);
    for (const calls of steps) expect(calls.map(({ name, args }) => ({ name, args }))).toEqual(expected);
    const ids = steps.flat().map(({ id }) => id);
    expect(new Set(ids).size).toBe(expected.length * 2);
    expect(ids).not.toContain(undefined);
  });
});

describe("a failure", () => {
  const quick = { maxAttempts: 2, firstByteTimeoutMs: 500, idleTimeoutMs: 500 } satisfies Partial<GeminiOptions>;
  test.each<[ScenarioName, ProblemKind, GeminiReason, { text?: string; requests?: number }]>([
    ["cutAtOnce", "model-unavailable", "network", { requests: 2 }],
    ["halfEvent", "model-unavailable", "truncated", { text: "One two " }],
    ["noFinish", "model-unavailable", "truncated", { text: "One two " }],
    ["noEvents", "model-unavailable", "truncated", { requests: 2 }],
    ["htmlPage", "model-unavailable", "truncated", { requests: 2 }],
    ["errorEvent", "model-unavailable", "server", { text: "One two " }],
    ["errorEventAtOnce", "model-unavailable", "server", { requests: 2 }],
    ["stall", "model-unavailable", "stalled", { text: "One two " }],
    ["stallAtOnce", "model-unavailable", "no-answer", { requests: 2 }],
    ["hang", "model-unavailable", "no-answer", { requests: 2 }],
    ["internalError", "model-unavailable", "server", { requests: 2 }],
    ["overloaded", "model-unavailable", "server", { requests: 2 }],
    ["deadlineExceeded", "model-unavailable", "server", { requests: 2 }],
    ["htmlBadGateway", "model-unavailable", "server", { requests: 2 }],
    ["rateLimited", "model-rate-limited", "rate-limited", { requests: 2 }],
    ["rateLimitedBriefly", "model-rate-limited", "rate-limited", { requests: 2 }],
    ["rateLimitedForLong", "model-rate-limited", "rate-limited", {}],
    ["retryAfterHeader", "model-rate-limited", "rate-limited", {}],
    ["dailyQuota", "model-quota", "daily-quota", {}],
    ["blockedPrompt", "model-refused", "blocked-prompt", {}],
    ["blockedOutput", "model-refused", "blocked-output", { text: "Start of " }],
    ["blockedAtOnce", "model-refused", "blocked-output", {}],
    ["malformedJson", "model-failed", "malformed-answer", { text: "One two " }],
    ["oddShape", "model-failed", "malformed-answer", { text: "One two " }],
    ["malformedCall", "model-failed", "malformed-call", { requests: 2 }],
    ["brokenOff", "model-failed", "broken-off", { text: "One two " }],
    ["empty", "model-failed", "no-content", { requests: 2 }],
    ["noParts", "model-failed", "no-content", { requests: 2 }],
    ["maxTokensWhileThinking", "model-failed", "no-room", {}],
    ["badRequest", "model-misconfigured", "bad-request", {}],
    ["redirect", "model-misconfigured", "bad-request", {}],
    ["badKey", "model-misconfigured", "bad-key", {}],
    ["unauthenticated", "model-misconfigured", "bad-key", {}],
    ["forbidden", "model-misconfigured", "bad-key", {}],
    ["notFound", "model-misconfigured", "unknown-model", {}],
  ])(
    "of the kind %s is %s, without the key, and leaves no request behind",
    async (scenario, kind, reason, { text = "", requests = 1 }) => {
      const fake = await fakeGemini(scenario);
      const outcome = await outcomeOf(modelOf(fake, quick).stream(ask()));
      expect({ kind: outcome.error instanceof Problem && outcome.error.kind, reason: reasonOf(outcome) }).toEqual({
        kind,
        reason,
      });
      expect({ text: outcome.text, requests: fake.requests.length }).toEqual({ text, requests });
      expect(Bun.inspect(outcome.error)).not.toContain(fake.apiKey);
      await Promise.all(fake.requests.map(({ closed }) => closed));
    },
  );

  test.each<[string, { finishReason?: string }, GeminiReason | undefined]>([
    ["in the middle of the answer", {}, "truncated"],
    ["after its end is none", { finishReason: "STOP" }, undefined],
  ])("of the connection %s", async (_name, finish, reason) => {
    const read = Promise.withResolvers<void>();
    const fake = await fakeGemini({ stream: [chunk([{ text: "One " }], finish), { until: read.promise }, "cut"] });
    const outcome = await outcomeOf(modelOf(fake).stream(ask()), () => read.resolve());
    expect({ text: outcome.text, reason: reasonOf(outcome), requests: fake.requests.length }).toEqual({
      text: "One ",
      reason,
      requests: 1,
    });
    expect(outcome.error instanceof Problem).toBe(reason !== undefined);
  });

  test("by an event that never ends does not fill the memory", async () => {
    const megabyte = "x".repeat(1024 * 1024);
    const endless = Array.from({ length: 40 }, (_, index) => ({ raw: index === 0 ? `data: "${megabyte}` : megabyte }));
    const fake = await fakeGemini({ stream: [...endless, "stall"] });
    expect(reasonOf(await outcomeOf(modelOf(fake, { maxAttempts: 1 }).stream(ask())))).toBe("malformed-answer");
  });

  test("to connect is one of the model, not of the service", async () => {
    const fake = await fakeGemini();
    await fake.stop();
    const outcome = await outcomeOf(modelOf(fake, { maxAttempts: 2 }).stream(ask()));
    expect(outcome.error).toMatchObject({ kind: "model-unavailable", cause: { reason: "network" } });
  });

  test("that names the key in Gemini's words does not tell it", async () => {
    const fake = await startFakeGemini();
    fakes.push(fake);
    fake.script([
      { status: 403, body: { error: { code: 403, message: `Consumer 'api_key:${fake.apiKey}' has been suspended` } } },
    ]);
    const { error } = await outcomeOf(modelOf(fake).stream(ask()));
    expect(error).toMatchObject({ kind: "model-misconfigured" });
    expect(Bun.inspect(error)).toContain("api_key:[redacted]");
    expect(Bun.inspect(error)).not.toContain(fake.apiKey);
  });

  test("still bills what was used", async () => {
    const fake = await fakeGemini("blockedOutput");
    expect((await outcomeOf(modelOf(fake).stream(ask()))).billed).toEqual({ input: 8, output: 5 });
    fake.script(["blockedPrompt"]);
    expect((await outcomeOf(modelOf(fake).stream(ask()))).billed).toEqual({ input: 8, output: 0 });
    fake.script(["stall"]);
    expect((await outcomeOf(modelOf(fake, { idleTimeoutMs: 200 }).stream(ask()))).billed).toEqual({
      input: 10,
      output: 2,
    });
  });

  test("of a message that LangChain cannot send is the service's", async () => {
    const model = modelOf(await fakeGemini());
    const messages: BaseMessage[] = [new HumanMessage({ content: [{ type: "hologram" }] })];
    expect((await outcomeOf(model.stream(ask({ messages })))).error).toMatchObject({
      kind: "model-misconfigured",
      cause: { reason: "bad-request" },
    });
  });
});

describe("another attempt", () => {
  test("is made after what passes, and told", async () => {
    const retries: Retry[] = [];
    const fake = await fakeGemini("overloaded", "rateLimited", "cutAtOnce", "malformedCall", "text");
    const model = modelOf(fake, { onRetry: (retry, { project }) => void (project.session.id && retries.push(retry)) });
    const outcome = await outcomeOf(model.stream(ask()));
    // An answer without use is tried again once only when it comes first, so the fourth attempt was the last.
    expect(reasonOf(outcome)).toBe("malformed-call");
    expect(retries).toMatchObject([
      { attempt: 1, reason: "server" },
      { attempt: 2, reason: "rate-limited" },
      { attempt: 3, reason: "network" },
    ]);
  });

  test("succeeds where the first failed", async () => {
    for (const scenario of [
      "overloaded",
      "rateLimited",
      "cutAtOnce",
      "errorEventAtOnce",
      "malformedCall",
      "empty",
    ] as const) {
      const fake = await fakeGemini(scenario, "text");
      expect(await outcomeOf(modelOf(fake).stream(ask()))).toMatchObject({
        error: undefined,
        text: "Hello from Gemini.",
      });
      expect(fake.requests).toHaveLength(2);
    }
  });

  test("waits as long as Gemini asks", async () => {
    const fake = await fakeGemini("rateLimitedBriefly", "text");
    const startedAt = performance.now();
    expect(await outcomeOf(modelOf(fake).stream(ask()))).toMatchObject({
      error: undefined,
      text: "Hello from Gemini.",
    });
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(79);
  });

  test.each<[ScenarioName, number | undefined, string]>([
    ["rateLimitedForLong", 38, "Gemini asks for a pause: ask again in 38 s"],
    ["retryAfterHeader", 41, "Gemini asks for a pause: ask again in 41 s"],
    // Gemini's hint is of seconds here, which would be a lie.
    ["dailyQuota", undefined, "Gemini's daily quota is used up"],
  ])(
    "after %s is left to the user, who is told when, if that is known",
    async (scenario, retryAfterSeconds, message) => {
      const fake = await fakeGemini(scenario);
      expect((await outcomeOf(modelOf(fake).stream(ask()))).error).toMatchObject({ retryAfterSeconds, message });
    },
  );

  test("is billed on top of the one before", async () => {
    const fake = await fakeGemini("empty", "text");
    expect((await outcomeOf(modelOf(fake).stream(ask()))).billed).toEqual({ input: 18, output: 4 });
  });

  test("is not made once the waiting would take too long", async () => {
    const fake = await fakeGemini("overloaded");
    const outcome = await outcomeOf(
      modelOf(fake, { backoffMs: 40, retryBudgetMs: 100, maxAttempts: 50 }).stream(ask()),
    );
    expect(reasonOf(outcome)).toBe("server");
    expect(fake.requests.length).toBeLessThanOrEqual(4);
  });
});

describe("an abort", () => {
  const reason = new Error("the user cancelled");

  test("before the call sends nothing", async () => {
    const fake = await fakeGemini();
    expect((await outcomeOf(modelOf(fake).stream(ask({ signal: AbortSignal.abort(reason) })))).error).toBe(reason);
    expect(fake.requests).toHaveLength(0);
  });

  test("before any answer cancels the request", async () => {
    const fake = await fakeGemini("hang");
    const user = new AbortController();
    const outcome = outcomeOf(modelOf(fake).stream(ask({ signal: user.signal })));
    const request = await fake.arrival(1);
    user.abort(reason);
    expect((await outcome).error).toBe(reason);
    expect(await request.closed).toBe("aborted");
  });

  test("in the middle of the answer cancels the request and keeps text and bill", async () => {
    const fake = await fakeGemini("stall");
    const user = new AbortController();
    const model = modelOf(fake);
    const seen = await outcomeOf(model.stream(ask({ signal: user.signal })), ({ content }) => {
      if (content === "two ") user.abort(reason);
    });
    expect(seen).toMatchObject({ error: reason, text: "One two ", billed: { input: 10, output: 2 } });
    expect(await (await fake.arrival(1)).closed).toBe("aborted");
  });

  test("while waiting for the rest cancels the request at once", async () => {
    const fake = await fakeGemini("stall");
    const user = new AbortController();
    const stream = modelOf(fake)
      .stream(ask({ signal: user.signal }))
      [Symbol.asyncIterator]();
    await stream.next();
    await stream.next();
    const rest = stream.next().catch((error: unknown) => error);
    user.abort(reason);
    expect(await rest).toBe(reason);
    expect(await (await fake.arrival(1)).closed).toBe("aborted");
  });

  test("between two attempts makes no other", async () => {
    const fake = await fakeGemini("overloaded");
    const user = new AbortController();
    const model = modelOf(fake, { backoffMs: 5_000, onRetry: () => queueMicrotask(() => user.abort(reason)) });
    expect((await outcomeOf(model.stream(ask({ signal: user.signal })))).error).toBe(reason);
    expect(fake.requests).toHaveLength(1);
  });

  test("by leaving the loop cancels the request", async () => {
    const fake = await fakeGemini("stall");
    for await (const chunk of modelOf(fake).stream(ask())) {
      expect(chunk.content).toBe("One ");
      break;
    }
    expect(await (await fake.arrival(1)).closed).toBe("aborted");
  });

  test("with a reason that is no error hands over that reason", async () => {
    const fake = await fakeGemini("hang");
    const user = new AbortController();
    const outcome = outcomeOf(modelOf(fake).stream(ask({ signal: user.signal })));
    await fake.arrival(1);
    user.abort("replaced");
    expect((await outcome).error).toBe("replaced");
  });
});

test("a slow consumer is not taken for a stalled answer", async () => {
  const fake = await fakeGemini();
  let text = "";
  for await (const chunk of modelOf(fake, { idleTimeoutMs: 200 }).stream(ask())) {
    text += chunk.content;
    if (text === "Hello from ") await Bun.sleep(60);
  }
  expect(text).toBe("Hello from Gemini.");
});

test("server-sent events are read alike however the network cuts them", async () => {
  const written =
    ": comment\r\n\r\ndata: Küche\r\ndata:\r\ndata:  🛁\r\nid: 7\r\n\r\ndata: b\n\ndata: c\r\rdata: d\r\n\r\ndata: lost";
  const bytes = new TextEncoder().encode(written);
  const cuts = fc.array(fc.integer({ min: 0, max: bytes.length }), { maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(cuts, async (places) => {
      const sorted = [0, ...places.toSorted((a, b) => a - b), bytes.length];
      const packets = sorted.slice(1).map((end, index) => bytes.slice(sorted[index], end));
      const body = new ReadableStream<Uint8Array>({
        start: (stream) => {
          for (const packet of packets) stream.enqueue(packet);
          stream.close();
        },
      });
      const events = await Array.fromAsync(serverSentEvents(body));
      expect(events).toEqual(["Küche\n\n 🛁", "b", "c", "d"]);
    }),
  );
});

describe("the fake refuses what Gemini refuses", () => {
  const calls = new AIMessage({ content: "", tool_calls: [{ id: "1", name: "get_price", args: {} }] });
  test.each<[string, Partial<ModelRequest>]>([
    ["a call without its result", { messages: [new HumanMessage("Hi"), calls, new HumanMessage("And?")] }],
    [
      "a call before any message of the user",
      { messages: [calls, new ToolMessage({ tool_call_id: "1", content: "20" })] },
    ],
  ])("%s", async (_name, request) => {
    const fake = await fakeGemini();
    expect(reasonOf(await outcomeOf(modelOf(fake).stream(ask(request))))).toBe("bad-request");
  });

  test.each<[string, object]>([
    ["a constant", { type: "string", const: "x" }],
    ["an exclusive bound", { type: "number", exclusiveMinimum: 0 }],
    ["a reference", { $ref: "#/$defs/Room" }],
    ["one-of", { oneOf: [{ type: "string" }] }],
    ["several types", { type: ["string", "null"] }],
    ["additional properties", { type: "object", properties: { a: { type: "string" } }, additionalProperties: false }],
    ["an odd format", { type: "string", format: "uuid" }],
    ["numbers to choose from", { type: "number", enum: [1, 2] }],
    ["a description beside any-of", { anyOf: [{ type: "string" }], description: "x" }],
    ["an object without properties", { type: "object", properties: {} }],
  ])("%s in a schema", async (_name, property) => {
    const { baseUrl, model, apiKey } = await fakeGemini();
    const parameters = { type: "object", properties: { property } };
    const response = await fetch(`${baseUrl}/v1beta/models/${model}:streamGenerateContent?alt=sse`, {
      method: "POST",
      headers: { "x-goog-api-key": apiKey },
      body: JSON.stringify({
        contents: [{ role: "user", parts: [{ text: "Hi" }] }],
        tools: [{ functionDeclarations: [{ name: "f", description: "d", parameters }] }],
      }),
    });
    expect(response.status).toBe(400);
  });
});

describe("the check at start", () => {
  const check = ({ baseUrl, apiKey, model }: FakeGemini, more: Partial<Parameters<typeof checkGemini>[0]> = {}) =>
    checkGemini({ baseUrl, apiKey, model, timeoutMs: 2_000, backoffMs: 1, ...more });

  test("passes with a good key and model, by one free request", async () => {
    const fake = await fakeGemini();
    await check(fake);
    expect(fake.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([`GET /v1beta/models/${fake.model}`]);
  });

  test.each<[string, { apiKey?: string; model?: string }, ScenarioName[], GeminiCheckKind, string]>([
    ["a bad key", { apiKey: "AIza-another-key" }, [], "bad-key", "GEMINI_API_KEY"],
    ["a key without permission", {}, ["forbidden"], "bad-key", "Permission denied"],
    ["an unknown model", { model: "gemini-9" }, [], "unknown-model", "gemini-9"],
    ["a model that does not chat", { model: "embedding-001" }, [], "unknown-model", "embedContent"],
    ["a bad request", {}, ["badRequest"], "refused", "400"],
    ["a long rate limit", {}, ["rateLimitedForLong"], "refused", "429"],
    ["a lasting failure", {}, ["overloaded", "internalError", "htmlBadGateway"], "unreachable", "502"],
    ["something else", {}, ["htmlPage", "htmlPage"], "unreachable", "is not Gemini"],
    ["silence", {}, ["hang"], "unreachable", "within 80 ms"],
  ])("tells %s in one line", async (_name, options, replies, kind, words) => {
    const fake = await fakeGemini();
    fake.scriptChecks(replies);
    const failure = await check(fake, { ...options, ...(replies[0] === "hang" ? { timeoutMs: 80 } : {}) }).catch(
      (error: GeminiCheckError) => error,
    );
    expect(failure?.message).toContain(words);
    expect(failure).toMatchObject({ name: "GeminiCheckError", kind });
    expect(failure?.message).not.toMatch(new RegExp(`\\n|${options.apiKey ?? fake.apiKey}`));
    expect(fake.requests).toHaveLength(Math.max(1, replies.length));
  });

  test("outlives a passing failure", async () => {
    const fake = await fakeGemini();
    fake.scriptChecks(["overloaded", "rateLimited"]);
    await check(fake);
    expect(fake.requests).toHaveLength(3);
  });

  test("tells an address where nothing listens", async () => {
    const fake = await fakeGemini();
    await fake.stop();
    const failure = await check(fake).catch((error: GeminiCheckError) => error);
    expect(failure?.message).toContain("ECONNREFUSED");
    expect(failure).toMatchObject({ kind: "unreachable" });
  });

  test("stops with its signal", async () => {
    const fake = await fakeGemini();
    fake.scriptChecks(["hang"]);
    const start = new AbortController();
    const checking = check(fake, { signal: start.signal }).catch((error: unknown) => error);
    const request = await fake.arrival(1);
    start.abort(new Error("stopping"));
    expect(await checking).toMatchObject({ message: "stopping" });
    expect(await request.closed).toBe("aborted");
  });
});
