import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { connect } from "node:net";
import { readForm } from "../src/assets/form.ts";
import { maxAssets } from "../src/assets/limits.ts";
import { readBody } from "../src/assets/read-body.ts";
import { assetClient, onDatabase } from "./support/asset-client.ts";
import { noise, picture } from "./support/files.ts";
import { startTestService, type TestService } from "./support/service.ts";

const maxBytes = 300_000;
const ownerBytes = 1_000_000;
/** What is tested here is not how busy the machine is. */
const patient = { DATABASE_REQUEST_TIMEOUT_MS: "10000", DATABASE_QUERY_TIMEOUT_MS: "10000" };
let service: TestService;
beforeAll(async () => {
  service = await startTestService({
    env: { ASSET_MAX_BYTES: String(maxBytes), OWNER_ASSET_BYTES: String(ownerBytes) },
  });
});
afterAll(() => service[Symbol.asyncDispose]());

/** Sends a request's head and as much of its body as is taken, and gives the answer back. */
function trickle(path: string, { head, pieces }: { head: string[]; pieces: number }) {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const socket = connect(Number(service.url.port), service.url.hostname);
  const piece = Buffer.alloc(16_384, 7);
  let sent = 0;
  let answer = "";
  const more = () => {
    if (answer !== "" || sent === pieces) return;
    sent++;
    socket.write(framed(piece, head), more);
  };
  socket.on("connect", () => {
    socket.write([`POST ${path} HTTP/1.1`, `host: ${service.url.host}`, ...head, "", ""].join("\r\n"));
    more();
  });
  socket.on("error", reject);
  socket.on("data", (data) => {
    answer += data;
    if (!answer.includes("requestId")) return;
    resolve(answer);
    socket.destroy();
  });
  return promise;
}

const framed = (piece: Buffer, head: string[]) =>
  head.includes("transfer-encoding: chunked")
    ? Buffer.concat([Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from("\r\n")])
    : piece;

describe("a file that is too large", () => {
  test("is refused by its length before any of it is read", async () => {
    const { path } = await assetClient(service);
    const answer = await trickle(path, { head: ["content-length: 5000000000"], pieces: 0 });
    expect(answer).toContain("HTTP/1.1 413");
    expect(answer).toContain("/problems/payload-too-large");
  });

  test("without a length is refused while it comes", async () => {
    const { path } = await assetClient(service);
    const answer = await trickle(path, { head: ["transfer-encoding: chunked"], pieces: 10_000 });
    expect(answer).toContain("/problems/payload-too-large");
  });

  test("in a form is refused too, and a form around a file that is not gets through", async () => {
    const { upload } = await assetClient(service);
    const form = (bytes: Buffer<ArrayBuffer>) => {
      const data = new FormData();
      data.append("file", new File([bytes], "a.png"));
      return data;
    };
    const fits = await noise("png", { widthPx: 300, heightPx: 285 });
    expect(fits.length).toBeGreaterThan(maxBytes - 25_000);
    expect(fits.length).toBeLessThanOrEqual(maxBytes);
    expect((await upload(form(fits))).status).toBe(201);
    const tooLarge = await noise("png", { widthPx: 330, heightPx: 310 });
    expect(await (await upload(form(tooLarge))).json()).toMatchObject({ type: "/problems/payload-too-large" });
  });

  test("that breaks off is no file", async () => {
    const { path, list } = await assetClient(service);
    const socket = connect(Number(service.url.port), service.url.hostname);
    socket.write(`POST ${path} HTTP/1.1\r\nhost: ${service.url.host}\r\ncontent-length: 100000\r\n\r\n`);
    await new Promise<void>((resolve) => socket.write(Buffer.alloc(50_000), () => resolve()));
    socket.destroy();
    expect((await list()).items).toEqual([]);
    expect((await fetch(new URL(path, service.url))).status).toBe(200);
  });
});

describe("a body", () => {
  const bodyOf = (pieces: Uint8Array[], end: "never" | "broken" | "whole") =>
    new Request("http://localhost/", {
      method: "POST",
      body: new ReadableStream<Uint8Array>({
        pull(controller) {
          const piece = pieces.shift();
          if (piece) controller.enqueue(piece);
          else if (end === "whole") controller.close();
          else if (end === "broken") controller.error(new Error("The client is gone"));
        },
      }),
    });

  test("that comes too slowly is given up", async () => {
    const reading = readBody(bodyOf([Uint8Array.of(1)], "never"), { maxBytes: 100, timeoutMs: 30 });
    await expect(reading).rejects.toMatchObject({ kind: "malformed-request" });
  });

  test("that breaks off says so", async () => {
    const reading = readBody(bodyOf([Uint8Array.of(1)], "broken"), { maxBytes: 100, timeoutMs: 1_000 });
    await expect(reading).rejects.toMatchObject({ kind: "malformed-request" });
  });

  test("may have exactly as much as is allowed, in whatever pieces", async () => {
    const bytes = crypto.getRandomValues(new Uint8Array(200_000));
    const pieces = () => [bytes.subarray(0, 1), bytes.subarray(1, 70_000), bytes.subarray(70_000)];
    const request = () => bodyOf(pieces(), "whole");
    const read = await readBody(request(), { maxBytes: bytes.length, timeoutMs: 1_000 });
    expect(Buffer.from(read).equals(bytes)).toBe(true);
    const tooMuch = readBody(request(), { maxBytes: bytes.length - 1, timeoutMs: 1_000 });
    await expect(tooMuch).rejects.toMatchObject({ kind: "payload-too-large" });
  });

  test("as a form with any part of it missing or changed is read or refused with a reason", async () => {
    const form = new FormData();
    form.append("caption", "With \r\n--lines-- in it");
    const photo = crypto.getRandomValues(new Uint8Array(500));
    form.append("file", new File([photo], "a.jpg"));
    const response = new Response(form);
    const contentType = response.headers.get("content-type") ?? "";
    const body = await response.bytes();
    const whole = await readForm(body, contentType);
    expect(whole.get("caption")).toBe("With \r\n--lines-- in it");
    const file = whole.get("file") as File;
    expect([file.name, await file.bytes()]).toEqual(["a.jpg", photo]);
    for (let at = 0; at < body.length; at++) {
      const changed = body.slice();
      changed[at] = (changed[at] ?? 0) ^ 0x2d;
      for (const bytes of [body.subarray(0, at), body.subarray(at), changed]) {
        const failure = await readForm(bytes, contentType).then(
          () => undefined,
          (error: unknown) => error,
        );
        if (failure !== undefined) expect(failure).toMatchObject({ kind: "malformed-request" });
      }
    }
  });
});

