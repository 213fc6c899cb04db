import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { readdir } from "node:fs/promises";
import { CreatedShareLink } from "../src/sharing/schema.ts";
import { assetClient } from "./support/asset-client.ts";
import { cosmicStyle, cosmicTable, writeCatalogue } from "./support/custom-catalogue.ts";
import { createDatabase } from "./support/database.ts";
import { bareMachine } from "./support/executable.ts";
import { startFakeS3 } from "./support/fake-s3.ts";
import { cornersOf, picture, secretOfExif, withMetadata } from "./support/files.ts";
import { readPdf } from "./support/pdf.ts";
import { toRender } from "./support/pictures.ts";
import { startServiceProcess } from "./support/process.ts";
import { testNeeding } from "./support/requires.ts";

// The first to ask builds the executable, which takes seconds.
const timeoutMs = 90_000;

/** The executable in an empty directory, with a private database and these variables. */
async function serve(env: Record<string, string> = {}) {
  await using resources = new AsyncDisposableStack();
  const machine = resources.use(await bareMachine());
  const database = resources.use(await createDatabase());
  const command = machine.command({ PORT: "0", DATABASE_URL: database.url, ...env });
  const service = resources.use(await startServiceProcess({ command }));
  const owned = resources.move();
  return { ...service, machine, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

/** A photo as a phone takes it: on its side, and with the place it was taken at. */
const phonePhoto = async () =>
  withMetadata("jpeg", await picture("jpeg", { widthPx: 800, heightPx: 600 }), { orientation: 6 });

/** A kitchen with an approved plan, products and an approved board. */
async function finishedKitchen(service: Awaited<ReturnType<typeof serve>>) {
  const kitchen = await toRender(service);
  const { base, posted, roomIds } = kitchen;
  const [roomId = ""] = roomIds;
  await service.send("PATCH", `${base}/rooms/${roomId}`, { widthCm: 300, lengthCm: 400 });
  const { items } = await (await service.get("/api/products?query=oak&roomType=kitchen&limit=2")).json();
  for (const { slug } of items) await posted("/picks", { roomId, productSlug: slug, quantity: 1 });
  await using chat = await kitchen.follow();
  const { render, approvalId } = await kitchen.drawn(chat);
  await kitchen.decide(approvalId, "approve");
  return { ...kitchen, render, products: items as { name: string }[] };
}

describe("the executable alone in an empty directory", () => {
  let service: Awaited<ReturnType<typeof serve>>;
  beforeAll(async () => {
    service = await serve();
  }, timeoutMs);
  afterAll(async () => {
    await using used = service;
    // Neither its threads nor its pictures keep it, and it leaves nothing behind.
    used.signal("SIGTERM");
    expect(await used.exited).toEqual({ code: 0, signal: null });
    expect(await readdir(used.machine.directory)).toEqual([]);
  });

  test(
    "takes a photo without what the phone wrote into it, and gives parts and sizes of it",
    async () => {
      const { upload, content, bytes } = await assetClient(service);
      const sent = await phonePhoto();
      const { id, widthPx, heightPx, byteSize } = await (await upload(sent)).json();
      expect({ widthPx, heightPx }).toEqual({ widthPx: 600, heightPx: 800 });
      const kept = await bytes(id);
      expect(kept).toHaveLength(byteSize);
      expect(kept.includes(secretOfExif)).toBe(false);
      const part = await content(id, { headers: { range: "bytes=100-199" } });
      expect({ status: part.status, range: part.headers.get("content-range") }).toEqual({
        status: 206,
        range: `bytes 100-199/${byteSize}`,
      });
      expect(Buffer.from(await part.bytes())).toEqual(kept.subarray(100, 200));
      const small = await bytes(id, { query: "?width=160" });
      expect(await new Bun.Image(small).metadata()).toMatchObject({ width: 160 });
      expect(await cornersOf(small)).toEqual(["blue", "red", "white", "green"]);
    },
    timeoutMs,
  );

  test(
    "knows its catalogue, and what was meant",
    async () => {
      const { items } = await (await service.get("/api/styles?limit=50")).json();
      expect(items.length).toBeGreaterThanOrEqual(12);
      const found = await (await service.get("/api/products?query=dishwahser&limit=1")).json();
      expect(found.items[0].name).toMatch(/dishwasher/i);
    },
    timeoutMs,
  );

  test(
    "draws a concept board, hands over the report in every format, and shares it",
    async () => {
      const { base, posted, render, products, content } = await finishedKitchen(service);
      expect(render).toMatchObject({ status: "ready", renderer: "concept_board" });
      const board = await content(render.assetId);
      expect(board.headers.get("content-type")).toStartWith("image/svg+xml");
      expect(await board.text()).toMatch(/^<svg [\s\S]*Kitchen[\s\S]*<\/svg>\s*$/);

      const page = await (await service.get(`${base}/report`)).text();
      const json = await (await service.get(`${base}/report?format=json`)).json();
      const list = await (await service.get(`${base}/shopping-list`)).text();
      for (const { name } of products) {
        expect(page).toContain(Bun.escapeHTML(name));
        expect(list).toContain(name);
      }
      expect(json.rooms[0].render).toMatchObject({ decision: "approved", picture: { assetId: render.assetId } });
      expect(page).toContain("<svg");

      const { path } = CreatedShareLink.parse(await posted("/share-links", {}));
      const shared = await service.get(path);
      expect(shared.status).toBe(200);
      expect(await shared.text()).toContain("Kitchen");
      const pdf = await service.get(`${path}?format=pdf`);
      expect(pdf.headers.get("content-type")).toBe("application/pdf");
      expect(await pdf.text()).toStartWith("%PDF-");
    },
    timeoutMs,
  );

  testNeeding("poppler")(
    "sets the PDF in a thread of its own, with the photo, the board and its fonts",
    async () => {
      const { base, upload, products } = await finishedKitchen(service);
      await upload(await phonePhoto());
      const pdf = await readPdf(await (await service.get(`${base}/report?format=pdf`)).arrayBuffer());
      expect(pdf.complaints).toBe("");
      expect(pdf.pages).toBeGreaterThanOrEqual(3);
      for (const { name } of products) expect(pdf.plain).toContain(name);
      expect(pdf.plain).toContain("Work on strip");
      expect(pdf.images.length).toBeGreaterThanOrEqual(1);
      for (const name of ["SourceSans3-Regular", "SourceSans3-SemiBold"])
        expect(pdf.fonts.join("\n")).toMatch(new RegExp(`${name} .*yes yes yes`));
    },
    timeoutMs,
  );
});

test(
  "the executable keeps files in a bucket and serves a catalogue of one's own, where it is told so",
  async () => {
    await using bucket = startFakeS3();
    await using catalogue = await writeCatalogue({ "styles.json": [cosmicStyle], "products.json": [cosmicTable] });
    const env = { ...bucket.env, CATALOG_DIR: catalogue.path };
    await using service = await serve(env);
    const { items } = await (await service.get("/api/products?query=comit")).json();
    expect(items).toEqual([expect.objectContaining(cosmicTable)]);
    expect((await (await service.get("/api/styles")).json()).items).toHaveLength(1);

    const { upload, bytes } = await assetClient(service);
    const photo = await picture("webp", { widthPx: 640, heightPx: 480 });
    const { id } = await (await upload(photo)).json();
    expect([...bucket.objects.values()].map(({ bytes: stored }) => Buffer.from(stored))).toEqual([photo]);
    expect(await bytes(id)).toEqual(photo);
    expect(await bytes(id, { headers: { range: "bytes=10-19" } })).toEqual(photo.subarray(10, 20));
    expect(await new Bun.Image(await bytes(id, { query: "?width=160" })).metadata()).toMatchObject({ width: 160 });
  },
  timeoutMs,
);
