import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { onDatabase } from "./support/asset-client.ts";
import { type Pictured, toRender } from "./support/pictures.ts";
import { holdAt, scriptedAgent } from "./support/scripted-agent.ts";
import { startTestService, type TestService } from "./support/service.ts";

setDefaultTimeout(30_000);

let service: TestService;
beforeAll(async () => {
  service = await startTestService();
});
afterAll(() => service[Symbol.asyncDispose]());

describe("a board", () => {
  test("is made beside the chat, tells how it comes along, and asks to be decided on", async () => {
    const { roomIds, draw, over, follow, content } = await toRender(service);
    await using chat = await follow();
    const asked = await draw({ instructions: "Darker worktop" });
    expect(asked).toMatchObject({ status: "queued", version: 1, renderer: "concept_board", decision: "open" });
    const render = await over(chat, asked);
    expect(render).toMatchObject({
      status: "ready",
      problem: null,
      roomName: "Kitchen",
      instructions: "Darker worktop",
    });
    const { facts, kind, turnId } = await chat.until("approval.requested");
    expect({ kind, turnId, facts }).toMatchObject({
      kind: "render",
      turnId: null,
      facts: {
        renderId: asked.id,
        assetId: render.assetId ?? "",
        roomId: roomIds[0] ?? "",
        roomName: "Kitchen",
        version: 1,
        renderer: "concept_board",
        styleSlug: null,
      },
    });
    const changes = chat.received.flatMap((frame) => (frame.type === "render.changed" ? [frame] : []));
    expect(changes.map(({ status, progress }) => [status, progress])).toEqual([
      ["queued", undefined],
      ["running", "Getting ready"],
      ["running", "Drawing the concept board"],
      ["ready", undefined],
    ]);
    expect(chat.received.filter((frame) => "turnId" in frame && frame.turnId === asked.turnId)).toEqual([]);
    const picture = await content(render.assetId);
    expect(picture.headers.get("content-type")).toStartWith("image/svg+xml");
    expect(await picture.text()).toContain("Kitchen");
  });

  test("of two rooms are made one after the other while the chat goes on", async () => {
    const hold = holdAt(1);
    await using busy = await startTestService({ agent: scriptedAgent(["Hello ", "there"], hold.gate) });
    // Approving the plan has started a turn, which is held.
    const { roomIds, draw, over, follow, read } = await toRender(busy, { rooms: ["kitchen", "bathroom"] });
    await hold.reached;
    await using chat = await follow();
    const hello = await chat.until("hello");
    const [kitchen, bathroom] = [await draw(), await draw({ roomId: roomIds[1] })];
    for (const render of [kitchen, bathroom]) expect(await over(chat, render)).toMatchObject({ status: "ready" });
    expect(hello.runningTurn).not.toBeNull();
    expect(chat.types()).not.toContain("turn.finished");
    const frames = chat.received.flatMap((frame) => (frame.type === "render.changed" ? [frame] : []));
    const order = frames.filter(({ status }) => status === "ready").map(({ renderId }) => renderId);
    expect(order).toEqual([kitchen.id, bathroom.id]);
    await using late = await follow();
    expect(await late.until("hello")).toMatchObject({
      runningTurn: hello.runningTurn,
      pendingApprovals: [{ kind: "render" }, { kind: "render" }],
    });
    hold.open();
    await chat.until("turn.finished", (frame) => frame.turnId === hello.runningTurn?.turnId);
    const { items } = await read("/renders?limit=1");
    expect(items).toMatchObject([{ id: bathroom.id }]);
    expect((await read(`/renders?roomId=${roomIds[0]}`)).items).toMatchObject([{ id: kitchen.id }]);
  });

  test("is asked for once under one Idempotency-Key", async () => {
    const { base, roomIds, follow, over, read } = await toRender(service);
    await using chat = await follow();
    const ask = async () =>
      (await service.post(`${base}/renders`, { roomId: roomIds[0] }, { "idempotency-key": `draw-${base}` })).json();
    const [first, again] = [await ask(), await ask()];
    expect(again).toEqual(first);
    await over(chat, first);
    expect((await read("/renders")).items).toHaveLength(1);
  });
});