test("other bodies keep their own limit", async () => {
  const { path, photo } = await assetClient(service);
  const { id } = await photo();
  const long = { caption: "x".repeat(300_000) };
  expect(await (await service.send("PATCH", `${path}/${id}`, long)).json()).toMatchObject({ status: 413 });
});

test("files sent at the same moment, to several sessions, never pass the owner's quota", async () => {
  await using service = await startTestService({
    env: { ASSET_MAX_BYTES: "300000", OWNER_ASSET_BYTES: String(ownerBytes), ...patient },
  });
  const clients = await Promise.all([1, 2, 3].map(() => assetClient(service)));
  const file = await noise("png", { widthPx: 300, heightPx: 280 });
  const fitting = Math.floor(ownerBytes / file.length);
  const answers = await Promise.all([1, 2, 3, 4].flatMap(() => clients.map(({ upload }) => upload(file))));
  const refused = answers.filter(({ status }) => status !== 201);
  expect(answers.length - refused.length).toBe(fitting);
  for (const answer of refused)
    expect(await answer.json()).toMatchObject({ status: 409, type: "/problems/quota-exceeded" });
  const [kept] = await onDatabase(
    service,
    (sql) => sql<{ bytes: number; contents: number }[]>`
      select sum(byte_size)::bigint as bytes, (select count(*) from asset_contents) as contents from assets`,
  );
  expect(kept).toEqual({ bytes: fitting * file.length, contents: fitting });

  for (const { path, list, upload } of clients) {
    const [asset] = (await list()).items;
    if (!asset) continue;
    await service.send("DELETE", `${path}/${asset.id}`);
    expect((await upload(file)).status).toBe(201);
  }
});

test("a session has at most so many files, also when the last ones come at the same moment", async () => {
  const { sessionId, upload, photo, path } = await assetClient(service);
  const { id } = await photo();
  await onDatabase(
    service,
    (sql) => sql`
      insert into assets (id, session_id, owner_id, kind, content_type, byte_size, sha256)
      select gen_random_uuid(), session_id, owner_id, kind, content_type, 1, sha256
      from assets, generate_series(1, ${maxAssets - 3}::int) where id = ${id}`,
  );
  const file = await picture("jpeg");
  const headers = { "idempotency-key": `last-${sessionId}` };
  expect((await upload(file, { headers })).status).toBe(201);
  const answers = await Promise.all([1, 2, 3].map(() => upload(file)));
  expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409]);
  // Who was told of a file is told again, though there is no place any more.
  expect((await upload(file, { headers })).status).toBe(201);
  expect(await (await upload(file)).json()).toMatchObject({ detail: expect.stringContaining("delete one first") });
  await service.send("DELETE", `${path}/${id}`);
  expect((await upload(file)).status).toBe(201);
});

test("large files for one session, sent at the same moment, arrive while its chat goes on", async () => {
  await using service = await startTestService({ env: patient });
  const { sessionId, upload } = await assetClient(service);
  const file = await noise("png", { widthPx: 700, heightPx: 600 });
  const answers = await Promise.all([
    ...Array.from({ length: 6 }, () => upload(file)),
    service.post(`/api/sessions/${sessionId}/messages`, { text: "Hello" }),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([...Array<number>(6).fill(201), 202]);
}, 20_000);

test("however many large files are read at the same moment, all of them arrive and nobody else has to wait", async () => {
  await using service = await startTestService();
  const { sessionId, upload, bytes, content } = await assetClient(service);
  const file = await noise("png", { widthPx: 1_000, heightPx: 1_000 });
  const { id } = await (await upload(file)).json();
  const reading = Promise.all(Array.from({ length: 60 }, async () => (await content(id)).status));
  const others: number[] = [];
  for (let asked = 0; asked < 20; asked++) {
    others.push((await service.get(`/api/sessions/${sessionId}`)).status);
    await Bun.sleep(20);
  }
  expect(new Set(others)).toEqual(new Set([200]));
  expect(new Set(await reading)).toEqual(new Set([200]));
  expect(await bytes(id)).toEqual(file);
}, 30_000);
