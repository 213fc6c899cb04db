import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { ganttCharts } from "../src/report/charts/gantt.ts";
import type { Shape } from "../src/report/drawing/shapes.ts";
import { Report } from "../src/report/schema.ts";
import { openBrowser } from "./support/browser.ts";
import { examples } from "./support/effort.ts";
import { putInPhase } from "./support/phase.ts";
import { startRenovation } from "./support/renovation.ts";
import { testNeeding } from "./support/requires.ts";
import { startTestService, type TestService } from "./support/service.ts";

let service: TestService;
beforeAll(async () => {
  service = await startTestService();
});
afterAll(() => service[Symbol.asyncDispose]());

const hostile = `<script>alert(1)</script>"'&<img src=x onerror=alert(1)>`;

/** A kitchen and a bathroom with a checklist, products, a plan and its approval. */
async function wholeProject(title = "Küche & Bad") {
  const renovation = await startRenovation(service, { budgetMinor: 5_000_000, rooms: ["kitchen", "bathroom"] });
  const { posted, roomIds, patch, toPlan, write, ask, decide } = renovation;
  const [kitchen = "", bathroom = ""] = roomIds;
  await patch({ title, styleSlug: "scandinavian", constraints: ["the old radiators stay"] });
  await service.send("PATCH", `${renovation.base}/rooms/${kitchen}`, {
    widthCm: 300,
    lengthCm: 400,
    budgetMinor: 1_000_000,
  });
  const { id: itemId } = await posted("/checklist", {
    roomId: kitchen,
    category: "flooring",
    description: "Lay a new oak floor",
    work: { rate: "lay-wood-floor", quantity: 12 },
  });
  await posted("/picks", {
    roomId: kitchen,
    itemId,
    productSlug: "oak-plank-natural",
    quantity: 12.5,
    reason: "Pale, as you like it",
  });
  await posted("/picks", { roomId: bathroom, productSlug: "oak-plank-natural", quantity: 3 });
  await posted("/decisions", { text: "The window stays where it is" });
  await toPlan();
  await write({
    startsOn: "2026-12-07",
    tasks: [
      {
        key: "strip",
        title: "Take out the kitchen",
        roomId: kitchen,
        trade: "demolition",
        durationDays: 1,
        labourMinor: 38_000,
        materialMinor: 12_000,
      },
      {
        key: "tile",
        title: "Tile the bathroom",
        roomId: bathroom,
        trade: "tiling",
        durationDays: 3,
        dependsOn: ["strip"],
        labourMinor: 123_457,
        materialMinor: 45_678,
      },
      {
        key: "paint",
        title: "Paint",
        trade: "painting",
        durationDays: 1,
        dependsOn: ["strip"],
        labourMinor: 20_001,
        materialMinor: 1,
        notes: "12 m² × EUR 10.00",
      },
    ],
  });
  const approval = await ask();
  await using socket = await renovation.follow();
  await decide(approval.id, "approve", "Please start after Easter");
  // The turn that tells the agent of it.
  await socket.until("turn.finished");
  return { ...renovation, kitchen, bathroom, report: `${renovation.base}/report` };
}

const readJson = async (path: string) => Report.parse(await (await service.get(`${path}?format=json`)).json());
const readHtml = async (path: string) => (await service.get(path, { accept: "text/html,*/*" })).text();

