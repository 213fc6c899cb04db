import { afterAll, beforeAll, beforeEach, expect, setDefaultTimeout, test } from "bun:test";
import { assetClient, onDatabase } from "./support/asset-client.ts";
import { type FakeGemini, type Reply, startFakeGemini } from "./support/fake-gemini.ts";
import { noise, pdf, picture } from "./support/files.ts";
import { toRender } from "./support/pictures.ts";
import { projectIn } from "./support/prompt.ts";
import { openRenovation } from "./support/renovation-chat.ts";
import { startTestService, type TestService } from "./support/service.ts";
import type { TestSocket } from "./support/socket.ts";

setDefaultTimeout(20_000);

let gemini: FakeGemini;
let service: TestService;
beforeAll(async () => {
  gemini = await startFakeGemini();
  service = await startTestService({
    realAgent: true,
    env: { GEMINI_API_KEY: gemini.apiKey, GEMINI_MODEL: gemini.model, GEMINI_BASE_URL: gemini.baseUrl },
  });
});
afterAll(async () => {
  await service[Symbol.asyncDispose]();
  await gemini.stop();
});
beforeEach(() => gemini.script([[{ text: "I see." }]]));

/** What Gemini was told with the homeowner's last words. */
function told() {
  const contents = gemini.requests.at(-1)?.body.contents ?? [];
  const parts = contents.findLast(({ role }) => role === "user")?.parts ?? [];
  return {
    text: parts.map(({ text = "" }) => text).join("\n"),
    files: parts.flatMap(({ inlineData }) =>
      inlineData ? [{ mimeType: inlineData.mimeType, bytes: Buffer.from(inlineData.data, "base64") }] : [],
    ),
  };
}

async function open() {
  const renovation = await openRenovation(service);
  return { renovation, files: await assetClient(service, renovation.id) };
}

test("a photo arrives byte-exact with the words it was sent with, and its id beside it", async () => {
  const { renovation, files } = await open();
  await using _ = renovation;
  const photo = await files.photo({ query: "?name=north.jpg" });
  expect((await renovation.say("this is my kitchen", [photo.id])).status).toBe("completed");
  const { text, files: sent } = told();
  expect(text).toStartWith("this is my kitchen");
  expect(text).toContain(photo.id);
  expect(sent).toEqual([{ mimeType: "image/jpeg", bytes: await files.bytes(photo.id) }]);
  expect(projectIn(gemini.requests.at(-1)?.body as never)).toMatchObject({
    photosAndFiles: [{ assetId: photo.id, kind: "photo", name: "north.jpg", size: "64 x 48" }],
  });

  // Later it is only named: a photo is not paid for again with every message.
  await renovation.say("and now?");
  const earlier = gemini.requests.at(-1)?.body.contents.at(0)?.parts;
  expect(earlier).toEqual([{ text: "this is my kitchen\n[photo: north.jpg]" }]);
  expect(told().files).toEqual([]);
});

test("a photo goes along at every step of its turn", async () => {
  const { renovation, files } = await open();
  await using _ = renovation;
  const photo = await files.photo();
  gemini.script([[{ functionCall: { name: "get_style_examples", args: {} } }], [{ text: "I see." }]]);
  await renovation.say("this is my kitchen", [photo.id]);
  const steps = gemini.requests.slice(-2).map(({ body }) => body.contents.flatMap(({ parts }) => parts));
  expect(steps.map((parts) => parts.filter(({ inlineData }) => inlineData).length)).toEqual([1, 1]);
});

test("a large picture is scaled down, a plan as PDF goes as it is", async () => {
  const bytes = await picture("png", { widthPx: 1_920, heightPx: 640 });
  const { renovation, files } = await open();
  await using _ = renovation;
  const large = await (await files.upload(bytes)).json();
  const plan = await (await files.upload(pdf("Ground floor"))).json();
  await renovation.say("look at these", [large.id, plan.id]);
  const [shown, document] = told().files;
  expect(await new Bun.Image(shown?.bytes ?? Buffer.alloc(0)).metadata()).toMatchObject({ width: 1_536, height: 512 });
  expect(document).toEqual({ mimeType: "application/pdf", bytes: await files.bytes(plan.id) });
});

test("a picture of few pixels and many bytes is sent smaller", async () => {
  // Made first: it keeps the event loop busy, and with it the service's.
  const heavy = await noise("png", { widthPx: 1_400, heightPx: 1_020 });
  expect(heavy.byteLength).toBeGreaterThan(4 * 1_048_576);
  const { renovation, files } = await open();
  await using _ = renovation;
  const asset = await (await files.upload(heavy)).json();
  await renovation.say("look", [asset.id]);
  const [shown] = told().files;
  expect(shown?.mimeType).toBe("image/jpeg");
  expect(shown?.bytes.byteLength).toBeLessThan(4 * 1_048_576);
});

test("a photo that cannot be read is told of, and the turn goes on", async () => {
  const { renovation, files } = await open();
  await using _ = renovation;
  const [lost, whole] = [await files.photo(), await files.photo()];
  await onDatabase(service, (sql) => sql`delete from asset_contents where asset_id = ${lost.id}`);
  expect((await renovation.say("two photos", [lost.id, whole.id])).status).toBe("completed");
  expect(told().text).toContain("This file cannot be shown");
  expect(told().files).toHaveLength(1);
});

