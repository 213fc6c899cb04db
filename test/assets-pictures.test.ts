import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { keepAsset } from "../src/assets/keep.ts";
import { readPicture } from "../src/assets/pictures.ts";
import type { Asset } from "../src/assets/schema.ts";
import { createAssetStorage } from "../src/assets/storage.ts";
import { connect, type Database, transaction } from "../src/db/client.ts";
import { localOwner as owner } from "../src/sessions/owner.ts";
import { assetClient, onDatabase } from "./support/asset-client.ts";
import { noise, pdf, picture } from "./support/files.ts";
import { startTestService, type TestService } from "./support/service.ts";

let service: TestService;
let database: Database;
beforeAll(async () => {
  service = await startTestService();
  const target = { url: service.databaseUrl };
  database = connect(target, { applicationName: "test", poolSize: 2, queryTimeoutMs: 5_000 });
});
afterAll(async () => {
  await database.end({ timeout: 1 });
  await service[Symbol.asyncDispose]();
});

const drawing = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 900 600"><rect width="9" height="9"/></svg>`;

/** A drawing that the service made, as a render keeps it. */
async function keepDrawing(sessionId: string, roomId: string | null = null): Promise<Asset> {
  const storage = createAssetStorage({ database, bucket: undefined, limits: { maxBytes: 1e7, ownerBytes: 1e9 } });
  const kept = await keepAsset(storage, owner, sessionId, {
    kind: "render",
    roomId,
    name: "Kitchen, picture 1",
    caption: null,
    contentType: "image/svg+xml",
    bytes: new TextEncoder().encode(drawing),
    widthPx: 900,
    heightPx: 600,
  });
  return transaction(database, kept.insert);
}

const read = (asset: Asset, wanted: Parameters<typeof readPicture>[3]) => {
  const storage = createAssetStorage({ database, bucket: undefined, limits: { maxBytes: 1e7, ownerBytes: 1e9 } });
  return readPicture({ storage }, owner, asset, wanted);
};

describe("a picture for a reader with limits", () => {
  test("is byte-exact where it is small enough", async () => {
    const { upload } = await assetClient(service);
    for (const type of ["jpeg", "png", "webp"] as const) {
      const bytes = await picture(type);
      const asset = await (await upload(bytes)).json();
      const result = await read(asset, { maxSidePx: 64 });
      expect(result.contentType).toBe(`image/${type}`);
      expect(Buffer.from(result.bytes)).toEqual(bytes);
    }
  });

  test.each([
    ["jpeg", { widthPx: 400, heightPx: 300 }, { width: 100, height: 75, format: "jpeg" }],
    ["png", { widthPx: 300, heightPx: 400 }, { width: 75, height: 100, format: "webp" }],
    ["webp", { widthPx: 400, heightPx: 40 }, { width: 100, height: 10, format: "webp" }],
  ] as const)("is scaled down by its longer side: %s", async (type, size, expected) => {
    const { upload } = await assetClient(service);
    const asset = await (await upload(await noise(type, size))).json();
    const { bytes, contentType } = await read(asset, { maxSidePx: 100 });
    expect(await new Bun.Image(bytes).metadata()).toEqual(expected);
    expect(contentType).toBe(`image/${expected.format}`);
  });

  test("is JPEG for one that knows only that", async () => {
    const { upload } = await assetClient(service);
    const asset = await (await upload(await picture("webp"))).json();
    const { bytes, contentType } = await read(asset, { maxSidePx: 100, as: "image/jpeg" });
    expect(contentType).toBe("image/jpeg");
    expect(await new Bun.Image(bytes).metadata()).toEqual({ width: 64, height: 48, format: "jpeg" });
  });

  test("passes through where it is a drawing, and is none where it is a PDF", async () => {
    const { sessionId, upload } = await assetClient(service);
    const { bytes, contentType } = await read(await keepDrawing(sessionId), { maxSidePx: 10 });
    expect(contentType).toBe("image/svg+xml");
    expect(new TextDecoder().decode(bytes)).toBe(drawing);
    const document = await (await upload(pdf())).json();
    await expect(read(document, { maxSidePx: 10 })).rejects.toMatchObject({ kind: "invalid-input" });
  });
});