test("a picture for which there is no storage left fails and says so, and the room is free for another try", async () => {
  await using tight = await startTestService({ env: { ASSET_MAX_BYTES: "1024", OWNER_ASSET_BYTES: "1024" } });
  const { draw, over, follow, read } = await toRender(tight);
  await using chat = await follow();
  const render = await over(chat, await draw());
  expect(render).toMatchObject({ status: "failed", assetId: null, problem: { type: "/problems/quota-exceeded" } });
  expect(await read(`/turns/${render.turnId}`)).toMatchObject({
    status: "failed",
    problem: { type: "/problems/quota-exceeded" },
  });
  expect((await read("/assets")).items).toEqual([]);
  expect(await over(chat, await draw())).toMatchObject({ version: 2, status: "failed" });
});

describe("asking for a picture is refused", () => {
  test.each<[string, (renovation: Pictured) => Promise<object>, number, RegExp]>([
    [
      "in another phase",
      async ({ move }) => ({ ...(await move("PLAN")).none }),
      409,
      /RENDER and ITERATE, and this is PLAN/,
    ],
    ["of no room of the session", async () => ({ roomId: crypto.randomUUID() }), 404, /room/],
    ["as a version of nothing", async () => ({ parentId: crypto.randomUUID() }), 404, /render/],
    ["from no file of the session", async () => ({ baseAssetId: crypto.randomUUID() }), 404, /asset/],
    ["by a renderer that is not configured", async () => ({ renderer: "gemini" }), 422, /not configured/],
    [
      "from a drawing",
      async (renovation) => {
        await using chat = await renovation.follow();
        return { baseAssetId: (await renovation.drawn(chat)).render.assetId };
      },
      422,
      /is no photo but image\/svg/,
    ],
    [
      "as a version of another room's picture",
      async (renovation) => {
        await using chat = await renovation.follow();
        return { roomId: renovation.roomIds[1], parentId: (await renovation.drawn(chat)).render.id };
      },
      422,
      /another room/,
    ],
  ])("%s", async (_name, prepare, status, detail) => {
    const renovation = await toRender(service, { rooms: ["kitchen", "bathroom"] });
    const input = { roomId: renovation.roomIds[0], ...(await prepare(renovation)) };
    expect(await renovation.refusal("POST", "/renders", input)).toMatchObject({
      status,
      detail: expect.stringMatching(detail),
    });
  });
});

