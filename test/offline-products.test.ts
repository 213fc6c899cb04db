import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { readProductTalk } from "../src/agent/offline/product-talk.ts";
import { readStartDate } from "../src/agent/offline/start-date.ts";
import { readText } from "../src/agent/offline/text.ts";
import { startOfflineService } from "./support/offline-service.ts";
import { expectOneStory } from "./support/plan-arithmetic.ts";
import { openRenovation } from "./support/renovation-chat.ts";

setDefaultTimeout(20_000);

let service: Awaited<ReturnType<typeof startOfflineService>>;
beforeAll(async () => {
  service = await startOfflineService();
});
afterAll(() => service[Symbol.asyncDispose]());

async function openChecklist(rooms = "a kitchen 3 by 4 m, 40k euros, scandinavian") {
  const renovation = await openRenovation(service);
  await renovation.say(rooms);
  await renovation.say("to the checklist");
  return renovation;
}

const pickedNames = async ({ picks }: Awaited<ReturnType<typeof openChecklist>>) =>
  (await picks()).map(({ productName }) => productName);

test("a product is chosen by its name, stays chosen when the rest is made to fit, and its price counts", async () => {
  await using renovation = await openChecklist();
  const { text } = await renovation.say("take the oak slatted kitchen");
  expect(text).toContain("Picked: Kitchen in slatted oak");
  expect(await pickedNames(renovation)).toContain("Kitchen in slatted oak");
  await renovation.say("make it 19k");
  await renovation.say("cheaper");
  const names = await pickedNames(renovation);
  expect(names).toContain("Kitchen in slatted oak");
  expect(names.filter((name) => name.startsWith("Kitchen in"))).toHaveLength(1);
  await renovation.say("go on");
  await expectOneStory(renovation);
});

test("a shelf is listed from the least dear on, and a place in the list chooses", async () => {
  await using renovation = await openChecklist();
  const { text, tools } = await renovation.say("which worktops are there?");
  expect(tools.map(({ name }) => name)).toEqual(["search_products"]);
  const listed = [...text.matchAll(/^- \*\*(.+?)\*\*, €([\d.]+)/gm)].map(([, name, price]) => ({
    name,
    price: Number(price),
  }));
  expect(listed.length).toBeGreaterThan(2);
  expect(listed.map(({ price }) => price)).toEqual(listed.map(({ price }) => price).toSorted((a, b) => a - b));
  await renovation.say("the second one");
  expect(await pickedNames(renovation)).toContain(listed[1]?.name ?? "");
});

test("the cheapest of a shelf is chosen in one breath", async () => {
  await using renovation = await openChecklist();
  const floor = (await renovation.checklist()).find(({ description }) => description === "Floor covering");
  const floors = async () => (await renovation.picks()).filter(({ itemId }) => itemId === floor?.id);
  const [before] = await floors();
  await renovation.say("take the cheapest floor");
  const [after] = await floors();
  expect(after?.unitPriceMinor).toBeLessThan(before?.unitPriceMinor ?? 0);
});

test("what the catalogue does not have is said, and nothing changes", async () => {
  await using renovation = await openChecklist();
  const before = await pickedNames(renovation);
  expect((await renovation.say("take the golden throne")).text).toContain("I found nothing like “the golden throne”");
  expect(await pickedNames(renovation)).toEqual(before);
});

test("products are looked at without being taken for rooms, styles or wishes", async () => {
  await using renovation = await openChecklist("a bathroom 2 by 3 m, 20k euros, modern");
  await renovation.say("show me industrial lamps for the kitchen");
  expect((await renovation.rooms()).map(({ type, requirements }) => [type, requirements])).toEqual([["bathroom", []]]);
  expect((await renovation.session()).styleSlug).toBe("modern");
});

test("a start that is named before the plan is the plan's, and a later one makes a new version", async () => {
  await using renovation = await openChecklist();
  expect((await renovation.say("we want to start on 1 March 2027")).text).toContain("will start on 1 Mar 2027");
  await renovation.say("go on");
  expect(await renovation.plan()).toMatchObject({ version: 1, startsOn: "2027-03-01" });
  // A Saturday: the work begins on the Monday after.
  await renovation.say("start on 2027-05-15 instead");
  expect(await renovation.plan()).toMatchObject({ version: 2, startsOn: "2027-05-17", status: "draft" });
  expect((await renovation.say("start on 1 May 2020")).text).toContain("over already");
  expect(await renovation.plan()).toMatchObject({ version: 2 });
});

test.each<[string, string | undefined]>([
  ["start on 1 March", "2027-03-01"],
  ["we can begin on the 3rd of December", "2026-12-03"],
  ["starting March 15th, 2028", "2028-03-15"],
  ["not before 01.04.2027", "2027-04-01"],
  ["could you start in May?", "2027-05-01"],
  ["start on 31 February", undefined],
  ["start with the kitchen", undefined],
  ["we may start soon", undefined],
  ["a kitchen of 3 by 4", undefined],
])("%p names the day %p", (message, day) => {
  expect(readStartDate(message, "2026-11-22")?.startsOn).toBe(day);
});

test.each<[string, string | undefined]>([
  ["show me floor tiles", "show tiles floor"],
  ["which taps are there?", "show taps"],
  ["I want to change the tiles", "show tiles"],
  ["I'd like a cheaper sofa", "show furniture sofa"],
  ["make it cheaper", undefined],
  ["take the oak slatted kitchen", "take the oak slatted kitchen"],
  ["swap the oven for the steam oven", "take the steam oven"],
  ["replace the worktop with marble please", "take marble please"],
  ["take out the hood", undefined],
  ["show me the plan", undefined],
  ["drop the bathroom", undefined],
  ["no tiles", undefined],
  ["go on", undefined],
])("%p is understood as %p", (message, expected) => {
  const talk = readProductTalk(readText(message), false);
  const said = talk && [talk.kind, ...(talk.kind === "show" ? [talk.category, talk.thing] : [talk.words])];
  expect(said?.filter(Boolean).join(" ")).toBe(expected);
});
