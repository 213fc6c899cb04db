import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text as textOf } from "node:stream/consumers";
import { z } from "zod";

// The wire protocol of Gemini's REST service, as its documents and public issues tell it: server-sent events with CRLF, Google's
// error bodies, and a refusal of the requests that the real service refuses.

// What a request may be.

const PartBody = z.strictObject({
  text: z.string().optional(),
  thought: z.boolean().optional(),
  thoughtSignature: z.string().optional(),
  inlineData: z.strictObject({ mimeType: z.string(), data: z.string() }).optional(),
  functionCall: z
    .strictObject({ id: z.string().optional(), name: z.string(), args: z.looseObject({}).optional() })
    .optional(),
  functionResponse: z
    .strictObject({ id: z.string().optional(), name: z.string(), response: z.looseObject({}) })
    .optional(),
});
const ContentBody = z.strictObject({ role: z.enum(["user", "model"]), parts: z.array(PartBody).min(1) });

type SchemaNode = {
  type?: string | undefined;
  enum?: string[] | undefined;
  items?: SchemaNode | undefined;
  properties?: Record<string, SchemaNode> | undefined;
  required?: string[] | undefined;
  anyOf?: SchemaNode[] | undefined;
};
const count = z.int().min(0).optional();
const SchemaBody: z.ZodType<SchemaNode> = z.lazy(() =>
  z
    .strictObject({
      type: z.enum(["object", "array", "string", "number", "integer", "boolean"]),
      format: z.enum(["enum", "date-time", "float", "double", "int32", "int64"]),
      title: z.string(),
      description: z.string(),
      nullable: z.boolean(),
      enum: z.array(z.string().min(1)).min(1),
      pattern: z
        .string()
        .refine((regex) => !/\\[uUpP]|\(\?<?[=!]/.test(regex), "invalid escape sequence or perl operator"),
      example: z.unknown(),
      default: z.unknown(),
      items: SchemaBody,
      properties: z.record(z.string(), SchemaBody).refine((all) => Object.keys(all).length > 0, "should be non-empty"),
      required: z.array(z.string()),
      propertyOrdering: z.array(z.string()),
      anyOf: z.array(SchemaBody).min(1),
      minimum: z.number(),
      maximum: z.number(),
      ...{
        minLength: count,
        maxLength: count,
        minItems: count,
        maxItems: count,
        minProperties: count,
        maxProperties: count,
      },
    })
    .partial()
    .refine((node) => node.anyOf === undefined || Object.keys(node).length === 1, "any_of must be the only field set")
    .refine((node) => node.anyOf !== undefined || node.type !== undefined, "type must be specified")
    .refine(
      (node) => node.type !== "object" || node.properties !== undefined,
      "properties should be non-empty for OBJECT type",
    )
    .refine((node) => node.type !== "array" || node.items !== undefined, "items: missing field")
    .refine((node) => node.enum === undefined || node.type === "string", "enum: only allowed for STRING type")
    .refine(
      (node) => (node.required ?? []).every((key) => node.properties?.[key]),
      "required: property is not defined",
    ),
);

const GeminiBody = z.strictObject({
  contents: z.array(ContentBody).min(1, "contents is not specified"),
  systemInstruction: z.object({ parts: z.array(PartBody).min(1) }).optional(),
  tools: z
    .array(
      z.strictObject({
        functionDeclarations: z.array(
          z.strictObject({
            name: z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_.:-]{0,63}$/),
            description: z.string(),
            parameters: SchemaBody.optional(),
          }),
        ),
      }),
    )
    .optional(),
  toolConfig: z.looseObject({}).optional(),
  generationConfig: z.looseObject({}).optional(),
  safetySettings: z.array(z.looseObject({})).optional(),
});
type GeminiBody = z.infer<typeof GeminiBody>;

