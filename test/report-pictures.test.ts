import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Asset } from "../src/assets/schema.ts";
import type { Render } from "../src/renders/schema.ts";
import { readSvg } from "../src/report/drawing/read-svg.ts";
import { choosePictures } from "../src/report/pictures.ts";
import { Report } from "../src/report/schema.ts";
import type { Room } from "../src/rooms/schema.ts";
import { assetClient, onDatabase } from "./support/asset-client.ts";
import { readPdf } from "./support/pdf.ts";
import { putInPhase } from "./support/phase.ts";
import { startRenovation } from "./support/renovation.ts";
import { testNeeding } from "./support/requires.ts";
import { startTestService, type TestService } from "./support/service.ts";

let service: TestService;
beforeAll(async () => {
  service = await startTestService();
});
afterAll(() => service[Symbol.asyncDispose]());

describe("which pictures a report shows", () => {
  const at = "2026-11-22T09:30:00.000Z";
  const kitchen = { id: "kitchen" } as Room;
  const asset = (id: string, change: Partial<Asset> = {}): Asset => ({
    id,
    kind: "render",
    roomId: "kitchen",
    name: null,
    caption: id,
    contentType: "image/jpeg",
    byteSize: 1,
    widthPx: 10,
    heightPx: 10,
    sha256: "0".repeat(64),
    createdAt: at,
    ...change,
  });
  const render = (version: number, change: Partial<Render> = {}): Render => ({
    id: `render-${version}`,
    roomId: "kitchen",
    roomName: "Kitchen",
    turnId: "turn",
    version,
    parentId: null,
    baseAssetId: null,
    assetId: `picture-${version}`,
    renderer: "gemini",
    status: "ready",
    decision: "open",
    instructions: null,
    styleSlug: null,
    problem: null,
    createdAt: at,
    finishedAt: at,
    decidedAt: null,
    ...change,
  });
  const photo = (id: string, change: Partial<Asset> = {}) => asset(id, { kind: "photo", ...change });
  const pictures = ["picture-1", "picture-2", "picture-3"].map((id) => asset(id));
  const choose = (renders: Render[], assets: Asset[] = []) => {
    const chosen = choosePictures({ rooms: [kitchen], assets: [...pictures, ...assets], renders });
    return { ...chosen, kitchen: chosen.rooms.get("kitchen") };
  };

  test("the approved one, however many newer there are, with the photo it was made from as its before", () => {
    const before = photo("north wall");
    const approved = render(1, { decision: "approved", baseAssetId: before.id });
    const { kitchen } = choose([render(3), render(2, { decision: "rejected" }), approved], [before]);
    expect(kitchen?.render).toMatchObject({
      version: 1,
      decision: "approved",
      picture: { assetId: "picture-1" },
      before: { assetId: "north wall" },
    });
    // A photo is not shown twice.
    expect(kitchen).toMatchObject({ photos: [], more: 0 });
  });

  test("without one the newest that is not rejected; never one that is not there", () => {
    expect(choose([render(3, { decision: "rejected" }), render(2), render(1)]).kitchen?.render?.version).toBe(2);
    expect(choose([render(2, { status: "running", assetId: null })]).kitchen?.render).toBeNull();
    expect(choose([render(2, { assetId: null })]).kitchen?.render).toBeNull();
    expect(choose([render(1, { decision: "rejected" })]).kitchen?.render).toBeNull();
  });

  test("the first photos of a room and of the project, and how many more there are; no documents", () => {
    const photos = ["4", "3", "2", "1"].map((id) => photo(id));
    const other = photo("street", { roomId: null });
    const chosen = choose(
      [],
      [...photos, other, photo("permit", { kind: "document", contentType: "application/pdf" })],
    );
    expect(chosen.kitchen?.photos.map(({ assetId }) => assetId)).toEqual(["1", "2"]);
    expect(chosen.kitchen?.more).toBe(2);
    expect(chosen).toMatchObject({ others: [{ assetId: "street" }], moreOthers: 0 });
  });
});