test("photos whose message got no answer go along with the next one, and one that was deleted since is told of", async () => {
  const { renovation, files } = await open();
  await using _ = renovation;
  const [gone, kept] = [await files.photo(), await files.photo()];
  gemini.script(["dailyQuota", [{ text: "I see." }]]);
  expect((await renovation.say("which of the two?", [gone.id, kept.id])).status).toBe("failed");
  await service.send("DELETE", `/api/sessions/${renovation.id}/assets/${gone.id}`);
  await renovation.say("hello?");
  expect(told().text).toStartWith("which of the two?\n\nhello?\n[a file that is no longer there]");
  expect(told().text).toContain(kept.id);
  expect(told().files.map(({ mimeType }) => mimeType)).toEqual(["image/jpeg"]);
});

test("a file that Gemini cannot take is told of, and the turn goes on", async () => {
  const { renovation, files } = await open();
  await using _ = renovation;
  const plan = await (await files.upload(pdf("Ground floor"))).json();
  const judge: Reply = ({ contents }) =>
    JSON.stringify(contents).includes("inlineData") ? "badRequest" : [{ text: "I cannot read it." }];
  gemini.script([judge]);
  expect(await renovation.say("this is my plan", [plan.id])).toMatchObject({
    status: "completed",
    text: "I cannot read it.",
  });
  expect(told().text).toMatch(/cannot be shown, it cannot be read: .*"kind":"document"/);
});

test("a photo of the room that is spoken of goes along, at most five files in all", async () => {
  const { renovation, files } = await open();
  await using _ = renovation;
  const roomId = await room(renovation.id, "Attic room");
  await room(renovation.id, "Hall");
  const ofAttic = await files.photo({ query: `?roomId=${roomId}` });
  await renovation.say("what about the attic room?");
  expect(told().text).toContain(ofAttic.id);
  await renovation.say("and the hall?");
  expect(told().files).toEqual([]);
  const five = await Promise.all(Array.from({ length: 5 }, () => files.photo()));
  await renovation.say(
    "these of the attic room",
    five.map(({ id }) => id),
  );
  expect(told().files).toHaveLength(5);
  expect(told().text).not.toContain(ofAttic.id);
});

const room = async (id: string, name: string) =>
  (await (await service.post(`/api/sessions/${id}/rooms`, { type: "other", name })).json()).id as string;

const calling = (args: object): Reply => [{ functionCall: { name: "generate_render", args: { ...args } } }];

async function say(chat: TestSocket, text: string) {
  const id = crypto.randomUUID();
  chat.send({ type: "message", id, text });
  const { turnId } = await chat.until("message.accepted", ({ message }) => message.clientId === id);
  await chat.until("turn.finished", (frame) => frame.turnId === turnId);
  const tool = await chat.until("tool.finished", (frame) => frame.turnId === turnId);
  return { status: tool.status, summary: tool.summary };
}

test("a picture that is asked for wrongly is told to the model as an error, and a right one is made from the photo", async () => {
  const renovation = await toRender(service, { rooms: ["kitchen", "bathroom"] });
  await using chat = await service.socket(renovation.id, "?after=0");
  // It tells of the approved plan, and would else take the first answer that is scripted here.
  await chat.until("turn.finished");
  const [roomId, other] = renovation.roomIds;
  const photo = await renovation.upload(await picture("jpeg"));
  const foreign = await (await assetClient(service)).photo();
  const document = await renovation.upload(pdf());
  const answer: Reply = [{ text: "So it is." }];
  const wrong: [object, RegExp][] = [
    [{}, /roomId/],
    [{ roomId: crypto.randomUUID() }, /does not exist/],
    [{ roomId, instructions: "" }, /instructions/],
    [{ roomId, parentId: crypto.randomUUID() }, /does not exist/],
    [{ roomId, baseAssetId: foreign.id }, /does not exist/],
    [{ roomId, baseAssetId: document }, /no photo/],
  ];
  for (const [args, summary] of wrong) {
    gemini.script([calling(args), answer]);
    const outcome = await say(chat, "draw it");
    expect([args, outcome]).toEqual([args, { status: "error", summary: expect.stringMatching(summary) }]);
  }
  expect(await renovation.read("/renders")).toMatchObject({ items: [] });

  gemini.script([calling({ roomId: other, instructions: "blue tiles", baseAssetId: photo }), answer]);
  expect(await say(chat, "draw the bathroom")).toMatchObject({ status: "ok" });
  const { items } = await renovation.read("/renders");
  expect(items).toMatchObject([{ roomId: other, instructions: "blue tiles", baseAssetId: photo }]);
});

test("pictures can be asked for where the plan is approved, and what they need is offered there", async () => {
  const renovation = await toRender(service);
  await using chat = await renovation.follow();
  chat.send({ type: "message", id: "m-1", text: "hello" });
  const { turnId } = await chat.until("message.accepted", ({ message }) => message.clientId === "m-1");
  await chat.until("turn.finished", (frame) => frame.turnId === turnId);
  const tools = gemini.requests.at(-1)?.body.tools ?? [];
  const offered = tools.flatMap(({ functionDeclarations }) => functionDeclarations.map(({ name }) => name));
  expect(offered.toSorted()).toEqual([
    "generate_render",
    "get_report_link",
    "get_style_examples",
    "move_to_phase",
    "request_approval",
    "save_intake",
    "search_products",
    "tick_items",
  ]);
});