describe("deciding", () => {
  test("approve keeps the decision, tells the agent, and opens the way to the end", async () => {
    const { follow, drawn, decide, read, move, phase, refusal } = await toRender(service);
    await using chat = await follow();
    const { render, approvalId } = await drawn(chat);
    expect(await refusal("POST", "/phase", { to: "COMPLETE" })).toMatchObject({
      kind: "guard-failed",
      detail: expect.stringContaining("approved picture"),
    });
    expect(await decide(approvalId, "approve")).toMatchObject({ status: "approved", kind: "render" });
    await chat.until("render.changed", ({ decision }) => decision === "approved");
    expect(await read(`/renders/${render.id}`)).toMatchObject({ decision: "approved", decidedAt: expect.any(String) });
    const { message } = await chat.until("message.accepted");
    expect(message.content).toBe("I approve picture 1 of Kitchen.");
    await move("COMPLETE");
    expect(await phase()).toBe("COMPLETE");
  });

  test("saying “approve” decides on the one picture that waits, and on none of two", async () => {
    const { roomIds, follow, drawn, read } = await toRender(service, { rooms: ["kitchen", "bathroom"] });
    await using chat = await follow();
    const first = await drawn(chat);
    const second = await drawn(chat, { roomId: roomIds[1] });
    const say = async (id: string, text: string) => {
      chat.send({ type: "message", id, text });
      const { turnId } = await chat.until("ack", (frame) => frame.id === id);
      await chat.until("turn.finished", (frame) => frame.turnId === turnId);
    };
    await say("m-1", "approve");
    expect((await read("/renders")).items).toMatchObject([{ decision: "open" }, { decision: "open" }]);
    chat.send({ type: "answer", approvalId: second.approvalId, decision: "reject" });
    await chat.until("render.changed", ({ decision }) => decision === "rejected");
    await say("m-2", "I approve the picture");
    expect(await read(`/renders/${first.render.id}`)).toMatchObject({ decision: "approved" });
  });

  test("a plain yes decides right after the picture's question, and later it may mean something else", async () => {
    const { follow, drawn, decide, read } = await toRender(service);
    await using chat = await follow();
    if ((await chat.until("hello")).runningTurn) await chat.until("turn.finished");
    const say = async (id: string, text: string) => {
      chat.send({ type: "message", id, text });
      const { turnId } = await chat.until("ack", (frame) => frame.id === id);
      await chat.until("turn.finished", (frame) => frame.turnId === turnId);
    };
    const first = await drawn(chat);
    await say("m-1", "what about the lights?");
    await say("m-2", "yes");
    expect(await read(`/renders/${first.render.id}`)).toMatchObject({ decision: "open" });
    await decide(first.approvalId, "reject");
    await chat.until("message.accepted", ({ message }) => message.content.startsWith("I do not approve"));
    await say("m-3", "another one please");
    const second = await drawn(chat);
    await say("m-4", "yes, looks good");
    expect(await read(`/renders/${second.render.id}`)).toMatchObject({ decision: "approved" });
  });

  test("reject leads to a further version of it, whose question takes the place of an older one", async () => {
    const { follow, drawn, decide, read } = await toRender(service);
    await using chat = await follow();
    const one = await drawn(chat);
    await decide(one.approvalId, "reject", "Too dark");
    const two = await drawn(chat, { parentId: one.render.id, instructions: "Lighter" });
    expect(two.render).toMatchObject({ version: 2, parentId: one.render.id, decision: "open" });
    const three = await drawn(chat, { parentId: two.render.id });
    expect(three.render).toMatchObject({ version: 3, parentId: two.render.id });
    expect(await chat.until("approval.answered", (frame) => frame.approvalId === two.approvalId)).toMatchObject({
      kind: "render",
      status: "withdrawn",
    });
    expect((await read("/approvals")).items.map(({ status }: { status: string }) => status)).toEqual([
      "pending",
      "withdrawn",
      "rejected",
      "approved",
    ]);
  });

  test("a rejected picture's file can be deleted, and its render says that it has none any more", async () => {
    const { base, follow, drawn, decide, read } = await toRender(service);
    await using chat = await follow();
    const { render, approvalId } = await drawn(chat);
    await decide(approvalId, "reject");
    const { seq } = await chat.until("render.changed", ({ decision }) => decision === "rejected");
    expect((await service.send("DELETE", `${base}/assets/${render.assetId}`)).status).toBe(204);
    await chat.until("render.changed", (frame) => frame.seq > seq && frame.renderId === render.id);
    expect(await read(`/renders/${render.id}`)).toMatchObject({ status: "ready", assetId: null, decision: "rejected" });
  });

  test("a question that ran out keeps no picture from being deleted", async () => {
    const { base, follow, drawn } = await toRender(service);
    await using chat = await follow();
    const { render, approvalId } = await drawn(chat);
    const path = `${base}/assets/${render.assetId}`;
    expect((await service.send("DELETE", path)).status).toBe(409);
    await onDatabase(service, (sql) => sql`update approvals set expires_at = now() where id = ${approvalId}`);
    expect((await service.send("DELETE", path)).status).toBe(204);
  });

  test("a question that was taken back can be asked again, a decided one cannot", async () => {
    const { base, follow, drawn, posted, decide, refusal } = await toRender(service);
    await using chat = await follow();
    const { render, approvalId } = await drawn(chat);
    expect(await refusal("POST", "/approvals", { kind: "render" })).toMatchObject({ kind: "conflict" });
    await service.send("DELETE", `${base}/approvals/${approvalId}`);
    const again = await posted("/approvals", { kind: "render" });
    expect(again).toMatchObject({ status: "pending", facts: { renderId: render.id } });
    await decide(again.id, "approve");
    expect(await refusal("POST", "/approvals", { kind: "render", renderId: render.id })).toMatchObject({
      kind: "conflict",
      detail: expect.stringContaining("approved already"),
    });
    expect(await refusal("POST", "/approvals", { kind: "plan", renderId: render.id })).toMatchObject({ status: 422 });
  });

  test("going back to the plan withdraws the question; coming back it can be asked again", async () => {
    const { follow, drawn, move, posted, refusal } = await toRender(service);
    await using chat = await follow();
    const { approvalId } = await drawn(chat);
    await move("PLAN");
    expect(await chat.until("approval.answered", (frame) => frame.approvalId === approvalId)).toMatchObject({
      status: "withdrawn",
    });
    expect(await refusal("POST", "/approvals", { kind: "render" })).toMatchObject({ kind: "guard-failed" });
    await move("RENDER");
    expect(await posted("/approvals", { kind: "render" })).toMatchObject({ status: "pending" });
  });
});

