import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { examples } from "./support/effort.ts";
import { type FakeGemini, imageAnswer, pictureAnswer, type Reply, startFakeGemini } from "./support/fake-gemini.ts";
import { noise, pdf, picture } from "./support/files.ts";
import { imageModel, imageModelEnv, toRender } from "./support/pictures.ts";
import { startTestService, type TestService } from "./support/service.ts";

setDefaultTimeout(30_000);

let gemini: FakeGemini;
let service: TestService;
beforeAll(async () => {
  gemini = await startFakeGemini();
  service = await startTestService({ env: { ...imageModelEnv(gemini), ASSET_MAX_BYTES: "200000" } });
});
afterAll(async () => {
  await service[Symbol.asyncDispose]();
  await gemini.stop();
});

/** What the model is asked, by one picture, and what comes of it. */
async function drawWith(replies: Reply[], input: object = {}) {
  gemini.scriptModel(imageModel, replies);
  const renovation = await toRender(service);
  await using chat = await renovation.follow();
  const before = gemini.requests.length;
  const render = await renovation.over(chat, await renovation.draw(input));
  const progress = chat.received.flatMap((frame) => (frame.type === "render.changed" ? (frame.progress ?? []) : []));
  const turn = await renovation.read(`/turns/${render.turnId}`);
  return { ...renovation, render, progress, turn, requests: gemini.requests.slice(before) };
}

describe("the image model", () => {
  test("is asked for the room, its style, its products and the wishes, and its picture is kept", async () => {
    const bytes = await picture("png");
    gemini.scriptModel(imageModel, [pictureAnswer(bytes)]);
    const renovation = await toRender(service);
    const { base, roomIds, posted, patch, draw, over, follow, content, read } = renovation;
    await patch({ styleSlug: "japandi", constraints: ["The old radiators stay"] });
    await service.send("PATCH", `${base}/rooms/${roomIds[0]}`, { widthCm: 300, lengthCm: 400 });
    await posted("/picks", { roomId: roomIds[0], productSlug: "oak-plank-natural", quantity: 12 });
    await using chat = await follow();
    const before = gemini.requests.length;
    const render = await over(chat, await draw({ instructions: "Open shelves" }));
    expect(render).toMatchObject({ renderer: "gemini", status: "ready", styleSlug: "japandi" });
    const [request] = gemini.requests.slice(before);
    expect(request?.path).toBe(`/v1beta/models/${imageModel}:generateContent`);
    const [{ text = "" } = {}, ...rest] = request?.body.contents[0]?.parts ?? [];
    expect(rest).toEqual([]);
    for (const words of ["3.00 m by 4.00 m", "Japandi", "#", "12 m² of ", "Open shelves", "radiators"])
      expect(text).toContain(words);
    expect(Buffer.from(await (await content(render.assetId)).bytes()).equals(bytes)).toBe(true);
    expect(await read(`/assets/${render.assetId}`)).toMatchObject({
      kind: "render",
      contentType: "image/png",
      roomId: roomIds[0],
      widthPx: 64,
    });
    const { usage } = await read(`/turns/${render.turnId}`);
    expect(usage).toEqual({ inputTokens: 300, outputTokens: 1_290 });
  });

  test("edits a photo of the room, which reaches it byte for byte, and a further version keeps it", async () => {
    const photo = await picture("jpeg", { widthPx: 320, heightPx: 240 });
    const made = await picture("png", { widthPx: 128, heightPx: 96 });
    gemini.scriptModel(imageModel, [pictureAnswer(made)]);
    const { upload, draw, over, follow, decide, content } = await toRender(service);
    const baseAssetId = await upload(photo);
    const kept = Buffer.from(await (await content(baseAssetId)).bytes());
    await using chat = await follow();
    const before = gemini.requests.length;
    const first = await over(chat, await draw({ baseAssetId }));
    const asked = await chat.until("approval.requested");
    await decide(asked.approvalId, "reject");
    const second = await over(chat, await draw({ parentId: first.id, instructions: "Lighter" }));
    expect([first, second]).toMatchObject([
      { status: "ready", baseAssetId, parentId: null },
      { status: "ready", baseAssetId, parentId: first.id },
    ]);
    const sent = gemini.requests.slice(before).map(({ body }) => body.contents[0]?.parts.slice(1));
    const photoPart = { inlineData: { mimeType: "image/jpeg", data: kept.toString("base64") } };
    const madePart = { inlineData: { mimeType: "image/png", data: made.toString("base64") } };
    expect(sent).toEqual([[photoPart], [photoPart, madePart]]);
  });

  test("may try pictures out while it thinks: the one it answers with is kept", async () => {
    const part = async (widthPx: number) => ({
      inlineData: { mimeType: "image/png", data: (await picture("png", { widthPx, heightPx: 48 })).toBase64() },
    });
    const tried = [
      { text: "A first try.", thought: true },
      { ...(await part(32)), thought: true },
    ];
    const { render, read } = await drawWith([
      imageAnswer([...tried, { ...(await part(96)), thoughtSignature: "YQ==" }]),
    ]);
    expect(await read(`/assets/${render.assetId}`)).toMatchObject({ widthPx: 96 });
  });

  test("a board can be asked for beside it", async () => {
    const { render, requests } = await drawWith(["hang"], { renderer: "concept_board" });
    expect(render).toMatchObject({ renderer: "concept_board", status: "ready" });
    expect(requests).toEqual([]);
  });
});

