import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { startOfflineService } from "./support/offline-service.ts";
import { expectOneStory } from "./support/plan-arithmetic.ts";
import { openRenovation, type Renovation } from "./support/renovation-chat.ts";
import { examples } from "./support/effort.ts";

setDefaultTimeout(20_000);

let service: Awaited<ReturnType<typeof startOfflineService>>;
beforeAll(async () => {
  service = await startOfflineService();
});
afterAll(() => service[Symbol.asyncDispose]());

const bathroom = "Redo the bathroom, its about 6 square meters. budget 15000 euro, modern";
const phase = async (renovation: Renovation) => (await renovation.session()).phase;
const names = ({ tools }: { tools: { name: string; status: string }[] }) => tools.map(({ name }) => name);

async function open(...messages: string[]) {
  const renovation = await openRenovation(service);
  for (const text of [bathroom, ...messages]) await renovation.say(text);
  return renovation;
}

/** Through an approved picture, to the report. */
async function openAtEnd() {
  const renovation = await open("no", "yes", "yes", "approve");
  await renovation.picture("Bathroom", 1);
  await renovation.say("approve");
  expect(await phase(renovation)).toBe("COMPLETE");
  return renovation;
}

test.each(examples(1, "Approve|ok, let's do it|yes|looks good|weiter".split("|")))(
  "“%s” moves on wherever the planner asks whether to move on",
  async (yes) => {
    await using renovation = await open("nothing");
    await renovation.say(yes);
    expect(await phase(renovation)).toBe("CHECKLIST");
    expect((await renovation.say(yes)).text).toContain("Please decide on plan version 1");
  },
);

test.each(examples(1, "that's all|nothing else, thanks|no more wishes|no, that's fine|👍".split("|")))(
  "who says “%s” when asked whether to move on moves on",
  async (text) => {
    await using renovation = await open("nothing");
    await renovation.say(text);
    expect(await phase(renovation)).toBe("CHECKLIST");
    const { constraints } = await renovation.session();
    expect(constraints).toEqual([]);
  },
);

test("who wants to change something of an approved plan is asked what", async () => {
  await using renovation = await open("no", "yes", "yes", "approve", "back to the plan");
  expect((await renovation.say("I want to change something")).text).toContain("What shall I change?");
});

test("what is kept is not bought, whenever it is said", async () => {
  await using renovation = await openRenovation(service);
  for (const text of ["living room 20 m², 15k, modern", "keep the parquet", "yes"]) await renovation.say(text);
  const items = (await renovation.checklist()).map(({ description }) => description);
  expect(items).toContain("Skirting boards");
  expect(items).not.toContain("Floor covering");
  expect(
    (await renovation.picks()).filter(({ reason, productName }) => /floor|plank/i.test(`${productName}${reason}`)),
  ).toEqual([]);
  await using other = await open("no", "yes");
  const { text } = await other.say("keep the old radiator");
  expect(text).toContain("Off the list: New radiator");
});

test("“that's all” to whether to write the plan writes it", async () => {
  await using renovation = await open("no", "yes");
  expect((await renovation.say("That's all.")).text).toContain("Please decide on plan version 1");
});

test.each(
  examples(
    2,
    "yes go ahead|looks fine|nothing else|nope|go ahead|fine|ok|perfect|no thanks|all good|great, thanks".split("|"),
  ),
)("“%s” insists on nothing", async (content) => {
  await using renovation = await open();
  expect((await renovation.say(content)).text).toEndWith("Shall I move on to the checklist?");
  expect((await renovation.session()).constraints).toEqual([]);
  expect((await renovation.rooms())[0]?.requirements).toEqual([]);
});

test("a bare yes to whether there is anything to insist on is asked what it is, once", async () => {
  await using renovation = await open();
  expect((await renovation.say("yes")).text).toContain("What is it");
  await renovation.say("keep the window");
  expect((await renovation.rooms())[0]?.requirements).toEqual(["keep the window"]);
  await using other = await open("yes");
  expect((await other.say("yes")).text).toEndWith("Shall I move on to the checklist?");
});

test.each(examples(1, "do it|looks fine|let's go|good|go for it|perfect, thanks".split("|")))(
  "“%s” approves the plan that the planner has just asked about",
  async (yes) => {
    await using renovation = await open("no", "yes", "yes");
    await renovation.say(yes);
    expect(await renovation.plan()).toMatchObject({ version: 1, status: "approved" });
    expect(await phase(renovation)).toBe("RENDER");
  },
);

