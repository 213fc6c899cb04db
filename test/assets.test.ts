import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { Asset } from "../src/assets/schema.ts";
import { assetClient, onDatabase } from "./support/asset-client.ts";
import { type FakeS3, startFakeS3 } from "./support/fake-s3.ts";
import { cornersOf, noise, pdf, picture, secretOfExif, withMetadata } from "./support/files.ts";
import { startTestService, type TestService } from "./support/service.ts";

const sha256 = (bytes: Uint8Array) => new Bun.CryptoHasher("sha256").update(bytes).digest("hex");

describe.each(["PostgreSQL", "a bucket"])("files in %s", (place) => {
  let service: TestService;
  let bucket: FakeS3;
  beforeAll(async () => {
    bucket = startFakeS3();
    service = await startTestService({ env: place === "a bucket" ? bucket.env : {} });
  });
  afterAll(async () => {
    await service[Symbol.asyncDispose]();
    await bucket[Symbol.asyncDispose]();
  });

  test("a photo is added, read, described and removed, and every change is an event", async () => {
    const { sessionId, path, upload, bytes, content, list } = await assetClient(service);
    const { id: roomId } = await (await service.post(`/api/sessions/${sessionId}/rooms`, { type: "kitchen" })).json();
    await using socket = await service.socket(sessionId);
    await socket.until("hello");
    const photo = await picture("jpeg");
    const response = await upload(photo, { query: `?roomId=${roomId}&name=north.jpg` });
    expect(response.status).toBe(201);
    const asset = Asset.parse(await response.json());
    expect(asset).toEqual({
      id: asset.id,
      kind: "photo",
      roomId,
      name: "north.jpg",
      caption: null,
      contentType: "image/jpeg",
      byteSize: photo.length,
      widthPx: 64,
      heightPx: 48,
      sha256: sha256(photo),
      createdAt: asset.createdAt,
    });
    await socket.until("asset.changed", ({ assetIds }) => assetIds[0] === asset.id);
    expect(await bytes(asset.id)).toEqual(photo);
    expect(await (await service.get(`${path}/${asset.id}`)).json()).toEqual(asset);

    const etag = response.headers.get("etag") ?? "";
    const change = { kind: "floor_plan", roomId: null, caption: "The plan on the wall" };
    const changed = await service.send("PATCH", `${path}/${asset.id}`, change, { "if-match": etag });
    expect(await changed.json()).toEqual({ ...asset, ...change });
    expect((await service.send("PATCH", `${path}/${asset.id}`, change, { "if-match": etag })).status).toBe(412);
    expect((await list()).items).toEqual([{ ...asset, ...change } as Asset]);

    expect((await service.send("DELETE", `${path}/${asset.id}`)).status).toBe(204);
    expect((await content(asset.id)).status).toBe(404);
    expect((await list()).items).toEqual([]);
    await socket.until("asset.changed", ({ seq }) => seq === 4);
  });

  test("where the bytes are is where the configuration says", async () => {
    const { photo } = await assetClient(service);
    const { id } = await photo();
    const [row] = await onDatabase(
      service,
      (sql) => sql<{ storageKey: string | null; isHere: boolean }[]>`
        select storage_key, bytes is not null as is_here from assets left join asset_contents on asset_id = id
        where id = ${id}`,
    );
    expect(row?.isHere).toBe(place === "PostgreSQL");
    expect(bucket.objects.has(row?.storageKey ?? "")).toBe(place === "a bucket");
  });

  test("a form's file keeps its name without its folder, and its fields describe it", async () => {
    const { upload, bytes } = await assetClient(service);
    const form = new FormData();
    form.append("caption", "Küche, Nordwand");
    form.append("file", new File([await picture("png")], `C:\\fakepath\\Küche "alt".png`, { type: "image/png" }));
    const asset = await (await upload(form)).json();
    expect(asset).toMatchObject({ name: `Küche "alt".png`, caption: "Küche, Nordwand", contentType: "image/png" });
    expect(await bytes(asset.id)).toEqual(await picture("png"));
  });

  test("a file that lies about its type is taken for what it is", async () => {
    const { upload } = await assetClient(service);
    const lying = await upload(await picture("png"), { headers: { "content-type": "image/jpeg" } });
    expect(await lying.json()).toMatchObject({ contentType: "image/png", kind: "photo" });
    const document = await upload(pdf(), { headers: { "content-type": "image/jpeg" } });
    expect(await document.json()).toMatchObject({ contentType: "application/pdf", kind: "document", widthPx: null });
  });

  test("a photo from a phone arrives upright and without the place it was taken at", async () => {
    const { upload, bytes } = await assetClient(service);
    const told = withMetadata("jpeg", await picture("jpeg"), { orientation: 6 });
    const asset = await (await upload(told)).json();
    expect(asset).toMatchObject({ widthPx: 48, heightPx: 64 });
    const served = await bytes(asset.id);
    expect(served.toString("latin1")).not.toContain(secretOfExif);
    expect(await cornersOf(served)).toEqual(["blue", "red", "white", "green"]);
    expect(asset).toMatchObject({ byteSize: served.length, sha256: sha256(served) });
  });

  test("content may be cached for ever, and is not sent again to who has it", async () => {
    const { photo, content } = await assetClient(service);
    const { id, sha256, byteSize } = await photo();
    const etag = `"${sha256}"`;
    const { headers } = await content(id);
    expect(Object.fromEntries(headers)).toMatchObject({
      etag,
      "content-length": String(byteSize),
      "content-type": "image/jpeg",
      "cache-control": "private, max-age=31536000, immutable",
      "x-content-type-options": "nosniff",
      "content-security-policy": "sandbox; default-src 'none'",
    });
    for (const tag of [etag, `W/${etag}`, `"other", ${etag}`, "*"]) {
      const response = await content(id, { headers: { "if-none-match": tag } });
      expect(response.status).toBe(304);
      expect(response.headers.get("etag")).toBe(etag);
    }
    expect((await content(id, { headers: { "if-none-match": `"other"` } })).status).toBe(200);
    const path = new URL(`/api/sessions/${(await assetClient(service)).sessionId}/assets/${id}/content`, service.url);
    expect((await fetch(path)).status).toBe(404);
  });

  test("HEAD says how long it is", async () => {
    const { photo, path } = await assetClient(service);
    const { id, byteSize } = await photo();
    const response = await service.send("HEAD", `${path}/${id}/content`);
    expect(response.headers.get("content-length")).toBe(String(byteSize));
  });

  test.each<[string, number, (size: number) => [number, number] | undefined]>([
    ["bytes=0-9", 206, () => [0, 9]],
    ["bytes=100-", 206, (size) => [100, size - 1]],
    ["bytes=-7", 206, (size) => [size - 7, size - 1]],
    ["bytes=5-999999999", 206, (size) => [5, size - 1]],
    ["bytes=-999999999", 206, (size) => [0, size - 1]],
    ["bytes=0-4,8-9", 200, () => undefined],
    ["bytes=9-5", 200, () => undefined],
    ["lines=1-2", 200, () => undefined],
    ["bytes=999999999-", 416, () => undefined],
    ["bytes=-0", 416, () => undefined],
  ])("Range %s is answered with %d", async (range, status, expected) => {
    const { upload, content } = await assetClient(service);
    const photo = await picture("png", { widthPx: 300, heightPx: 200 });
    const { id } = await (await upload(photo)).json();
    const response = await content(id, { headers: { range } });
    expect(response.status).toBe(status);
    const bytes = Buffer.from(await response.bytes());
    const part = expected(photo.length);
    if (status === 416) expect(response.headers.get("content-range")).toBe(`bytes */${photo.length}`);
    else if (!part) expect(bytes).toEqual(photo);
    else {
      expect(response.headers.get("content-range")).toBe(`bytes ${part[0]}-${part[1]}/${photo.length}`);
      expect(bytes).toEqual(photo.subarray(part[0], part[1] + 1));
    }
  });

  test("a range of another version is answered with the whole", async () => {
    const { photo, content } = await assetClient(service);
    const { id, sha256 } = await photo();
    const ask = (tag: string) => content(id, { headers: { range: "bytes=0-9", "if-range": tag } });
    expect((await ask(`"${sha256}"`)).status).toBe(206);
    expect((await ask(`"other"`)).status).toBe(200);
  });

  test("a copy has the asked width, and nothing is made larger", async () => {
    const { upload, content, photo, bytes } = await assetClient(service);
    const { id, sha256 } = await (await upload(await noise("jpeg", { widthPx: 1_000, heightPx: 750 }))).json();
    const copy = await content(id, { query: "?width=480" });
    expect(copy.headers.get("content-type")).toBe("image/webp");
    expect(copy.headers.get("etag")).toBe(`"${sha256}-w480"`);
    expect(await new Bun.Image(await copy.bytes()).metadata()).toMatchObject({ width: 480, height: 360 });
    const again = await Promise.all([1, 2, 3].map(() => bytes(id, { query: "?width=480" })));
    for (const one of again) expect(one).toEqual(again[0] ?? Buffer.alloc(0));
    const small = await photo();
    const same = await content(small.id, { query: "?width=1600" });
    expect(same.headers.get("content-type")).toBe("image/jpeg");
    expect(await same.bytes()).toHaveLength(small.byteSize);
    const refused = await content(id, { query: "?width=481" });
    expect(await refused.json()).toMatchObject({ status: 422, errors: [{ pointer: "/width" }] });
  });

  test("a PDF is a download with its own name", async () => {
    const { upload, content, bytes } = await assetClient(service);
    const { id } = await (await upload(pdf(), { query: `?name=${encodeURIComponent("Grundriß „EG“.pdf")}` })).json();
    const disposition = (await content(id)).headers.get("content-disposition") ?? "";
    expect(disposition).toStartWith("attachment; ");
    expect(disposition).toEndWith(`filename*=UTF-8''${encodeURIComponent("Grundriß „EG“.pdf")}`);
    expect(await bytes(id)).toEqual(pdf());
    expect(await bytes(id, { query: "?width=160" })).toEqual(pdf());
  });

  test("the same key and file give the first answer, and another file is a conflict", async () => {
    const { upload, list } = await assetClient(service);
    const headers = { "idempotency-key": crypto.randomUUID() };
    const before = bucket.objects.size;
    const answers = await Promise.all([1, 2, 3].map(async () => upload(await picture("jpeg"), { headers })));
    const [first, ...others] = await Promise.all(answers.map((answer) => answer.json()));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    for (const other of others) expect(other).toEqual(first);
    expect((await list()).items).toHaveLength(1);
    expect(bucket.objects.size - before).toBe(place === "a bucket" ? 1 : 0);
    for (const [file, query] of [
      [await picture("png"), ""] as const,
      [await picture("jpeg"), "?caption=Other"] as const,
    ])
      expect(await (await upload(file, { headers, query })).json()).toMatchObject({
        type: "/problems/idempotency-conflict",
      });
  });

  test("the newest comes first, in pages, also of one room or kind", async () => {
    const { sessionId, photo, upload, list } = await assetClient(service);
    const { id: roomId } = await (await service.post(`/api/sessions/${sessionId}/rooms`, { type: "bathroom" })).json();
    const made = [await photo(), await photo({ query: `?roomId=${roomId}` }), await (await upload(pdf())).json()];
    const seen: string[] = [];
    for (let cursor = ""; cursor !== "end";) {
      const page = await list(`?limit=2${cursor}`);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor ? `&cursor=${page.nextCursor}` : "end";
    }
    expect(seen).toEqual(made.map(({ id }) => id).toReversed());
    expect((await list(`?roomId=${roomId}`)).items.map(({ id }) => id)).toEqual([made[1]?.id ?? ""]);
    expect((await list("?kind=document")).items.map(({ id }) => id)).toEqual([made[2]?.id]);
    expect((await service.get(`/api/sessions/${sessionId}/assets?cursor=nonsense`)).status).toBe(422);
  });

  test("a room that goes leaves its photos to the session", async () => {
    const { sessionId, path, photo } = await assetClient(service);
    const { id: roomId } = await (await service.post(`/api/sessions/${sessionId}/rooms`, { type: "bathroom" })).json();
    const { id } = await photo({ query: `?roomId=${roomId}` });
    await using socket = await service.socket(sessionId);
    await socket.until("hello");
    await service.send("DELETE", `/api/sessions/${sessionId}/rooms/${roomId}`);
    expect((await socket.until("asset.changed")).assetIds).toEqual([id]);
    expect(await (await service.get(`${path}/${id}`)).json()).toMatchObject({ roomId: null });
  });

  test("a message may be sent with files of its session only", async () => {
    const { sessionId, photo } = await assetClient(service);
    const foreign = await (await assetClient(service)).photo();
    const own = await photo();
    const messages = `/api/sessions/${sessionId}/messages`;
    const sent = await service.post(messages, { text: "Look", attachments: [own.id] });
    expect(sent.status).toBe(202);
    const refused = await service.post(messages, { text: "And this", attachments: [own.id, foreign.id] });
    expect(await refused.json()).toMatchObject({ status: 422, errors: [{ pointer: "/attachments/1" }] });
    const { items } = await (await service.get(messages)).json();
    expect(items.filter(({ role }: { role: string }) => role === "user")).toMatchObject([{ attachments: [own.id] }]);
  });

  test.each<[string, () => Promise<RequestInit["body"]>, string, Record<string, string>, number]>([
    ["nothing", async () => undefined, "", {}, 422],
    ["a form without a file", async () => formOf({ caption: "x" }), "", {}, 422],
    ["two files", async () => formOf({}, 2), "", {}, 422],
    ["text", async () => "just words", "", {}, 415],
    ["a cut photo", async () => (await picture("jpeg")).subarray(0, 500), "", {}, 422],
    ["a room that is not there", () => picture("jpeg"), `?roomId=${crypto.randomUUID()}`, {}, 404],
    ["a kind that nobody uploads", () => picture("jpeg"), "?kind=render", {}, 422],
    ["a PDF as a photo", async () => pdf(), "?kind=photo", {}, 422],
    ["a form without its end", async () => `--b\r\ncontent-disposition: form-data; name="file"`, "", form("b"), 400],
    ["a form without a boundary", async () => "x", "", { "content-type": "multipart/form-data" }, 400],
    ["a form of another boundary", async () => "--a--", "", form("b"), 400],
  ])("%s is a problem, and nothing is kept", async (_name, body, query, headers, status) => {
    const { upload, list } = await assetClient(service);
    const before = bucket.objects.size;
    const response = await upload(await body(), { query, headers });
    expect(await response.json()).toMatchObject({ status, type: expect.stringContaining("/problems/") });
    expect(response.status).toBe(status);
    expect((await list()).items).toEqual([]);
    expect(bucket.objects.size).toBe(before);
  });

  test("of an unknown session is not found, before the file is read", async () => {
    const { upload } = await assetClient(service, crypto.randomUUID());
    expect((await upload("x".repeat(2_000_000))).status).toBe(404);
  });
});

const form = (boundary: string) => ({ "content-type": `multipart/form-data; boundary=${boundary}` });

async function formOf(fields: Record<string, string>, files = 0): Promise<FormData> {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.append(name, value);
  for (let i = 0; i < files; i++) data.append("file", new File([await picture("jpeg")], "a.jpg"));
  return data;
}