describe("what goes wrong is said, and costs no picture", () => {
  const tooBig = async () => pictureAnswer(await noise("png", { widthPx: 400, heightPx: 300 }));
  const failures: [string, () => Reply[] | Promise<Reply[]>, string, RegExp, number][] = [
    ["a bad key", () => [{ ...badKey }], "model-misconfigured", /rejects the service's key/, 1],
    ["an unknown model", () => ["notFound"], "model-misconfigured", /does not know/, 1],
    ["a blocked prompt", () => [blockedPrompt], "model-refused", /declined to make this picture/, 1],
    ["a blocked picture", () => [imageAnswer(undefined, "IMAGE_SAFETY")], "model-refused", /declined/, 1],
    ["prohibited content", () => [imageAnswer(undefined, "PROHIBITED_CONTENT")], "model-refused", /declined/, 1],
    [
      "words instead of a picture",
      () => [imageAnswer([{ text: "I would paint it blue." }])],
      "model-failed",
      /without a/,
      2,
    ],
    ["no picture at all", () => [imageAnswer(undefined, "NO_IMAGE")], "model-failed", /without a picture/, 2],
    [
      "something that is no picture",
      () => [pictureAnswer(Buffer.from("not a picture"))],
      "model-failed",
      /cannot be used/,
      2,
    ],
    ["a document", () => [pictureAnswer(pdf())], "model-failed", /cannot be used/, 2],
    [
      "half a picture",
      async () => [pictureAnswer((await noise("png", { widthPx: 64, heightPx: 48 })).subarray(0, 2_000))],
      "model-failed",
      /cannot/,
      2,
    ],
    ["a picture that is too large", async () => [await tooBig()], "model-failed", /too large/, 1],
    [
      "an answer without an end",
      () => [{ status: 200, body: { noise: "x".repeat(4_000_000) } }],
      "model-failed",
      /large/,
      1,
    ],
    ["a page of somebody else", () => ["htmlPage"], "model-failed", /cannot be read/, 2],
    ["the day's quota", () => ["dailyQuota"], "model-quota", /daily quota/, 1],
    ["a long pause", () => [{ ...pauseOf("300s") }], "model-rate-limited", /pause: ask again in 300 s/, 1],
  ];
  /** Each is told from the others by what its picture is asked to be. */
  const scripted = new Map<string, Reply[]>();
  const scriptOf: Reply = (body) => {
    const prompt = body.contents[0]?.parts[0]?.text ?? "";
    const [, replies = []] = [...scripted].find(([name]) => prompt.includes(`picture: ${name}\n`)) ?? [];
    return (replies.length > 1 ? replies.shift() : replies[0]) ?? "notFound";
  };

  test.concurrent.each(examples(6, failures))("%s", async (name, replies, kind, detail, attempts) => {
    scripted.set(name, [...(await replies())]);
    gemini.scriptModel(imageModel, [scriptOf]);
    const { follow, draw, over, read, posted } = await toRender(service);
    await using chat = await follow();
    const render = await over(chat, await draw({ instructions: name }));
    expect(render).toMatchObject({
      status: "failed",
      assetId: null,
      problem: { type: `/problems/${kind}`, detail: expect.stringMatching(detail) },
    });
    const asked = gemini.requests.filter(({ body }) => JSON.stringify(body).includes(`picture: ${name}\\n`));
    expect(asked).toHaveLength(attempts);
    expect((await read("/assets")).items).toEqual([]);
    expect(chat.types()).not.toContain("approval.requested");
    // The room is free for another one.
    expect(await posted("/renders", { roomId: render.roomId, renderer: "concept_board" })).toMatchObject({
      version: 2,
    });
  });
});

const badKey = {
  status: 400,
  body: {
    error: {
      code: 400,
      status: "INVALID_ARGUMENT",
      message: "API key not valid.",
      details: [{ reason: "API_KEY_INVALID" }],
    },
  },
};
const pauseOf = (retryDelay: string) => ({
  status: 429,
  body: {
    error: {
      code: 429,
      status: "RESOURCE_EXHAUSTED",
      message: "Slow down",
      details: [{ "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay }],
    },
  },
});
const blockedPrompt = { status: 200, body: { promptFeedback: { blockReason: "PROHIBITED_CONTENT" } } };

test.each<[string, Reply]>([
  ["a failure of its own", "internalError"],
  ["a short pause", "rateLimitedBriefly"],
  ["a lost connection", { stream: ["cut"] }],
  ["words instead of a picture, once", imageAnswer([{ text: "Sure!" }])],
])("after %s it is asked again, and says so", async (_name, reply) => {
  const { render, progress, requests, turn } = await drawWith([reply, pictureAnswer(await picture("webp"))]);
  expect(render).toMatchObject({ status: "ready", problem: null });
  expect(requests).toHaveLength(2);
  expect(progress).toContainEqual(expect.stringMatching(/^Gemini .*; trying again in \d s$/));
  expect(turn).toMatchObject({ kind: "render", status: "completed", messageId: null });
});

test("an owner whose tokens of the day are used up gets no more of them, but boards", async () => {
  gemini.scriptModel(imageModel, [pictureAnswer(await picture("png"))]);
  await using capped = await startTestService({ env: { ...imageModelEnv(gemini), OWNER_DAILY_TOKENS: "1000" } });
  const { follow, drawn, draw, refusal, roomIds } = await toRender(capped, { rooms: ["kitchen", "bathroom"] });
  await using chat = await follow();
  await drawn(chat);
  expect(await refusal("POST", "/renders", { roomId: roomIds[1] })).toMatchObject({ status: 429, kind: "token-cap" });
  expect(await draw({ roomId: roomIds[1], renderer: "concept_board" })).toMatchObject({ status: "queued" });
});