testNeeding("poppler")(
  "a concept board is in the report as vectors, on paper too",
  async () => {
    const renovation = await startRenovation(service);
    const { id, base, roomIds, toPlan, write, ask, decide, posted } = renovation;
    await service.send("PATCH", base, { styleSlug: "scandinavian" });
    await service.send("PATCH", `${base}/rooms/${roomIds[0]}`, { widthCm: 300, lengthCm: 400 });
    await toPlan();
    await write();
    await using socket = await renovation.follow();
    await decide((await ask()).id, "approve");
    await putInPhase(service, id, "RENDER");
    const { id: renderId } = await posted("/renders", { roomId: roomIds[0], renderer: "concept_board" });
    await socket.until("render.changed", (frame) => frame.renderId === renderId && frame.status === "ready");

    const report = Report.parse(await (await service.get(`${base}/report?format=json`)).json());
    expect(report.rooms[0]?.render).toMatchObject({ renderer: "concept_board", decision: "open", before: null });
    const html = await (await service.get(`${base}/report`)).text();
    expect(html).toContain('src="data:image/svg+xml;base64,');
    expect(html).toContain("Kitchen, concept board version 1, not approved yet");
    const pdf = await readPdf(await (await service.get(`${base}/report?format=pdf`)).arrayBuffer());
    expect(pdf.complaints).toBe("");
    expect(pdf.images).toEqual([]);
    // On the cover, with its room, and large at the end.
    expect(pdf.plain.match(/concept board version 1/g)).toHaveLength(3);
    expect(pdf.plain).toMatch(/floor plan/i);
  },
  20_000,
);

testNeeding("poppler")("a picture that cannot be read leaves a gap that says so, and a line in the log", async () => {
  const { base, id, roomIds } = await startRenovation(service);
  const client = await assetClient(service, id);
  const photo = await client.photo({ query: `?roomId=${roomIds[0]}&caption=North%20wall` });
  await onDatabase(service, (sql) => sql`update asset_contents set bytes = '\\x00' where asset_id = ${photo.id}`);
  const pdf = await readPdf(await (await service.get(`${base}/report?format=pdf`)).arrayBuffer());
  expect(pdf.complaints).toBe("");
  expect(pdf.plain).toContain("This picture cannot be shown. North wall");
  await onDatabase(service, (sql) => sql`delete from asset_contents where asset_id = ${photo.id}`);
  const response = await service.get(`${base}/report`);
  expect(response.status).toBe(200);
  expect(await response.text()).toContain("This picture cannot be shown.");
  expect(service.lines).toContainEqual(expect.objectContaining({ assetId: photo.id, level: "warn" }));
});

describe("an SVG picture is read as it is drawn", () => {
  const read = (content: string) => readSvg(`<svg xmlns="x" viewBox="0 0 10 10">${content}</svg>`).shapes;

  test("with what a group passes on, and transforms in their order", () => {
    const shapes = read(
      '<g fill="#abc" stroke="#112233" transform="translate(1 2) scale(2)"><circle cx="1" r="3"/></g>',
    );
    expect(shapes).toEqual([
      {
        type: "group",
        matrix: [2, 0, 0, 2, 1, 2],
        shapes: [expect.objectContaining({ type: "ellipse", fill: "#aabbcc", stroke: "#112233", radiusX: 3 })],
      },
    ]);
    expect(read('<text x="1" y="2" transform="rotate(90)">A &amp; &#252;</text>')[0]).toMatchObject({
      matrix: [expect.closeTo(0), 1, -1, expect.closeTo(0), 0, 0],
      shapes: [{ type: "text", text: "A & ü", fill: "#000000" }],
    });
  });

  test("and nothing that it does not know", () => {
    expect(read('<script>alert(1)</script><image href="http://x/"/><style>*{}</style>')).toEqual([]);
    for (const broken of [
      "",
      "<svg",
      "<svg viewBox='0 0 1 1'>",
      "<svg/>",
      "<svg viewBox='0 0 1 1'><text>&unknown;</text></svg>",
      "<g></g>",
      "<svg viewBox='0 0 1 1'></g></svg>",
    ])
      expect(() => readSvg(broken)).toThrow();
  });
});