describe("the report says what the API says", () => {
  test("session, rooms, checklist, picks, plan, budget and decisions are the same, to the cent", async () => {
    const { report: path, read } = await wholeProject();
    const report = await readJson(path);
    const [session, rooms, checklist, picks, plan, budget, decisions] = await Promise.all(
      ["", "/rooms", "/checklist?limit=100", "/picks?limit=100", "/plan", "/budget", "/decisions"].map((of) =>
        read(of),
      ),
    );
    expect(report.session).toEqual(session);
    expect(report.rooms.map(({ room }) => room)).toEqual(rooms.items);
    expect(report.rooms.flatMap((room) => room.checklist)).toEqual(checklist.items);
    expect(report.shopping.lines.map(({ pick }) => pick)).toEqual(picks.items);
    expect(report.shopping.totalMinor).toBe(budget.pickedMinor);
    expect(report.plan).toEqual(plan);
    expect(report.budget).toEqual(budget);
    expect(report.decisions).toEqual(decisions.items);
    expect(report.approvals).toMatchObject([
      { subject: "Plan version 1", status: "approved", note: "Please start after Easter", currency: "EUR" },
    ]);
  });

  test.each(["EUR", "CZK", "JPY"])("what the money is for makes what is allocated, in %s", async (currency) => {
    const { report: path, patch } = await wholeProject();
    await patch({ currency, budgetMinor: 900_000_000 });
    const { costs, budget } = await readJson(path);
    const sum = (parts: Pick<typeof costs, "labourMinor" | "materialMinor" | "productsMinor" | "openMinor">) =>
      parts.labourMinor + parts.materialMinor + parts.productsMinor + parts.openMinor;
    expect(budget).toMatchObject({ currency });
    expect(sum(costs) + costs.contingencyMinor).toBe(budget.allocatedMinor);
    expect(costs.rooms.map((room) => [room.roomId, sum(room)])).toEqual(
      budget.rooms.map(({ roomId, allocatedMinor }) => [roomId, allocatedMinor]),
    );
    expect(costs).toMatchObject({ openMinor: 0, productsMinor: budget.pickedMinor });
  });

  test("the page shows those amounts and dates", async () => {
    const { report: path } = await wholeProject();
    const { budget, plan } = await readJson(path);
    const html = await readHtml(path);
    const euros = (minor: number) => `€${(minor / 100).toLocaleString("en-GB", { minimumFractionDigits: 2 })}`;
    for (const amount of [
      budget.allocatedMinor,
      budget.remainingMinor ?? 0,
      plan?.totalMinor ?? 0,
      plan?.labourMinor ?? 0,
    ])
      expect(html).toContain(euros(amount));
    expect(html).toContain("Küche &amp; Bad");
    expect(html).toContain("7 Dec 2026 – 10 Dec 2026");
    expect(html).toContain("price table 2026");
    expect(html).toContain("The window stays where it is");
    expect(html).toContain("“Please start after Easter”");
  });

  test("an empty session gets a short report that says what is missing", async () => {
    const id = await service.session("Ideas");
    const html = await readHtml(`/api/sessions/${id}/report`);
    for (const text of ["No rooms yet", "No budget yet", "No plan yet", "First ideas"]) expect(html).toContain(text);
    expect(html).not.toContain("Shopping list");
  });

  test.each(examples(2, ["PAYMENT", "INTAKE", "CHECKLIST", "PLAN", "RENDER", "COMPLETE", "ITERATE"] as const))(
    "it can be read in %s, with and without content",
    async (phase) => {
      for (const id of [await service.session(), (await wholeProject()).id]) {
        await putInPhase(service, id, phase);
        for (const format of ["html", "pdf", "json"])
          expect((await service.get(`/api/sessions/${id}/report?format=${format}`)).status).toBe(200);
      }
    },
    20_000,
  );
});

