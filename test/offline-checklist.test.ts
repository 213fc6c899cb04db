import { expect, test } from "bun:test";
import fc from "fast-check";
import { fitToBudget, workTotals } from "../src/agent/offline/fit.ts";
import { readItemEdits } from "../src/agent/offline/item-edits.ts";
import { choicesFor } from "../src/agent/offline/product-choice.ts";
import { type PlannedItem, startingItems } from "../src/agent/offline/room-items.ts";
import { stages } from "../src/agent/offline/stages.ts";
import { tasksFor } from "../src/agent/offline/tasks.ts";
import { understand } from "../src/agent/offline/understanding.ts";
import type { FoundProduct } from "../src/agent/tools/schema.ts";
import { priceTask } from "../src/agent/tools/task-pricing.ts";
import { builtInCatalog } from "../src/catalog/built-in.ts";
import { schedule } from "../src/plan/schedule.ts";
import { estimate } from "../src/prices/estimate.ts";
import { rates } from "../src/prices/rates.ts";
import { readTicks } from "../src/agent/offline/ticks.ts";
import { type Room, RoomType } from "../src/rooms/schema.ts";
import { trials } from "./support/effort.ts";

const types = RoomType.options;
const room = (type: Room["type"], values: Partial<Room> = {}): Room => ({
  id: crypto.randomUUID(),
  type,
  name: type.replaceAll("_", " "),
  widthCm: null,
  lengthCm: null,
  heightCm: null,
  areaM2: null,
  budgetMinor: null,
  requirements: [],
  notes: null,
  ...values,
});

/** The whole catalogue for every type of room, as a search would find it. */
const shop = () =>
  new Map<string, FoundProduct[]>(
    types.map((roomType) => [
      roomType,
      builtInCatalog.products
        .filter(({ roomTypes }) => roomTypes.length === 0 || roomTypes.includes(roomType))
        .map(({ priceMinor, ...product }) => ({ ...product, price: priceMinor / 100 })),
    ]),
  );

test.each(types)("the work that a %s starts with is in the price list, and has its place in the order", (type) => {
  const placed = stages.flatMap((stage) => stage.rates.split(" "));
  for (const { work, description } of startingItems(room(type))) {
    if (!work) continue;
    expect([description, rates.map(({ slug }) => slug)]).toEqual([description, expect.arrayContaining([work.rate])]);
    expect(placed).toContain(work.rate);
    expect(work.quantity).toBeGreaterThan(0);
  }
});

test.each(types)("the catalogue has what a %s needs, in every style", (type) => {
  const products = shop();
  for (const style of builtInCatalog.styles.map(({ slug }) => slug)) {
    for (const item of startingItems(room(type)).filter(({ buy }) => buy)) {
      const choices = choicesFor(item, { products, picks: [], style, currency: "EUR", anew: true });
      expect([style, item.description, choices.length > 0]).toEqual([style, item.description, true]);
    }
  }
});

const anyRoom = fc.record({
  type: fc.constantFrom(...types),
  widthCm: fc.option(fc.integer({ min: 50, max: 1_500 })),
  lengthCm: fc.option(fc.integer({ min: 50, max: 1_500 })),
  areaM2: fc.option(fc.integer({ min: 1, max: 200 })),
});
const anyRooms = fc
  .array(anyRoom, { minLength: 1, maxLength: 5 })
  .map((rooms) => rooms.map(({ type, ...size }, index) => room(type, { ...size, name: `Room ${index}` })));

const totalOf = (items: readonly PlannedItem[], fit: ReturnType<typeof fitToBudget>) =>
  workTotals(
    items.filter((item) => !fit.leftOut.includes(item)),
    [],
    "EUR",
  ).totalMinor + fit.choices.reduce((sum, { costMinor }) => sum + costMinor, 0);

test("the choice stays within the budget wherever the barest one does, and never leaves out what must be", () => {
  const everything = shop();
  fc.assert(
    fc.property(anyRooms, fc.integer({ min: 0, max: 8_000_000 }), (rooms, budgetMinor) => {
      const items = rooms.flatMap((one) => startingItems(one));
      const options = { items, products: everything, picks: [], style: null, currency: "EUR", anew: true };
      const fit = fitToBudget({ ...options, budgetMinor, thrift: 0 });
      const barest = fitToBudget({ ...options, budgetMinor: null, thrift: 2 });
      expect(totalOf(items, fit) <= budgetMinor || totalOf(items, fit) === totalOf(items, barest)).toBe(true);
      expect(fit.leftOut.filter(({ priority }) => priority !== "nice")).toEqual([]);
      expect(fit.missing).toEqual([]);
      // Without a limit nothing is left out, and it costs at least as much.
      const free = fitToBudget({ ...options, budgetMinor: null, thrift: 0 });
      expect(free.leftOut).toEqual([]);
      expect(totalOf(items, free)).toBeGreaterThanOrEqual(totalOf(items, fit));
    }),
    trials(12, 80),
  );
});

