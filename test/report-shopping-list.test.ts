import { afterAll, beforeAll, expect, test } from "bun:test";
import { startRenovation } from "./support/renovation.ts";
import { startTestService, type TestService } from "./support/service.ts";

let service: TestService;
beforeAll(async () => {
  service = await startTestService();
});
afterAll(() => service[Symbol.asyncDispose]());

/** RFC 4180, section 2, read as it is written there. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let cells: string[] = [];
  for (const [, quoted, plain = "", end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    cells.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === ",") continue;
    rows.push(cells);
    cells = [];
  }
  return rows;
}

async function list(base: string) {
  const response = await service.get(`${base}/shopping-list`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  const [header = [], ...rows] = parseCsv(new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes).slice(1));
  return {
    response,
    bytes,
    rows: rows.map((row) => Object.fromEntries(row.map((cell, index) => [header[index] ?? "", cell]))),
  };
}

test("it is CSV for spreadsheets: byte order mark, every pick, plain decimals that add up", async () => {
  const { base, posted, roomIds, read } = await startRenovation(service);
  const [roomId = ""] = roomIds;
  const { items } = await (await service.get("/api/products?query=oak&limit=2")).json();
  await posted("/picks", { roomId, productSlug: items[0].slug, quantity: 12.5 });
  await posted("/picks", { roomId, productSlug: items[1].slug, quantity: 3 });
  const { response, bytes, rows } = await list(base);
  const picks = (await read("/picks")).items;
  expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  expect(response.headers.get("content-type")).toStartWith("text/csv");
  expect(response.headers.get("content-disposition")).toMatch(/^attachment; filename="Kitchen shopping list\.csv"/);
  expect(rows).toHaveLength(2);
  expect(rows[0]).toMatchObject({
    Room: "Kitchen",
    Product: picks[0].productName,
    Quantity: "12.5",
    "Unit price": (picks[0].unitPriceMinor / 100).toFixed(2),
    Cost: (picks[0].costMinor / 100).toFixed(2),
    Currency: "EUR",
    "In the catalogue": "yes",
  });
  const total = rows.reduce((sum, row) => sum + Math.round(Number(row["Cost"]) * 100), 0);
  expect(total).toBe((await read("/budget")).pickedMinor);
});

test("a cell stays whole where a spreadsheet also splits at semicolons and tabs", async () => {
  const { base, posted, roomIds } = await startRenovation(service);
  const { items } = await (await service.get("/api/products?query=oak&limit=1")).json();
  const reason = "Warm;=1+1\t=2";
  await posted("/picks", { roomId: roomIds[0], productSlug: items[0].slug, reason });
  expect(await (await service.get(`${base}/shopping-list`)).text()).toContain(`,"${reason}",`);
});

test.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1+1", "＝1", '=HYPERLINK("x","y"),"'])(
  "a cell %j is text to a spreadsheet, and still whole",
  async (text) => {
    const { base, posted, roomIds } = await startRenovation(service);
    const [roomId = ""] = roomIds;
    const { items } = await (await service.get("/api/products?query=oak&limit=1")).json();
    await service.send("PATCH", `${base}/rooms/${roomId}`, { name: text });
    await posted("/picks", {
      roomId,
      productSlug: items[0].slug,
      quantity: 1,
      reason: `a "quoted", word\r\nand a line`,
    });
    const { rows } = await list(base);
    // Names are trimmed when they are stored.
    expect(rows[0]).toMatchObject({ Room: `'${text.trim()}`, Reason: `a "quoted", word\r\nand a line` });
  },
);

test("without picks there is the header alone; a currency without cents has none", async () => {
  const { base, posted, roomIds, patch } = await startRenovation(service);
  expect((await list(base)).rows).toEqual([]);
  await patch({ currency: "JPY", budgetMinor: 3_000_000 });
  const { items } = await (await service.get("/api/products?query=oak&limit=1&currency=JPY")).json();
  await posted("/picks", { roomId: roomIds[0], productSlug: items[0].slug, quantity: 2 });
  expect((await list(base)).rows[0]).toMatchObject({ "Unit price": String(items[0].priceMinor), Currency: "JPY" });
});