test("an “approve” that writes a new plan approves nothing of it", async () => {
  await using renovation = await open("no", "yes", "yes", "approve", "back to the checklist", "no new radiator");
  const { text } = await renovation.say("approve");
  expect(text).toContain("Please decide on plan version 2");
  expect(text).not.toContain("is approved");
  expect(await renovation.plan()).toMatchObject({ version: 2, status: "draft" });
});

test.each(examples(1, ["RENDER", "INTAKE", "CHECKLIST", "PLAN"]))(
  "in %s, who asks for the report gets its links",
  async (at) => {
    await using renovation = await open();
    for (const text of ["no", "yes", "yes", "approve"]) {
      if ((await phase(renovation)) === at) break;
      await renovation.say(text);
    }
    const turn = await renovation.say("where can I download the report?");
    expect(names(turn)).toEqual(["get_report_link"]);
    const report = `/api/sessions/${renovation.id}/report`;
    for (const link of [report, `${report}?format=pdf`, `/api/sessions/${renovation.id}/shopping-list`]) {
      expect(turn.text).toContain(`](${link})`);
      expect((await service.get(link)).status).toBe(200);
    }
    expect(turn.text).toContain("fills");
    expect(await phase(renovation)).toBe(at as never);
  },
);

test("who asks for the report while telling something gets both", async () => {
  await using renovation = await open();
  const turn = await renovation.say("make it 12k. And can I have the report as pdf?");
  expect(names(turn).toSorted()).toEqual(["get_report_link", "save_intake"]);
  expect((await renovation.session()).budgetMinor).toBe(1_200_000);
});

test("who asks for cheaper tiles and takes some gets other tiles, and nothing else changes", async () => {
  await using renovation = await openAtEnd();
  const before = await renovation.picks();
  await renovation.say("actually I want cheaper tiles");
  const { text, tools } = await renovation.say("the white wall tile");
  expect(tools.filter(({ name }) => name === "pick_product")).toHaveLength(1);
  const { picks } = await expectOneStory(renovation);
  const kept = before.filter(({ productName, costMinor }) =>
    picks.some((pick) => pick.productName === productName && pick.costMinor === costMinor),
  );
  expect(before.length - kept.length).toBe(1);
  expect(picks.filter(({ productName }) => productName === "White wall tile")).toHaveLength(1);
  expect(text).toContain("Picked: White wall tile");
});

test("a dear product that the homeowner takes goes over the budget rather than making others cheaper unasked", async () => {
  await using renovation = await open("no", "yes");
  const total = (await renovation.budget()).allocatedMinor;
  // As little as it takes, and no way to spend more.
  await renovation.say(`make it ${Math.ceil(total / 100)} euros`);
  const before = await renovation.picks();
  const shown = (await renovation.say("show me toilets")).text;
  const [, dearest = ""] = [...shown.matchAll(/^- \*\*(.+?)\*\*/gm)].at(-1) ?? [];
  await renovation.say(dearest);
  const after = await renovation.picks();
  expect(
    after.filter(({ id }) => !before.some((pick) => pick.id === id)).map(({ productName }) => productName),
  ).toEqual([dearest]);
});

test("whatever a turn does to the picks is told: what was chosen, and what was made cheaper beside it", async () => {
  await using renovation = await open("no", "yes");
  const { text, tools } = await renovation.say("take the white metro tile. And everything cheaper please");
  expect(tools.filter(({ name }) => name === "pick_product")).toHaveLength(2);
  const [told = ""] = /Picked: [^\n]+/.exec(text) ?? [];
  const [, unnamed = "0"] = /(\d+) more/.exec(told) ?? [];
  const isTold = ({ productName }: { productName: string }) => told.includes(`${productName} for €`);
  const picks = await renovation.picks();
  expect(told).toContain("White metro tile");
  expect(picks.filter(isTold).length + Number(unnamed)).toBeGreaterThan(6);
});

test("what is done stays in the plan and in its sums as it was approved", async () => {
  await using renovation = await openAtEnd();
  const before = await renovation.plan();
  await renovation.say("the painter is done");
  await renovation.say("take the white wall tile");
  const { plan } = await expectOneStory(renovation);
  expect(plan.version).toBe(2);
  const gist = ({ tasks }: typeof plan) =>
    tasks.map(({ key, title, labourMinor, materialMinor, startsOn }) => [
      key,
      title,
      labourMinor,
      materialMinor,
      startsOn,
    ]);
  expect(gist(plan)).toEqual(gist(before));
});

test("a new size changes nothing about what is done", async () => {
  await using renovation = await openAtEnd();
  const painting = async () => (await renovation.plan()).tasks.find(({ trade }) => trade === "painting");
  const before = await painting();
  await renovation.say("the painter is done");
  await renovation.say("the bathroom is 9 square metres");
  await renovation.say("go on");
  await expectOneStory(renovation);
  expect(await painting()).toMatchObject({
    labourMinor: before?.labourMinor ?? 0,
    materialMinor: before?.materialMinor ?? 0,
  });
});