/** Image models take no tools and say nothing unless asked for a picture. */
const ImageBody = GeminiBody.pick({ contents: true, generationConfig: true })
  .strict()
  .extend({
    generationConfig: z.strictObject({
      responseModalities: z.tuple([z.literal("IMAGE")]),
      imageConfig: z.strictObject({ aspectRatio: z.enum(["1:1", "4:3", "3:4", "16:9", "9:16"]) }).optional(),
    }),
  });
type Content = z.infer<typeof ContentBody>;

/** Why Gemini would refuse this conversation, in its own words. */
function faultIn(contents: Content[], model: string): string | undefined {
  for (const [index, { role, parts }] of contents.entries()) {
    const calls = parts.flatMap(({ functionCall }) => functionCall ?? []);
    const results = parts.flatMap(({ functionResponse }) => functionResponse ?? []);
    const previous = contents[index - 1]?.parts.flatMap(({ functionCall }) => functionCall ?? []) ?? [];
    const next = contents[index + 1]?.parts.flatMap(({ functionResponse }) => functionResponse ?? []) ?? [];
    if (calls.length > 0 && (role !== "model" || contents[index - 1]?.role !== "user"))
      return "Please ensure that function call turn comes immediately after a user turn or after a function response turn.";
    if (calls.length !== next.length && (calls.length > 0 || next.length > 0))
      return "Please ensure that the number of function response parts is equal to the number of function call parts of the function call turn.";
    if (results.some(({ name }) => !previous.some((call) => call.name === name)))
      return "Please ensure that function response turn comes immediately after a function call turn.";
    if (model.startsWith("gemini-3") && calls.length > 0 && !parts.find((part) => part.functionCall)?.thoughtSignature)
      return `Function call is missing a thought_signature in functionCall parts. Function call \`${calls[0]?.name}\`.`;
  }
  return undefined;
}

// What a reply may be.

export type GeminiPart = z.input<typeof PartBody>;
/** `until` waits for something in the test; `cut` loses whatever the client has not read yet, so give it a chance before. */
type Action =
  | { event: unknown }
  | { raw: string | Uint8Array }
  | { pauseMs: number }
  | { until: Promise<unknown> }
  | "cut"
  | "stall";
export type Scenario =
  /** Not a stream: a failed request, or something that is not Gemini. Text is sent as HTML. */
  | { status: number; body: unknown; headers?: Record<string, string> }
  | { stream: Action[]; lineEnd?: "\n" | "\r\n" }
  /** Nothing at all, until the client leaves. */
  | "hang";
export type Reply = ScenarioName | Scenario | GeminiPart[] | ((body: GeminiBody) => Reply | Promise<Reply>);

type ChunkOptions = { finishReason?: string; usage?: [prompt: number, output: number, thoughts?: number] };

/** One event of an answer. */
export function chunk(parts: GeminiPart[] | undefined, { finishReason, usage }: ChunkOptions = {}): { event: unknown } {
  const content = parts ? { content: { role: "model", parts } } : {};
  const [prompt = 0, output = 0, thoughts = 0] = usage ?? [];
  const usageMetadata = {
    promptTokenCount: prompt,
    candidatesTokenCount: output,
    totalTokenCount: prompt + output + thoughts,
    ...(thoughts > 0 ? { thoughtsTokenCount: thoughts } : {}),
  };
  return {
    event: {
      candidates: [{ index: 0, ...content, ...(finishReason ? { finishReason } : {}) }],
      ...(usage ? { usageMetadata } : {}),
      modelVersion: "gemini-2.5-flash-001",
      responseId: "response-1",
    },
  };
}

/** An answer as the service streams it: a few words an event, the calls at the end, usage that grows. */
function answer(parts: GeminiPart[]): Scenario {
  const pieces = parts.flatMap((part) =>
    part.text === undefined ? [] : (part.text.match(/\S*\s*/g) ?? []).filter(Boolean),
  );
  const calls = parts.filter((part) => part.text === undefined);
  const texts = pieces.map((text, index) => chunk([{ text }], { usage: [10, index + 1] }));
  return {
    stream: [
      ...texts,
      chunk(calls.length ? calls : [{ text: "" }], { finishReason: "STOP", usage: [10, pieces.length + 1] }),
    ],
  };
}

