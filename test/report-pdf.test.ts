import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { Asset } from "../src/assets/schema.ts";
import { picture } from "./support/files.ts";
import { readPdf } from "./support/pdf.ts";
import { startRenovation } from "./support/renovation.ts";
import { testNeeding } from "./support/requires.ts";
import { startTestService, type TestService } from "./support/service.ts";

let service: TestService;
beforeAll(async () => {
  service = await startTestService();
});
afterAll(() => service[Symbol.asyncDispose]());

const pdfOf = async (base: string) => {
  const response = await service.get(`${base}/report?format=pdf`);
  expect(response.status).toBe(200);
  return { response, bytes: await response.arrayBuffer() };
};

/** So many tasks of all trades, one after the other in three chains, with long names. */
const manyTasks = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    key: `t-${index}`,
    title: `Task ${index}: ${"a rather long description of what is to be done ".repeat(3)}`,
    trade: ["tiling", "painting", "plumbing", "electrical"][index % 4],
    durationDays: 1 + (index % 5),
    dependsOn: index > 2 ? [`t-${index - 3}`] : [],
    labourMinor: 100_000 + index,
    materialMinor: 50_000,
    notes: "12 m² × EUR 69.00. ".repeat(10),
  }));

describe("the PDF", () => {
  testNeeding("poppler")("says what the API says, in every letter of the project", async () => {
    const { base, posted, roomIds, patch, toPlan, write, read } = await startRenovation(service);
    const [roomId = ""] = roomIds;
    await patch({ title: "Küche für Łukasz – příliš žluťoučký kůň, ŐŰ, ğış, Ελλάδα, Україна" });
    await service.send("PATCH", `${base}/rooms/${roomId}`, { widthCm: 300, lengthCm: 400 });
    await posted("/checklist", {
      roomId,
      category: "flooring",
      description: "Fußboden",
      work: { rate: "lay-wood-floor" },
    });
    await toPlan();
    await write({ startsOn: "2026-12-07" });
    const { response, bytes } = await pdfOf(base);
    const pdf = await readPdf(bytes);
    const plan = await read("/plan");
    expect(pdf.complaints).toBe("");
    expect(pdf.plain).toContain("Küche für Łukasz – příliš žluťoučký kůň, ŐŰ, ğış, Ελλάδα, Україна");
    expect(pdf.plain).toContain(`€${(plan.totalMinor / 100).toLocaleString("en-GB", { minimumFractionDigits: 2 })}`);
    for (const text of ["3 × 4 m · 12 m²", "Fußboden", "7 Dec", "Work on tile", "How the estimates were computed"])
      expect(pdf.plain).toContain(text);
    expect(pdf.info).toMatch(/Tagged:\s+yes/);
    expect(pdf.structure).toMatch(/^Document\n {2}P \(block\)\n {2}H1 /);
    expect(pdf.structure).toMatch(/^ {2}Table \(block\)\n {4}TR\n {6}TH\n/m);
    expect(pdf.info).toMatch(/Page size:.*A4/);
    // Every font is inside, with what is needed to copy text out of it.
    for (const font of pdf.fonts) expect(font).toMatch(/yes yes yes/);
    expect(response.headers.get("content-disposition")).toMatch(
      /^inline; filename="Kuche fur .*\.pdf"; filename\*=UTF-8''K%C3%BCche%20f%C3%BCr%20%C5%81ukasz.*\.pdf$/,
    );
  });

  testNeeding("poppler")(
    "sets 200 tasks over many pages: nothing lost, nothing beyond a margin, headers repeated",
    async () => {
      const { base, toPlan, write } = await startRenovation(service, { budgetMinor: 90_000_000 });
      await toPlan();
      await write({ tasks: manyTasks(200) });
      const pdf = await readPdf((await pdfOf(base)).bytes);
      expect(pdf.complaints).toBe("");
      expect(pdf.pages).toBeGreaterThan(20);
      for (let index = 0; index < 200; index++) expect(pdf.plain).toContain(`. Task ${index}:`);
      for (const { xMin, xMax, yMax, width, height } of pdf.words) {
        expect(xMin).toBeGreaterThan(40);
        expect(xMax).toBeLessThan(width - 40);
        expect(yMax).toBeLessThan(height - 25);
      }
      const headers = pdf.words.filter(({ text }) => text === "Trade").length;
      expect(headers).toBeGreaterThan(5);
      // The last of the numbers at the foot.
      expect(pdf.plain).toContain(`${pdf.pages} / ${pdf.pages}`);
    },
    30_000,
  );

  testNeeding("poppler")(
    "is made of whatever people write: scripts, right to left, emoji, no spaces, control characters",
    async () => {
      const { base, posted, roomIds, patch } = await startRenovation(service);
      const [roomId = ""] = roomIds;
      const texts = [
        "<script>alert(1)</script>",
        "שלום עולם مرحبا بالعالم",
        "👩‍👩‍👧‍👦🏳️‍🌈🙂 ok",
        "W".repeat(300),
        "\u0001\u001b\u202eabc\ufffe\ud800",
        "新しい台所",
        "a\u0300\u0301\u0302".repeat(40),
        "(\\) endobj %PDF",
      ];
      for (const description of texts) await posted("/checklist", { roomId, category: "other", description });
      await service.send("PATCH", `${base}/rooms/${roomId}`, { notes: "line\n".repeat(390), name: "☠️ קיטשן 👨‍🍳" });
      await patch({ title: "X".repeat(200), constraints: ["Y".repeat(300)] });
      const pdf = await readPdf((await pdfOf(base)).bytes);
      expect(pdf.complaints).toBe("");
      expect(pdf.plain).toContain("<script>alert(1)</script>");
      expect(pdf.plain).toContain("□□□ ok");
      expect(pdf.plain).toContain("□ stands for a character that this PDF's font does not have");
      expect(pdf.plain.match(/\bline\b/g)).toHaveLength(390);
      for (const { xMax, width } of pdf.words) expect(xMax).toBeLessThan(width - 40);
    },
  );

  testNeeding("poppler")("has the photos of the project inside, webp too", async () => {
    const { base, roomIds } = await startRenovation(service);
    const upload = async (type: "jpeg" | "png" | "webp") => {
      const response = await fetch(new URL(`${base}/assets?roomId=${roomIds[0]}&caption=A+${type}`, service.url), {
        method: "POST",
        headers: { "content-type": `image/${type}` },
        body: await picture(type, { widthPx: 2_000, heightPx: 1_500 }),
      });
      return Asset.parse(await response.json());
    };
    await upload("webp");
    await upload("png");
    const { bytes } = await pdfOf(base);
    const pdf = await readPdf(bytes);
    expect(pdf.images.map((line) => line.trim().split(/\s+/).slice(2, 5))).toEqual([
      ["image", "1200", "900"],
      ["image", "1200", "900"],
    ]);
    expect(pdf.plain).toContain("A webp");
    const html = await (await service.get(`${base}/report`)).text();
    expect(html.match(/src="data:image\/(jpeg|webp);base64,[A-Za-z0-9+/=]{100,}"/g)).toHaveLength(2);
  });

  test("is made a few at a time: who cannot wait is told to come again", async () => {
    const { base, toPlan, write } = await startRenovation(service, { budgetMinor: 90_000_000 });
    await toPlan();
    await write({ tasks: manyTasks(3) });
    const answers = await Promise.all(
      Array.from({ length: 16 }, () =>
        service.get(`${base}/report?format=pdf`).then(async (response) => ({
          status: response.status,
          retryAfter: response.headers.get("retry-after"),
          begin: (await response.text()).slice(0, 5),
        })),
      ),
    );
    const made = answers.filter(({ status }) => status === 200);
    expect(made.length).toBeGreaterThanOrEqual(10);
    for (const { begin } of made) expect(begin).toBe("%PDF-");
    const refused = answers.filter(({ status }) => status !== 200);
    expect(refused.length).toBeGreaterThan(0);
    for (const answer of refused) expect(answer).toMatchObject({ status: 503, retryAfter: "5" });
  }, 30_000);
});

test("a PDF that nobody waits for any more is given up, and the next one is made", async () => {
  const { base, toPlan, write } = await startRenovation(service, { budgetMinor: 90_000_000 });
  await toPlan();
  await write({ tasks: manyTasks(60) });
  for (const afterMs of [1, 100, 400]) {
    const leave = AbortSignal.timeout(afterMs);
    const left = fetch(new URL(`${base}/report?format=pdf`, service.url), { signal: leave }).then((got) => got.bytes());
    expect(await left.catch((error: Error) => error.name)).toBe("TimeoutError");
  }
  expect(new TextDecoder().decode((await pdfOf(base)).bytes)).toStartWith("%PDF-1.7");
}, 30_000);