test("tasks hold all of the work, wait only for work before them, and can be scheduled", () => {
  fc.assert(
    fc.property(anyRooms, (rooms) => {
      const items = rooms.flatMap((one) => startingItems(one)).filter(({ work }) => work);
      const tasks = tasksFor(rooms, items, "EUR").map((task) => priceTask(task, "EUR"));
      const costs = tasks.reduce((sum, { labourMinor, materialMinor }) => sum + labourMinor + materialMinor, 0);
      const wanted = items.map(({ work }) => (work ? estimate({ ...work, currency: "EUR" }).totalMinor : 0));
      expect(costs).toBe(wanted.reduce((sum, cost) => sum + cost, 0));
      const { tasks: dated } = schedule(tasks, "2026-12-07");
      expect(dated).toHaveLength(tasks.length);
      for (const { id } of rooms) {
        const own = dated.filter(({ roomId }) => roomId === id);
        const stageOf = (key: string) => stages.findIndex(({ name }) => key.includes(`-${name}-`));
        for (const a of own)
          for (const b of own) if (stageOf(a.key) < stageOf(b.key)) expect(a.endsOn < b.startsOn).toBe(true);
      }
    }),
    trials(12, 80),
  );
});

const known = [...startingItems(room("kitchen")), ...startingItems(room("bathroom"))];
test.each<[string, string[]]>([
  ["no hood please", ["-Hood"]],
  ["remove the microwave, the hood and the dishwasher", ["-Microwave", "-Hood", "-Dishwasher"]],
  ["no hood and an oven", ["-Hood"]],
  ["I want the dishwasher removed", ["-Dishwasher"]],
  ["take the hood out", ["-Hood"]],
  ["the microwave can wait, the oven isn't needed", ["-Microwave", "-Oven"]],
  ["no hood, the oven is fine", ["-Hood"]],
  ["drop the splashback", ["-Tiled splashback", "-Splashback tiles"]],
  ["we already have a dishwasher", ["-Dishwasher"]],
  ["we don't need a radiator", ["-New radiator"]],
  ["without the mirror cabinet", ["-Mirror cabinet", "-Mirror light"]],
  ["remove the bathroom tiles", ["-Tile the wet walls", "-Tile the floor", "-Wall tiles", "-Floor tiles"]],
  ["no painting in the bathroom", ["-Paint the dry walls and the ceiling", "-Paint for damp rooms"]],
  ["drop the kitchen paint", ["-Paint walls and ceiling", "-Wall paint"]],
  ["paint the kitchen green", []],
  ["make the microwave a must", ["must Microwave"]],
  ["the hood is optional", ["optional Hood"]],
  ["make it 15k", []],
  ["drop the bathroom", []],
  ["the kitchen is 4 by 5", []],
  ["don't drop the oven", []],
  ["can we do without the oven?", ["-Oven"]],
  ["what about the oven?", []],
  ["is the hood optional?", []],
  ["keep the window", []],
  ["go on", []],
])("%p changes the checklist by %p", (message, expected) => {
  const edits = readItemEdits(message, known).map((edit) =>
    "remove" in edit ? `-${edit.item.description}` : `${edit.priority} ${edit.item.description}`,
  );
  expect(edits.toSorted()).toEqual(expected.toSorted());
});

test.each<[string, string[]]>([
  ["approve", ["approve"]],
  ["yes, approve", ["approve", "yes"]],
  ["I approve the plan.", ["approve"]],
  ["I do not approve the plan.", ["reject"]],
  ["no, too expensive", ["cheaper", "no"]],
  ["that is too much", ["cheaper"]],
  ["can you make it cheaper?", ["cheaper"]],
  ["back to the checklist", ["back", "to-checklist"]],
  ["show me the plan", ["to-plan"]],
  ["on to the pictures", ["to-pictures"]],
  ["does it fit the budget?", ["cost"]],
  ["what can I do now?", ["help"]],
  ["go on", ["next"]],
])("%p is understood as %p", (message, expected) => {
  const acts: string[] = [...understand(message).talk.acts];
  expect(acts.toSorted()).toEqual(expected.toSorted());
});

test.each<[string, string[]]>([
  ["the kitchen is painted", ["Paint walls and ceiling"]],
  ["the floor has been tiled", []],
  ["the kitchen has been delivered", []],
  ["the dishwasher has been delivered", ["Dishwasher"]],
])("“%s” ticks off %j", (text, descriptions) => {
  const items = startingItems(room("kitchen")).map((item, at) => ({ ...item, id: `item-${at}` }));
  expect(readTicks(text, items).map(({ item }) => item.description)).toEqual(descriptions);
  expect(readTicks("the kitchen is finished", items)).toHaveLength(items.length);
});

test.each<[string, Room["type"], string[]]>([
  ["keep the parquet", "kitchen", ["Level the floor", "Lay the new floor", "Floor covering"]],
  [
    "the old floor stays as it is",
    "living_room",
    ["Remove the old floor covering", "Lay the new floor", "Floor covering"],
  ],
  ["must keep the oven and the dishwasher", "kitchen", ["Oven", "Dishwasher"]],
  ["don't touch the radiator in the bathroom", "bathroom", ["New radiator"]],
  ["keep the toilet where it is", "bathroom", []],
  ["keep the window", "kitchen", []],
  ["don't keep the oven", "kitchen", []],
])("with the wish “%s” the checklist of a %s starts without %j", (wish, type, left) => {
  const plain = startingItems(room(type)).map(({ description }) => description);
  const own = startingItems(room(type, { requirements: [wish] })).map(({ description }) => description);
  const shared = startingItems(room(type), [wish]).map(({ description }) => description);
  expect(plain.filter((description) => !own.includes(description))).toEqual(left);
  expect(own).toEqual([...shared, `Wish: ${wish}`]);
});