test("the chain of what may not slip names each trade once in a row", async () => {
  await using renovation = await open("no", "yes");
  const { text } = await renovation.say("yes");
  const [, chain = ""] = /longest chain may slip: (.+)\./.exec(text) ?? [];
  const trades = chain.split(", ");
  expect(trades.length).toBeGreaterThan(4);
  expect(trades.filter((trade, at) => trade === trades[at - 1])).toEqual([]);
});

test("days and money are written the same way throughout an answer", async () => {
  await using renovation = await open("no", "yes");
  const listed = await renovation.say("take the white wall tile");
  const planned = await renovation.say("yes");
  for (const { text } of [listed, planned]) {
    expect(text).not.toMatch(/\d{4}-\d{2}-\d{2}/);
    expect(text).not.toContain("EUR");
  }
  expect(planned.text).toMatch(/tasks from \d+ \w+ to \d+ \w+ \d{4}\./);
});

test.each(examples(1, "Perfect!|looks good|alright|approve".split("|")))(
  "“%s” approves the picture that has just come",
  async (yes) => {
    await using renovation = await open("no", "yes", "yes", "approve");
    await renovation.picture("Bathroom", 1);
    await renovation.say(yes);
    expect((await renovation.renders()).map(({ decision }) => decision)).toEqual(["approved"]);
    expect(await phase(renovation)).toBe("COMPLETE");
  },
);

test("a yes to the question that the planner has put again is a yes to it", async () => {
  await using renovation = await open("no", "yes", "yes");
  expect((await renovation.say("thanks")).text).toContain("“approve”");
  expect((await renovation.say("ok")).text).toContain("Plan version 1 is approved");
  expect(await phase(renovation)).toBe("RENDER");
  await using other = await open("no", "yes", "yes");
  await other.say("show me tiles");
  await other.say("ok");
  expect(await other.plan()).toMatchObject({ version: 1, status: "draft" });
});

test("who is content at the end is left in peace", async () => {
  await using renovation = await openAtEnd();
  expect((await renovation.say("great work")).text).not.toContain("?");
  expect((await renovation.say("yes")).text).toContain("What shall I change?");
});

test.each(
  examples(1, [
    ["approve the kitchen and the hallway", ["approved", "approved"], /Your renovation is planned/],
    ["approve both", ["approved", "approved"], /Your renovation is planned/],
    ["I reject both of them", ["rejected", "rejected"], /kitchen and the hallway are put aside/],
    ["approve the hallway", ["approved", "open"], /The picture of the hallway is approved/],
    ["great", ["open", "open"], /Say “approve both”/],
  ]),
)("of two pictures, “%s” makes them %j", async (text, decisions, answer) => {
  await using renovation = await openRenovation(service);
  for (const line of ["kitchen 3 by 4 m and a hallway of 5 m², 30k, modern", "no", "yes", "yes", "approve"])
    await renovation.say(line);
  for (const name of ["Kitchen", "Hallway"]) await renovation.picture(name, 1);
  expect((await renovation.say(text)).text).toMatch(answer);
  expect((await renovation.renders()).map(({ decision }) => decision as string).toSorted()).toEqual(decisions);
});

test("what is done while a picture waits is ticked off, and is no wish about the picture", async () => {
  await using renovation = await open("no", "yes", "yes", "approve");
  await renovation.picture("Bathroom", 1);
  expect(names(await renovation.say("the painter is done"))).toEqual(["tick_items"]);
  expect(await renovation.renders()).toHaveLength(1);
  expect(names(await renovation.say("when the tiler is finished it should be done"))).not.toContain("tick_items");
});

test("a bare sum is the budget, also in a list and instead of a size", async () => {
  await using listed = await openRenovation(service);
  await listed.say("Kitchen 12 sqm, 18000, rustic");
  expect((await listed.session()).budgetMinor).toBe(1_800_000);
  await using asked = await openRenovation(service);
  await asked.say("a kitchen");
  await asked.say("30000");
  expect((await asked.session()).budgetMinor).toBe(3_000_000);
});

test("who has only “ok” for a question is not asked it for ever", async () => {
  await using renovation = await openRenovation(service);
  await renovation.say("kitchen");
  const ends: string[] = [];
  while (!ends.at(-1)?.endsWith("Shall I move on to the checklist?") && ends.length < 8)
    ends.push((await renovation.say("ok")).text);
  expect(ends.length).toBeLessThan(8);
});