describe("the page", () => {
  test("escapes what people wrote, needs nothing from elsewhere and runs nothing", async () => {
    const { report: path, posted, patch, kitchen, base } = await wholeProject(hostile);
    await service.send("PATCH", `${base}/rooms/${kitchen}`, {
      name: hostile.slice(0, 80),
      notes: `${hostile}\u202e\u0007`,
    });
    await posted("/checklist", { roomId: kitchen, category: "tiles", description: hostile });
    await posted("/decisions", { text: hostile });
    await patch({ constraints: [hostile] });
    const response = await service.get(path, { accept: "text/html" });
    const html = await response.text();
    expect(html).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
    expect(html).not.toMatch(/<script|<img src=x|<link|<iframe|@import|url\(/i);
    for (const character of ["\u0007", "\u202e"]) expect(html).not.toContain(character);
    // The one address is the name of SVG's vocabulary, which nobody fetches.
    expect(html.replaceAll('xmlns="http://www.w3.org/2000/svg"', "")).not.toMatch(/https?:/);
    expect(html).not.toMatch(/<[^>]+\s(on\w+|style)=/i);
    const policy = response.headers.get("content-security-policy") ?? "";
    expect(policy).toStartWith("default-src 'none'; img-src data:; style-src 'sha256-");
    expect(policy).not.toMatch(/script-src|unsafe/);
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
  });

  testNeeding("chromium")("is dressed by its own policy, and a browser has nothing to complain of", async () => {
    const { report: path } = await wholeProject(hostile);
    await using browser = await openBrowser();
    await using page = await browser.page(new URL(path, service.url));
    expect(await page.locator("h1").textContent()).toBe(hostile);
    expect(await page.locator("main").evaluate((main) => getComputedStyle(main).maxWidth)).toBe("810px");
    expect(await page.locator("svg[role=img]").count()).toBe(2);
    expect(page.complaints).toEqual([]);
  });

  test("comes as what was asked for: by format, else by Accept, else as HTML", async () => {
    const { report: path } = await wholeProject();
    const type = async (query: string, accept?: string) =>
      (await service.get(`${path}${query}`, accept === undefined ? {} : { accept })).headers.get("content-type");
    expect(await type("")).toStartWith("text/html");
    expect(await type("", "*/*")).toStartWith("text/html");
    expect(await type("", "application/json")).toStartWith("application/json");
    expect(await type("", "application/pdf, text/html;q=0.5")).toBe("application/pdf");
    expect(await type("?format=json", "text/html")).toStartWith("application/json");
    expect((await service.get(`${path}?format=docx`)).status).toBe(422);
    expect((await service.get(`/api/sessions/${crypto.randomUUID()}/report`)).status).toBe(404);
  });

  test("is not sent again while it says the same", async () => {
    const { report: path, patch } = await wholeProject();
    const etag = (await service.get(path)).headers.get("etag") ?? "";
    expect(etag).toMatch(/^W\/"/);
    expect((await service.get(path, { "if-none-match": etag })).status).toBe(304);
    expect((await service.get(`${path}?format=pdf`, { "if-none-match": etag })).status).toBe(200);
    await patch({ title: "Another name" });
    expect((await service.get(path, { "if-none-match": etag })).status).toBe(200);
  });
});

describe("the Gantt chart", () => {
  const bars = (shapes: readonly Shape[]): { label: string; x: number; width: number; fill: string }[] =>
    shapes.flatMap((shape) => {
      const [bar] = shape.type === "group" && shape.label ? shape.shapes : [];
      if (shape.type !== "group" || !shape.label || bar?.type !== "rect") return [];
      return [{ label: shape.label, x: bar.x, width: bar.width, fill: bar.fill ?? "" }];
    });
  const daysBetween = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 86_400_000;

  test("has a bar of the right place and length for every task, and weekends in grey", async () => {
    const { report: path } = await wholeProject();
    const { plan } = await readJson(path);
    if (!plan) throw new Error("no plan");
    const [chart] = ganttCharts(plan);
    const drawn = bars(chart?.shapes ?? []);
    const perDay = (chart?.box.width ?? 0) - Math.min(...drawn.map(({ x }) => x));
    const day = perDay / (daysBetween(plan.startsOn, plan.endsOn) + 1);
    expect(drawn).toHaveLength(plan.tasks.length);
    for (const { title, startsOn, endsOn } of plan.tasks) {
      const bar = drawn.find(({ label }) => label.startsWith(`${title}:`));
      expect((bar?.x ?? 0) - Math.min(...drawn.map(({ x }) => x))).toBeCloseTo(
        daysBetween(plan.startsOn, startsOn) * day,
        3,
      );
      expect(bar?.width).toBeCloseTo((daysBetween(startsOn, endsOn) + 1) * day, 3);
    }
    const fills = new Set(drawn.filter(({ label }) => label.includes("critical path")).map(({ fill }) => fill));
    expect(fills.size).toBe(1);
    expect(drawn.filter(({ fill }) => fills.has(fill))).toHaveLength(
      plan.tasks.filter(({ critical }) => critical).length,
    );
  });

  test("shades every Saturday and Sunday of a month, and nothing else", async () => {
    const { toPlan, write } = await startRenovation(service);
    await toPlan();
    const plan = await write({
      startsOn: "2026-12-01",
      tasks: [{ key: "a", title: "All", trade: "tiling", durationDays: 20, labourMinor: 1, materialMinor: 1 }],
    });
    const [chart] = ganttCharts(plan);
    const columns = (chart?.shapes ?? []).flatMap((shape) =>
      shape.type === "rect" && shape.fill === "#ece5d9" && shape.height > 10 ? [shape] : [],
    );
    const left = 186;
    const day = ((chart?.box.width ?? 0) - left) / 28;
    // December 2026 begins on a Tuesday: the 5th and 6th are the first weekend.
    expect(columns.map(({ x }) => Math.round((x - left) / day) + 1)).toEqual([5, 6, 12, 13, 19, 20, 26, 27]);
  });

  test("is spread over several drawings when there are many tasks, none of them lost", async () => {
    const { toPlan, write } = await startRenovation(service);
    await toPlan();
    const trades = ["tiling", "painting", "plumbing"];
    const tasks = Array.from({ length: 200 }, (_, index) => ({
      key: `t-${index}`,
      title: `Task ${index}`,
      trade: trades[index % 3],
      durationDays: 1 + (index % 9),
      dependsOn: index > 2 ? [`t-${index - 3}`] : [],
      labourMinor: 1_000,
      materialMinor: 1,
    }));
    const charts = ganttCharts(await write({ tasks }));
    expect(charts.length).toBeGreaterThan(3);
    const drawn = charts.flatMap(({ shapes }) => bars(shapes));
    expect(new Set(drawn.map(({ label }) => label)).size).toBe(200);
    for (const { box } of charts) expect(box.height).toBeLessThan(700);
    for (const { x, width } of drawn) expect(x + width).toBeLessThanOrEqual(500.001);
  });
});