/** An image model's whole answer: a picture, words, or nothing. */
export const imageAnswer = (parts: GeminiPart[] | undefined, finishReason = "STOP"): Scenario => ({
  status: 200,
  body: {
    candidates: [{ index: 0, ...(parts ? { content: { role: "model", parts } } : {}), finishReason }],
    usageMetadata: { promptTokenCount: 300, candidatesTokenCount: 1_290, totalTokenCount: 1_590 },
    modelVersion: "gemini-2.5-flash-image",
  },
});
export const pictureAnswer = (bytes: Uint8Array, mimeType = "image/png") =>
  imageAnswer([{ inlineData: { mimeType, data: bytes.toBase64() } }]);

/** A failed request with Google's error body. */
function failure(code: number, status: string, message: string, details: unknown[] = []): Scenario {
  return { status: code, body: { error: { code, status, message, ...(details.length > 0 ? { details } : {}) } } };
}

const retryInfo = (retryDelay: string) => ({ "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay });
const quotaFailure = (quotaId: string) => ({
  "@type": "type.googleapis.com/google.rpc.QuotaFailure",
  violations: [{ quotaId }],
});
const exhausted = "You exceeded your current quota, please check your plan and billing details.";
const begun = [chunk([{ text: "One " }], { usage: [10, 1] }), chunk([{ text: "two " }], { usage: [10, 2] })];
const call = (name: string, args: Record<string, unknown>, more: GeminiPart = {}): GeminiPart => ({
  functionCall: { name, args },
  ...more,
});
const badKey = "API key not valid. Please pass a valid API key.";

/** Split in the middle of a line end and of a character of several bytes. */
function inSmallPieces(...texts: string[]): Action[] {
  const events = [
    ...texts.map((text) => chunk([{ text }])),
    chunk([{ text: "" }], { finishReason: "STOP", usage: [10, 3] }),
  ];
  const bytes = new TextEncoder().encode(events.map(({ event }) => `data: ${JSON.stringify(event)}\r\n\r\n`).join(""));
  const breaks = [...bytes.keys()].filter((at) => bytes[at] === 10 || (bytes[at] ?? 0) > 0x7f);
  return [0, ...breaks].map((at, index) => ({ raw: bytes.slice(at, breaks[index]) }));
}

const named = {
  text: answer([{ text: "Hello from Gemini." }]),
  lineFeeds: {
    stream: [...begun, chunk([{ text: "three" }], { finishReason: "STOP", usage: [10, 3] })],
    lineEnd: "\n",
  },
  splitPackets: { stream: inSmallPieces("Küche ", "🛁 ", "done") },
  usageInSomeChunks: {
    stream: [
      chunk([{ text: "a" }]),
      chunk([{ text: "b" }], { usage: [10, 4] }),
      chunk([{ text: "c" }]),
      chunk([{ text: "d" }], { finishReason: "STOP" }),
      { event: { usageMetadata: { promptTokenCount: 10, candidatesTokenCount: 6, totalTokenCount: 16 } } },
    ],
  },
  oddUsage: {
    stream: [
      { event: { candidates: [{ content: { parts: [{ text: "Hello" }] } }], usageMetadata: null } },
      { event: { usageMetadata: { promptTokenCount: 10, candidatesTokenCount: "two" } } },
      {
        event: {
          candidates: [{ finishReason: "STOP" }],
          usageMetadata: { promptTokenCount: 1.5, candidatesTokenCount: 3 },
        },
      },
    ],
  },
  parallelTools: {
    stream: [
      chunk([{ text: "I will look." }], { usage: [30, 4] }),
      chunk(
        [
          call("get_price", { item: "tile" }, { thoughtSignature: "c2lnbmF0dXJl" }),
          call("get_price", { item: "sink" }),
        ],
        {
          finishReason: "STOP",
          usage: [30, 20, 11],
        },
      ),
    ],
  },
  callsInSeparateChunks: {
    stream: [
      chunk([call("first", { x: 1 }, { thoughtSignature: "Zmlyc3Q=" })]),
      chunk([call("second", { y: 2 })]),
      chunk([{ text: "", thoughtSignature: "bGFzdA==" }], { finishReason: "STOP", usage: [5, 9] }),
    ],
  },
  repeatedCallIds: {
    stream: [
      chunk(
        ["a", "b"].map((x) => ({ functionCall: { id: "same", name: "f", args: { x } } })),
        { finishReason: "STOP" },
      ),
    ],
  },
  callWithoutArguments: { stream: [chunk([{ functionCall: { name: "overview" } }], { finishReason: "STOP" })] },
  thinking: {
    stream: [
      chunk([{ text: "Let me think.", thought: true }], { usage: [10, 0, 5] }),
      chunk([{ text: "It is ", thoughtSignature: "dGV4dA==" }], { usage: [10, 2, 7] }),
      chunk([{ text: "42." }], { finishReason: "STOP", usage: [10, 4, 7] }),
    ],
  },
  maxTokens: { stream: [chunk([{ text: "cut off her" }], { finishReason: "MAX_TOKENS", usage: [8, 3] })] },
  maxTokensWhileThinking: { stream: [chunk(undefined, { finishReason: "MAX_TOKENS", usage: [8, 0, 900] })] },
  finishedThenStalled: { stream: [...begun, chunk(undefined, { finishReason: "STOP", usage: [10, 3] }), "stall"] },
  finishedThenNoise: {
    stream: [...begun, chunk(undefined, { finishReason: "STOP", usage: [10, 3] }), { raw: "data: [DONE]\r\n\r\n" }],
  },
  cut: { stream: [...begun, { pauseMs: 50 }, "cut"] },
  cutAtOnce: { stream: ["cut"] },
  halfEvent: { stream: [...begun, { raw: 'data: {"candidates": [{"content": {"parts": [{"te' }] },
  noFinish: { stream: begun },
  malformedJson: { stream: [...begun, { raw: "data: {not json\r\n\r\n" }] },
  oddShape: { stream: [...begun, { event: { candidates: [{ content: { parts: "none" } }] } }] },
  errorEvent: {
    stream: [...begun, { event: { error: { code: 503, status: "UNAVAILABLE", message: "Currently unavailable." } } }],
  },
  errorEventAtOnce: {
    stream: [{ event: { error: { code: 503, status: "UNAVAILABLE", message: "Currently unavailable." } } }],
  },
  stall: { stream: [...begun, "stall"] },
  stallAtOnce: { stream: ["stall"] },
  hang: "hang",
  rateLimited: failure(429, "RESOURCE_EXHAUSTED", "Resource has been exhausted (e.g. check quota)."),
  rateLimitedBriefly: failure(429, "RESOURCE_EXHAUSTED", exhausted, [retryInfo("0.08s")]),
  rateLimitedForLong: failure(429, "RESOURCE_EXHAUSTED", exhausted, [retryInfo("37.2s")]),
  retryAfterHeader: {
    status: 429,
    headers: { "retry-after": "41" },
    body: { error: { code: 429, message: "Slow down" } },
  },
  dailyQuota: failure(429, "RESOURCE_EXHAUSTED", exhausted, [
    quotaFailure("GenerateRequestsPerDayPerProjectPerModel-FreeTier"),
    retryInfo("12s"),
  ]),
  internalError: failure(500, "INTERNAL", "An internal error has occurred."),
  overloaded: failure(503, "UNAVAILABLE", "The model is overloaded. Please try again later."),
  deadlineExceeded: failure(504, "DEADLINE_EXCEEDED", "Deadline exceeded."),
  htmlBadGateway: { status: 502, body: "<html>Bad gateway</html>" },
  htmlPage: { status: 200, body: "<html>Please sign in to the hotel's network</html>" },
  redirect: { status: 307, headers: { location: "/elsewhere" }, body: "" },
  badRequest: failure(400, "INVALID_ARGUMENT", 'Invalid JSON payload received. Unknown name "foo".'),
  badKey: failure(400, "INVALID_ARGUMENT", badKey, [
    { "@type": "type.googleapis.com/google.rpc.ErrorInfo", reason: "API_KEY_INVALID" },
  ]),
  unauthenticated: failure(401, "UNAUTHENTICATED", "Request had invalid authentication credentials."),
  forbidden: failure(403, "PERMISSION_DENIED", "Permission denied."),
  notFound: failure(404, "NOT_FOUND", "models/x is not found for API version v1beta."),
  blockedPrompt: {
    stream: [
      {
        event: {
          promptFeedback: { blockReason: "SAFETY" },
          usageMetadata: { promptTokenCount: 8, totalTokenCount: 8 },
        },
      },
    ],
  },
  blockedOutput: {
    stream: [
      chunk([{ text: "Start of " }], { usage: [8, 3] }),
      chunk(undefined, { finishReason: "SAFETY", usage: [8, 5] }),
    ],
  },
  blockedAtOnce: { stream: [chunk([{ text: "secret" }], { finishReason: "RECITATION", usage: [8, 5] })] },
  empty: { stream: [chunk([{ text: "" }], { finishReason: "STOP", usage: [8, 0] })] },
  noParts: { stream: [{ event: { candidates: [{ content: { role: "model" }, finishReason: "STOP", index: 0 }] } }] },
  noEvents: { stream: [] },
  malformedCall: {
    stream: [{ event: { candidates: [{ content: {}, finishReason: "MALFORMED_FUNCTION_CALL", index: 0 }] } }],
  },
  brokenOff: { stream: [...begun, chunk(undefined, { finishReason: "OTHER" })] },
} as const satisfies Record<string, Scenario>;

export type ScenarioName = keyof typeof named;
const scenarios: Record<ScenarioName, Scenario> = named;

// The server.

export type GeminiRequest = {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  /** As it was sent, checked or not. */
  body: GeminiBody;
  chunksSent: number;
  /** Set when the client left before the answer's end. */
  abortedAfterMs: number | undefined;
  closed: Promise<"completed" | "aborted">;
};

export type FakeGemini = Awaited<ReturnType<typeof startFakeGemini>>;

/**
 * A real server on a free port. Without a script it answers with a line of text; `script` queues replies, of which the last one stays.
 * Requests that the real service refuses get its 400 whatever the script says.
 */
export async function startFakeGemini({ apiKey = "AIza-the-key-of-the-tests", model = "gemini-2.5-flash" } = {}) {
  const requests: GeminiRequest[] = [];
  const arrivals: { count: number; resolve: (request: GeminiRequest) => void }[] = [];
  const scripts = new Map<string, Reply[]>([[model, ["text"]]]);
  let checks: Scenario[] = [];

  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = await textOf(incoming);
    const request = record(incoming, response, text);
    const [, name, verb, isStream] = /^\/v1beta\/models\/([^:?]+)(?::(\w+)(\?alt=sse)?)?$/.exec(request.path) ?? [];
    if (incoming.headers["x-goog-api-key"] !== apiKey) return play(named.badKey, request, response);
    if (name === undefined) return play(failure(404, "NOT_FOUND", `no route ${request.path}`), request, response);
    if (incoming.method === "GET") return play(checks.shift() ?? describe(name), request, response);
    const script = scripts.get(name);
    // Image models answer in one piece, the others as a stream.
    const isImageModel = name.includes("-image");
    const isRightVerb = isImageModel
      ? verb === "generateContent" && !isStream
      : verb === "streamGenerateContent" && isStream;
    if (script === undefined || !isRightVerb) return play(notFound(name), request, response);
    const parsed = (isImageModel ? ImageBody : GeminiBody).safeParse(request.body);
    const fault = parsed.success ? faultIn(parsed.data.contents, name) : z.prettifyError(parsed.error);
    const refusal = fault === undefined ? undefined : failure(400, "INVALID_ARGUMENT", fault);
    await play(refusal ?? (await scenarioOf(next(script), request.body)), request, response);
  }

  function record(incoming: IncomingMessage, response: ServerResponse, text: string): GeminiRequest {
    const startedAt = performance.now();
    const closed = Promise.withResolvers<"completed" | "aborted">();
    const request: GeminiRequest = {
      method: incoming.method ?? "",
      path: incoming.url ?? "",
      headers: incoming.headers,
      body: text === "" ? undefined : JSON.parse(text),
      chunksSent: 0,
      abortedAfterMs: undefined,
      closed: closed.promise,
    };
    response.on("close", () => {
      if (!response.writableFinished) request.abortedAfterMs = performance.now() - startedAt;
      closed.resolve(response.writableFinished ? "completed" : "aborted");
    });
    requests.push(request);
    for (const arrival of arrivals) if (arrival.count === requests.length) arrival.resolve(request);
    return request;
  }

  const notFound = (name: string) => failure(404, "NOT_FOUND", `models/${name} is not found for API version v1beta.`);

  function describe(name: string): Scenario {
    if (name === "embedding-001")
      return { status: 200, body: { name: `models/${name}`, supportedGenerationMethods: ["embedContent"] } };
    if (!scripts.has(name)) return notFound(name);
    return {
      status: 200,
      body: { name: `models/${name}`, supportedGenerationMethods: ["generateContent", "countTokens"] },
    };
  }

  return {
    baseUrl,
    apiKey,
    model,
    requests,
    /** The replies to come, one a request; the last one stays for all further requests. */
    script: (replies: Reply[]) => void scripts.set(model, [...replies]),
    /** The same for another model's name, which thereby exists. */
    scriptModel: (name: string, replies: Reply[]) => void scripts.set(name, [...replies]),
    /** Replies to the next questions for a model, before the true ones. */
    scriptChecks: (replies: ScenarioName[]) => {
      checks = replies.map((reply) => scenarios[reply]);
    },
    /** The request that is the count-th of all, when it has arrived. */
    arrival: (count: number): Promise<GeminiRequest> => {
      const arrived = requests[count - 1];
      return arrived ? Promise.resolve(arrived) : new Promise((resolve) => arrivals.push({ count, resolve }));
    },
    stop: () => {
      server.closeAllConnections();
      return new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function next(script: Reply[]): Reply {
  const [first = "text"] = script;
  if (script.length > 1) script.shift();
  return first;
}

async function scenarioOf(reply: Reply, body: GeminiBody): Promise<Scenario> {
  if (typeof reply === "function") return scenarioOf(await reply(body), body);
  if (Array.isArray(reply)) return answer(reply);
  if (reply === "hang") return reply;
  return typeof reply === "string" ? scenarios[reply] : reply;
}

async function play(scenario: Scenario, request: GeminiRequest, response: ServerResponse): Promise<void> {
  if (scenario === "hang") return;
  if ("status" in scenario) {
    const { status, body, headers } = scenario;
    const isPage = typeof body === "string";
    response.writeHead(status, { "content-type": isPage ? "text/html" : "application/json", ...headers });
    return void response.end(isPage ? body : JSON.stringify(body));
  }
  response.writeHead(200, { "content-type": "text/event-stream" });
  response.flushHeaders();
  const end = (scenario.lineEnd ?? "\r\n").repeat(2);
  for (const action of scenario.stream) {
    if (response.destroyed || action === "stall") return;
    if (action === "cut") return void response.destroy();
    if ("pauseMs" in action || "until" in action) {
      await ("until" in action ? action.until : Bun.sleep(action.pauseMs));
      continue;
    }
    const bytes = "raw" in action ? action.raw : `data: ${JSON.stringify(action.event)}${end}`;
    await new Promise<void>((resolve) => response.write(bytes, () => resolve()));
    request.chunksSent += 1;
  }
  response.end();
}