describe("a picture that the service made", () => {
  test("is served as a drawing that can do nothing", async () => {
    const { sessionId, content } = await assetClient(service);
    const { id } = await keepDrawing(sessionId);
    for (const query of ["", "?width=160"]) {
      const response = await content(id, { query });
      expect(Object.fromEntries(response.headers)).toMatchObject({
        "content-type": "image/svg+xml",
        "content-security-policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:",
        "x-content-type-options": "nosniff",
        "content-disposition": expect.stringContaining(`filename="Kitchen, picture 1.svg"`),
      });
      expect(await response.text()).toBe(drawing);
    }
  });

  test("stays one, and may be described", async () => {
    const { sessionId, path } = await assetClient(service);
    const { id } = await keepDrawing(sessionId);
    expect((await service.send("PATCH", `${path}/${id}`, { kind: "photo" })).status).toBe(409);
    const described = await service.send("PATCH", `${path}/${id}`, { caption: "With the island" });
    expect(await described.json()).toMatchObject({ kind: "render", caption: "With the island" });
  });

  test("does not count among the files that people may add", async () => {
    const { sessionId, photo } = await assetClient(service);
    const { id } = await keepDrawing(sessionId);
    await onDatabase(
      service,
      (sql) => sql`
        insert into assets (id, session_id, owner_id, kind, content_type, byte_size, sha256)
        select gen_random_uuid(), session_id, owner_id, kind, content_type, 1, sha256
        from assets, generate_series(1, 200) where id = ${id}`,
    );
    expect(await photo()).toMatchObject({ kind: "photo" });
  });
});

describe("a file cannot be removed", () => {
  /** A render of a kitchen in a state of its own, with its base photo and its picture. */
  async function render(state: { status: string; decision: string }) {
    const client = await assetClient(service);
    const { sessionId } = client;
    const { id: roomId } = await (await service.post(`/api/sessions/${sessionId}/rooms`, { type: "kitchen" })).json();
    const [photo, drawn] = [await client.photo(), await keepDrawing(sessionId, roomId)];
    const { status, decision } = state;
    const isReady = status === "ready";
    const add = (version: number, assetId: string | null) =>
      onDatabase(service, async (sql) => {
        const [turnId, renderId] = [crypto.randomUUID(), crypto.randomUUID()];
        await sql`
          insert into turns (id, session_id, owner_id, kind, status, graph_version, first_seq)
          values (${turnId}, ${sessionId}, ${owner.id}, 'render', 'completed', 1, 1)`;
        await sql`
          insert into renders (id, session_id, owner_id, room_id, turn_id, version, base_asset_id, asset_id, renderer,
            status, decision, finished_at)
          values (${renderId}, ${sessionId}, ${owner.id}, ${roomId}, ${turnId}, ${version}, ${photo.id}, ${assetId},
            'concept_board', ${status}, ${decision}, case when ${isReady} then clock_timestamp() end)`;
        return renderId;
      });
    const renderId = await add(1, isReady ? drawn.id : null);
    const remove = (id: string) => service.send("DELETE", `${client.path}/${id}`);
    return { photo, drawn, renderId, add, remove, sessionId, roomId };
  }

  test("while its picture is the approved one of the room", async () => {
    const { photo, drawn, remove, add, sessionId, roomId } = await render({ status: "ready", decision: "approved" });
    const refused = await remove(drawn.id);
    expect(await refused.json()).toMatchObject({ status: 409, detail: expect.stringContaining("approve another one") });
    await add(2, (await keepDrawing(sessionId, roomId)).id);
    expect((await remove(drawn.id)).status).toBe(204);
    expect((await remove(photo.id)).status).toBe(204);
  });

  test("while a decision about it is open", async () => {
    const { drawn, renderId, remove, sessionId } = await render({ status: "ready", decision: "open" });
    await onDatabase(
      service,
      (sql) => sql`
        insert into approvals (id, session_id, owner_id, kind, render_id, facts, expires_at)
        values (${crypto.randomUUID()}, ${sessionId}, ${owner.id}, 'render', ${renderId}, '{}', now() + interval '1 day')`,
    );
    expect(await (await remove(drawn.id)).json()).toMatchObject({ detail: expect.stringContaining("answer it first") });
    await onDatabase(
      service,
      (sql) => sql`update approvals set status = 'withdrawn', answered_at = now() where session_id = ${sessionId}`,
    );
    expect((await remove(drawn.id)).status).toBe(204);
  });

  test("while a picture is made from it", async () => {
    const { photo, remove } = await render({ status: "running", decision: "open" });
    expect(await (await remove(photo.id)).json()).toMatchObject({ detail: expect.stringContaining("cancel its turn") });
  });
});