describe("at the end", () => {
  const complete = async () => {
    const renovation = await toRender(service, { rooms: ["kitchen", "bathroom"] });
    const chat = await renovation.follow();
    const { render, approvalId } = await renovation.drawn(chat);
    await renovation.decide(approvalId, "approve");
    await renovation.move("COMPLETE");
    return { ...renovation, chat, render };
  };

  test("ticking an item off moves nothing and withdraws nothing", async () => {
    const { base, read, phase, chat } = await complete();
    await using _ = chat;
    const { items } = await read("/checklist");
    expect((await service.send("PATCH", `${base}/checklist/${items[0].id}`, { done: true })).status).toBe(200);
    await chat.until("checklist.changed");
    expect(await phase()).toBe("COMPLETE");
    expect(chat.types().slice(chat.types().indexOf("checklist.changed") + 1)).not.toContain("phase.changed");
    expect((await read("/renders")).items).toMatchObject([{ decision: "approved" }]);
  });

  test("a change goes back first, and the approved picture stays approved through it", async () => {
    const { roomIds, chat, move, posted, phase, refusal, render, read } = await complete();
    await using _ = chat;
    const pick = { roomId: roomIds[0], productSlug: "oak-plank-natural" };
    expect(await refusal("POST", "/picks", pick)).toMatchObject({ detail: expect.stringContaining("ITERATE") });
    expect(await refusal("POST", "/phase", { to: "PAYMENT" })).toMatchObject({
      kind: "guard-failed",
      detail: expect.stringContaining("Payments are off"),
    });
    await move("ITERATE");
    await posted("/picks", pick);
    expect(await phase()).toBe("ITERATE");
    expect(await read(`/renders/${render.id}`)).toMatchObject({ decision: "approved" });
    await move("RENDER");
    await move("COMPLETE");
  });

  test("its approved picture cannot be deleted, and does not outlive its room", async () => {
    const { base, roomIds, chat, move, read, refusal, render } = await complete();
    await using _ = chat;
    expect((await service.send("DELETE", `${base}/assets/${render.assetId}`)).status).toBe(409);
    await move("ITERATE");
    const before = chat.received.length;
    expect((await service.send("DELETE", `${base}/rooms/${roomIds[0]}`)).status).toBe(204);
    expect(await refusal("GET", `/renders/${render.id}`)).toMatchObject({ status: 404 });
    // Nor does its file, which would count towards the quota for ever.
    expect((await read("/assets")).items).toEqual([]);
    const told = await chat.until("asset.changed", (frame) => chat.received.indexOf(frame) >= before);
    expect(told.assetIds).toEqual([render.assetId ?? ""]);
    await move("RENDER");
    expect(await refusal("POST", "/phase", { to: "COMPLETE" })).toMatchObject({ kind: "guard-failed" });
  });

  test("a new picture can be made and decided on while the renovation is gone over again", async () => {
    const { chat, move, drawn, decide, phase, render } = await complete();
    await using _ = chat;
    await move("ITERATE");
    const next = await drawn(chat, { parentId: render.id });
    // The question stays on the way to RENDER, where it can be answered too.
    await move("RENDER");
    expect(await decide(next.approvalId, "approve")).toMatchObject({ status: "approved" });
    await move("COMPLETE");
    expect(await phase()).toBe("COMPLETE");
  });
});
