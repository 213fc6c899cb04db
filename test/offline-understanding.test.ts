import { expect, test } from "bun:test";
import fc from "fast-check";
import { statesFacts } from "../src/agent/offline/conversation.ts";
import { intakeOf } from "../src/agent/offline/intake-input.ts";
import { type Topic, understand } from "../src/agent/offline/understanding.ts";
import type { Project } from "../src/agent/project.ts";
import { IntakeInput } from "../src/agent/tools/schema.ts";
import type { Room } from "../src/rooms/schema.ts";
import { emptyProject } from "./support/project.ts";
import { trials } from "./support/effort.ts";

const emptyRoom = { widthCm: null, lengthCm: null, heightCm: null, areaM2: null, budgetMinor: null, notes: null };
const kitchen: Room = {
  ...emptyRoom,
  id: "00000000-0000-4000-8000-000000000001",
  type: "kitchen",
  name: "Kitchen",
  requirements: [],
};
const bathroom: Room = {
  ...emptyRoom,
  id: "00000000-0000-4000-8000-000000000002",
  type: "bathroom",
  name: "Bathroom",
  requirements: [],
};
const second: Room = { ...bathroom, id: "00000000-0000-4000-8000-000000000003", name: "Bathroom 2" };

const project = (rooms: Room[] = [], session: Partial<Project["session"]> = {}): Project => ({
  ...emptyProject(session),
  rooms,
});

const slots = (text: string, known = project(), asked?: Topic) =>
  intakeOf(understand(text, { asked }), known, asked === "size" ? known.rooms[0] : undefined);

const room = (type: string, name: string, more: object = {}) => ({ type, name, ...more });
const sides = (widthCm: number, lengthCm: number) => ({ widthCm, lengthCm });
const eur = (amount: number) => ({ amount, currency: "EUR" });

test.each<[string, object]>([
  [
    "I want to redo my kitchen, 3 by 4 metres, about 20k, something Scandinavian",
    { rooms: [room("kitchen", "Kitchen", sides(300, 400))], budget: { amount: 20_000 }, style: "scandinavian" },
  ],
  [
    "kitchen 3 by 4 m and a bathroom 2x2.5 m",
    { rooms: [room("kitchen", "Kitchen", sides(300, 400)), room("bathroom", "Bathroom", sides(200, 250))] },
  ],
  ["two bedrooms", { rooms: [room("bedroom", "Bedroom 1"), room("bedroom", "Bedroom 2")] }],
  [
    "kitchen 3x4 and bath 2x3",
    { rooms: [room("kitchen", "Kitchen", sides(300, 400)), room("bathroom", "Bathroom", sides(200, 300))] },
  ],
  ["kitchen and bath", { rooms: [room("kitchen", "Kitchen"), room("bathroom", "Bathroom")] }],
  [
    "kitchen and two bathrooms",
    { rooms: [room("kitchen", "Kitchen"), room("bathroom", "Bathroom 1"), room("bathroom", "Bathroom 2")] },
  ],
  [
    "1 kitchen 2 bathrooms 2 small bedrooms",
    {
      rooms: [
        room("kitchen", "Kitchen"),
        ...["Bathroom 1", "Bathroom 2"].map((name) => room("bathroom", name)),
        ...["Bedroom 1", "Bedroom 2"].map((name) => room("bedroom", name)),
      ],
    },
  ],
  [
    "two bathrooms, 2x3 and 2x2.5",
    { rooms: [room("bathroom", "Bathroom 1", sides(200, 300)), room("bathroom", "Bathroom 2", sides(200, 250))] },
  ],
  [
    "a 3x4 kitchen and a 2x2 bathroom",
    { rooms: [room("kitchen", "Kitchen", sides(300, 400)), room("bathroom", "Bathroom", sides(200, 200))] },
  ],
  [
    "a kitchen, a bathroom, and a bedroom: 12, 5 and 14 m2",
    {
      rooms: [
        room("kitchen", "Kitchen", { areaM2: 12 }),
        room("bathroom", "Bathroom", { areaM2: 5 }),
        room("bedroom", "Bedroom", { areaM2: 14 }),
      ],
    },
  ],
  [
    "hall, kitchen and study: 1.2x5, 3x4 and 2.5x3",
    {
      rooms: [
        room("hallway", "Hall", sides(120, 500)),
        room("kitchen", "Kitchen", sides(300, 400)),
        room("home_office", "Study", sides(250, 300)),
      ],
    },
  ],
  [
    "bedroom and guest room, 12 m² each",
    { rooms: [room("bedroom", "Bedroom", { areaM2: 12 }), room("bedroom", "Guest room", { areaM2: 12 })] },
  ],
  [
    "a kitchen of 3 by 4, a bathroom 2 by 3 and two bedrooms, 12 m2 each",
    {
      rooms: [
        room("kitchen", "Kitchen", sides(300, 400)),
        room("bathroom", "Bathroom", sides(200, 300)),
        room("bedroom", "Bedroom 1", { areaM2: 12 }),
        room("bedroom", "Bedroom 2", { areaM2: 12 }),
      ],
    },
  ],
  [
    "kitchen 3 by 4, bedroom and study, both 9 m²",
    {
      rooms: [
        room("kitchen", "Kitchen", sides(300, 400)),
        room("bedroom", "Bedroom", { areaM2: 9 }),
        room("home_office", "Study", { areaM2: 9 }),
      ],
    },
  ],
  [
    "Kitchen 12 bathroom 5 and two bedrooms 12 and 14",
    {
      rooms: [
        room("kitchen", "Kitchen", { areaM2: 12 }),
        room("bathroom", "Bathroom", { areaM2: 5 }),
        room("bedroom", "Bedroom 1", { areaM2: 12 }),
        room("bedroom", "Bedroom 2", { areaM2: 14 }),
      ],
    },
  ],
  [
    "two bathrooms and a kitchen: 5, 4 and 12 m²",
    {
      rooms: [
        room("bathroom", "Bathroom 1", { areaM2: 5 }),
        room("bathroom", "Bathroom 2", { areaM2: 4 }),
        room("kitchen", "Kitchen", { areaM2: 12 }),
      ],
    },
  ],
  [
    "living room and bedroom, 25 square metres and 14",
    { rooms: [room("living_room", "Living room", { areaM2: 25 }), room("bedroom", "Bedroom", { areaM2: 14 })] },
  ],
  ["2 bathroom", { rooms: [room("bathroom", "Bathroom 1"), room("bathroom", "Bathroom 2")] }],
  ["Our lounge is 3.5 × 4,2 metres", { rooms: [room("living_room", "Lounge", sides(350, 420))] }],
  ["12 m² bathroom, budget €20,000", { rooms: [room("bathroom", "Bathroom", { areaM2: 12 })], budget: eur(20_000) }],
  [
    "dining room of 12 sqm with a ceiling height of 2.6 m",
    { rooms: [room("dining_room", "Dining room", { areaM2: 12, heightCm: 260 })] },
  ],
  [
    "bedroom 130 sq ft, $15k",
    { rooms: [room("bedroom", "Bedroom", { areaM2: 12.08 })], budget: { amount: 15_000, currency: "USD" } },
  ],
  ["a 10x12 ft home office", { rooms: [room("home_office", "Home office", sides(305, 366))] }],
  ["nursery 10' by 12'", { rooms: [room("children_room", "Nursery", sides(305, 366))] }],
  ["garage, 18 ft 6 in by 20 ft", { rooms: [room("garage", "Garage", sides(564, 610))] }],
  ["kitchen three by four metres", { rooms: [room("kitchen", "Kitchen", sides(300, 400))] }],
  ["hallway three and a half by four", { rooms: [room("hallway", "Hallway", sides(350, 400))] }],
  [
    "the bath room is 300 x 400 cm, 2.6 m high",
    { rooms: [room("bathroom", "Bathroom", { ...sides(300, 400), heightCm: 260 })] },
  ],
  ["laundry 3m20 x 4m10", { rooms: [room("laundry", "Laundry", sides(320, 410))] }],
  ["attic 3½ by 5 1/2 m", { rooms: [room("attic", "Attic", sides(350, 550))] }],
  ["cellar 3.500 m x 4.200 m", { rooms: [room("basement", "Cellar", sides(350, 420))] }],
  ["the kitchen is 3 m wide and 4 m long", { rooms: [room("kitchen", "Kitchen", sides(300, 400))] }],
  ["3 by 4 by 2.5 m kitchen", { rooms: [room("kitchen", "Kitchen", { ...sides(300, 400), heightCm: 250 })] }],
  [
    "balcony (2 x 5 m) and walk-in closet",
    { rooms: [room("balcony", "Balcony", sides(200, 500)), room("other", "Walk in closet")] },
  ],
  ["20.000 euro for the kitchen", { rooms: [room("kitchen", "Kitchen")], budget: eur(20_000) }],
  ["about 20 thousand pounds", { budget: { amount: 20_000, currency: "GBP" } }],
  ["bath 6 m² 10000", { rooms: [room("bathroom", "Bathroom", { areaM2: 6 })], budget: { amount: 10_000 } }],
  ["kitchen 3x4 and 18.000", { rooms: [room("kitchen", "Kitchen", sides(300, 400))], budget: { amount: 18_000 } }],
  ["20k, of which 12k for the kitchen", { rooms: [room("kitchen", "Kitchen")], budget: { amount: 20_000 } }],
  ["25k including 3k for the kitchen", { rooms: [room("kitchen", "Kitchen")], budget: { amount: 25_000 } }],
  ["15k + 2.5k plus 1k for the kitchen", { rooms: [room("kitchen", "Kitchen")], budget: { amount: 18_500 } }],
  ["a quarter million", { budget: { amount: 250_000 } }],
  ["half a mil", { budget: { amount: 500_000 } }],
  ["a quarter of a million euros", { budget: eur(250_000) }],
  ["twelve and a half thousand euros", { budget: eur(12_500) }],
  ["three quarters of a million", { budget: { amount: 750_000 } }],
  ["one and a half million", { budget: { amount: 1_500_000 } }],
  ["18 tsd euro", { budget: eur(18_000) }],
  ["twenty-five thousand five hundred dollars", { budget: { amount: 25_500, currency: "USD" } }],
  ["15 grand", { budget: { amount: 15_000 } }],
  ["no more than 12 500 eur", { budget: eur(12_500) }],
  ["somewhere between 15 and 20k", { budget: { amount: 20_000 } }],
  ["20'000 CHF", { budget: { amount: 20_000, currency: "CHF" } }],
  ["EUR 20.000,00", { budget: eur(20_000) }],
  ["half a million yen", { budget: { amount: 500_000, currency: "JPY" } }],
  ["CA$18k", { budget: { amount: 18_000, currency: "CAD" } }],
  [
    "I paid 300k for the flat and have 15k left for the kitchen",
    { rooms: [room("kitchen", "Kitchen")], budget: { amount: 15_000 } },
  ],
  [
    "10k for the kitchen and 5k for the bathroom",
    {
      rooms: [
        room("kitchen", "Kitchen", { requirements: ["about 10,000 of the budget"] }),
        room("bathroom", "Bathroom", { requirements: ["about 5,000 of the budget"] }),
      ],
      budget: { amount: 15_000 },
    },
  ],
  [
    "kichen and bathrom in scandanavian style",
    { rooms: [room("kitchen", "Kitchen"), room("bathroom", "Bathroom")], style: "scandinavian" },
  ],
  ["not scandinavian, industrial", { style: "industrial" }],
  ["hygge", { style: "scandinavian" }],
  ["mid-century modern vibe", { style: "mid-century" }],
  ["a mix of boho and rustic", { style: "bohemian", constraints: ["with touches of Rustic"] }],
  [
    "kitchen: must keep the window, need a dishwasher, no open shelves, we have two cats",
    {
      rooms: [
        room("kitchen", "Kitchen", { requirements: ["must keep the window", "a dishwasher", "no open shelves"] }),
      ],
      constraints: ["we have two cats"],
    },
  ],
  [
    "I'd like a modern kitchen with an island",
    { rooms: [room("kitchen", "Kitchen", { requirements: ["an island"] })], style: "modern" },
  ],
  [
    "The kitchen needs an island and the bathroom needs a tub",
    {
      rooms: [
        room("kitchen", "Kitchen", { requirements: ["an island"] }),
        room("bathroom", "Bathroom", { requirements: ["a tub"] }),
      ],
    },
  ],
  ["my wife is allergic to dust", { constraints: ["my wife is allergic to dust"] }],
  ["kitchen open to the living room", { rooms: [room("kitchen", "Kitchen")] }],
  ["Can you redo my kitchen, 3 by 4?", { rooms: [room("kitchen", "Kitchen", sides(300, 400))] }],
  ["kitchen 3x4 €20k", { rooms: [room("kitchen", "Kitchen", sides(300, 400))], budget: eur(20_000) }],
])("%p is understood", (text, expected) => {
  expect(slots(text).input).toEqual(expected as IntakeInput);
});

test.each<[string, string]>([
  ["how much does a new kitchen cost?", "a question"],
  ["remove the wall between kitchen and living room", "a wall and its neighbours"],
  ["lorem ipsum dolor", "nothing known"],
  ["anything but modern", "what is not wanted"],
  ["it takes 3 weeks and 2 people", "numbers of other things"],
  ["scandinavian or japandi", "an open choice"],
])("%p states nothing to save: %s", (text) => {
  expect(slots(text).input).toBeUndefined();
});

test.each<[string, RegExp]>([
  ["kitchen 0 by 4 m", /0 m by 4 m cannot be right/],
  ["kitchen 3 km by 4 km", /3000 m by 4000 m cannot be right/],
  ["kitchen -3 by 4 m", /cannot be right/],
  ["kitchen 0 m²", /area of 0 m²/],
  ["kitchen, ceiling 40 m", /height of 40 m/],
  ["budget -5", /more than nothing/],
  ["€-500", /more than nothing/],
  ["budget 5000 million", /beyond what I can plan/],
  ["20000 doubloons", /currency “doubloons”/],
  ["20000 XYZ", /currency “XYZ”/],
  ["200000 kr", /currency “kr”/],
  ["400 bathrooms", /400 times “bathroom”/],
  ["drop the bathroom", /no bathroom on the list/],
  ["kitchen and hall, 30 m² in total", /size for all together/],
  ["5k more", /no budget yet/],
  ["our flat is 80 m2 with 3 bedrooms", /size for all together/],
])("%p is asked about instead of saved", (text, doubt) => {
  const { input, doubts, absent } = slots(text);
  expect([...doubts, ...absent].join(" ")).toMatch(doubt);
  expect(input?.budget).toBeUndefined();
  for (const one of input?.rooms ?? []) expect(Object.keys(one)).toEqual(["type", "name"]);
});

test.each<[Topic, string, object | undefined]>([
  ["size", "3 by 4", { rooms: [{ roomId: kitchen.id, ...sides(300, 400) }] }],
  ["size", "12", { rooms: [{ roomId: kitchen.id, areaM2: 12 }] }],
  ["size", "about 12 I think", { rooms: [{ roomId: kitchen.id, areaM2: 12 }] }],
  ["size", "300 400 cm", undefined],
  ["budget", "20000", { budget: { amount: 20_000 } }],
  ["budget", "maybe 20 000", { budget: { amount: 20_000 } }],
  ["budget", "15000 - 20000", { budget: { amount: 20_000 } }],
  ["budget", "3 by 4", { rooms: [{ roomId: kitchen.id, ...sides(300, 400) }] }],
  ["budget", "two bathrooms", { rooms: [room("bathroom", "Bathroom 1"), room("bathroom", "Bathroom 2")] }],
  [
    "wishes",
    "a bay window and lots of light",
    { rooms: [{ roomId: kitchen.id, requirements: ["a bay window and lots of light"] }] },
  ],
  ["budget", "around 10 grand, could go to 12", { budget: { amount: 10_000 } }],
  [
    "wishes",
    "white shaker cabinets please",
    { rooms: [{ roomId: kitchen.id, requirements: ["white shaker cabinets"] }] },
  ],
  ["wishes", "industrial instead", { style: "industrial" }],
  ["wishes", "a more rustic look", { style: "rustic" }],
  [
    "wishes",
    "make it scandinavian and keep the window",
    { rooms: [{ roomId: kitchen.id, requirements: ["keep the window"] }], style: "scandinavian" },
  ],
  ["wishes", "no", undefined],
  ["wishes", "two cats", { rooms: [{ roomId: kitchen.id, requirements: ["two cats"] }] }],
  ["room", "20000", { budget: { amount: 20_000 } }],
  ["room", "20", undefined],
  ["style", "12", undefined],
])("after the question about %s, %p is its answer", (asked, text, expected) => {
  expect(slots(text, project([kitchen]), asked).input).toEqual(expected as IntakeInput | undefined);
});

test.each<[string, Room[], object | undefined]>([
  ["actually the kitchen is 4 by 5", [kitchen, bathroom], { rooms: [{ roomId: kitchen.id, ...sides(400, 500) }] }],
  ["sorry, 4 by 5", [kitchen], { rooms: [{ roomId: kitchen.id, ...sides(400, 500) }] }],
  ["make it 15k", [kitchen], { budget: { amount: 15_000 } }],
  [
    "at most 5k for the bathroom",
    [kitchen, bathroom],
    { rooms: [{ roomId: bathroom.id, requirements: ["about 5,000 of the budget"] }] },
  ],
  ["18k for the kitchen and the bathroom", [kitchen, bathroom], { budget: { amount: 18_000 } }],
  ["25k for the kitchen", [kitchen, bathroom], { budget: { amount: 25_000 } }],
  ["no, 18k not 15k", [kitchen], { budget: { amount: 18_000 } }],
  ["18k instead of 20k", [kitchen], { budget: { amount: 18_000 } }],
  ["no, 4 by 3, not 3 by 4", [kitchen], { rooms: [{ roomId: kitchen.id, ...sides(400, 300) }] }],
  ["the kitchen is not 3 by 4", [kitchen], undefined],
  ["add 5k to the budget", [kitchen], { budget: { amount: 25_000 } }],
  ["reduce the budget by 2k", [kitchen], { budget: { amount: 18_000 } }],
  ["I meant pounds", [kitchen], { budget: { amount: 20_000, currency: "GBP" } }],
  ["make it industrial", [kitchen], { style: "industrial" }],
  ["drop the bathroom", [kitchen, bathroom], { rooms: [{ roomId: bathroom.id, remove: true }] }],
  ["we don't want to do the bathroom anymore", [kitchen, bathroom], { rooms: [{ roomId: bathroom.id, remove: true }] }],
  [
    "forget the kitchen and the bathroom",
    [kitchen, bathroom],
    {
      rooms: [
        { roomId: kitchen.id, remove: true },
        { roomId: bathroom.id, remove: true },
      ],
    },
  ],
  [
    "a balcony instead of the bathroom",
    [kitchen, bathroom],
    { rooms: [{ roomId: bathroom.id, remove: true }, room("balcony", "Balcony")] },
  ],
  [
    "drop the bathroom, make the kitchen 4 by 5",
    [kitchen, bathroom],
    {
      rooms: [
        { roomId: kitchen.id, ...sides(400, 500) },
        { roomId: bathroom.id, remove: true },
      ],
    },
  ],
  ["don't forget the bathroom", [kitchen, bathroom], undefined],
  ["no the kitchen is 4 by 5", [kitchen, bathroom], { rooms: [{ roomId: kitchen.id, ...sides(400, 500) }] }],
  ["no, the kitchen 4 by 5", [kitchen, bathroom], { rooms: [{ roomId: kitchen.id, ...sides(400, 500) }] }],
  [
    "drop the bathroom, the kitchen is 4 by 5",
    [kitchen, bathroom],
    {
      rooms: [
        { roomId: kitchen.id, ...sides(400, 500) },
        { roomId: bathroom.id, remove: true },
      ],
    },
  ],
  ["the bathroom can wait", [kitchen, bathroom], { rooms: [{ roomId: bathroom.id, remove: true }] }],
  ["the bathroom isn't needed after all", [kitchen, bathroom], { rooms: [{ roomId: bathroom.id, remove: true }] }],
  ["leave the bathroom as it is", [kitchen, bathroom], { rooms: [{ roomId: bathroom.id, remove: true }] }],
  [
    "leave the window as it is",
    [kitchen],
    { rooms: [{ roomId: kitchen.id, requirements: ["leave the window as it is"] }] },
  ],
  ["not much, maybe 8000 euros", [kitchen], { budget: eur(8_000) }],
  ["not the bathroom, the kitchen", [kitchen, bathroom], undefined],
  ["a kitchen, not a bathroom", [kitchen], undefined],
  ["not the bathroom", [kitchen, bathroom], { rooms: [{ roomId: bathroom.id, remove: true }] }],
  [
    "I don't want to paint the bathroom",
    [kitchen, bathroom],
    { rooms: [{ roomId: bathroom.id, requirements: ["don't want to paint the bathroom"] }] },
  ],
  ["only one bathroom", [bathroom, second], undefined],
  ["we won't have money for the kitchen tiles", [kitchen, bathroom], undefined],
  ["remove the bathroom tiles", [kitchen, bathroom], undefined],
  ["the second bathroom is 2x2", [bathroom, second], { rooms: [{ roomId: second.id, ...sides(200, 200) }] }],
  ["drop bathroom 2", [bathroom, second], { rooms: [{ roomId: second.id, remove: true }] }],
  ["the kitchen is now 14 not 12", [kitchen, bathroom], { rooms: [{ roomId: kitchen.id, areaM2: 14 }] }],
  [
    "Kitchen 12.5, bathroom 5 and a hall",
    [kitchen, bathroom],
    {
      rooms: [{ roomId: kitchen.id, areaM2: 12.5 }, { roomId: bathroom.id, areaM2: 5 }, room("hallway", "Hall")],
    },
  ],
  ["the budget for the kitchen is 20", [kitchen, bathroom], undefined],
  ["another bathroom 2x2", [bathroom], { rooms: [room("bathroom", "Bathroom 2", sides(200, 200))] }],
  ["we have two bathrooms", [bathroom], { rooms: [room("bathroom", "Bathroom 2")] }],
  ["add a guest bathroom", [bathroom], { rooms: [room("bathroom", "Guest bathroom")] }],
  [
    "the ceilings are 2.7 m high everywhere",
    [kitchen, bathroom],
    {
      rooms: [
        { roomId: kitchen.id, heightCm: 270 },
        { roomId: bathroom.id, heightCm: 270 },
      ],
    },
  ],
  [
    "12 m² each",
    [kitchen, bathroom],
    {
      rooms: [
        { roomId: kitchen.id, areaM2: 12 },
        { roomId: bathroom.id, areaM2: 12 },
      ],
    },
  ],
  [
    "rooms are 3x4 and 2x2",
    [kitchen, bathroom],
    {
      rooms: [
        { roomId: kitchen.id, ...sides(300, 400) },
        { roomId: bathroom.id, ...sides(200, 200) },
      ],
    },
  ],
])("%p corrects what is known", (text, rooms, expected) => {
  const known = project(rooms, { budgetMinor: 2_000_000, currency: "EUR", styleSlug: "modern" });
  expect(slots(text, known).input).toEqual(expected as IntakeInput | undefined);
});

test.each(["total 45 sqm", "45 m² in total", "together 45 square metres"])(
  "“%s” is the size of a room where there is but one",
  (text) => {
    const { input, doubts } = slots(text, project([kitchen, bathroom]), "size");
    expect([input, doubts.join()]).toEqual([undefined, expect.stringContaining("for all together")]);
    expect(slots(text, project([kitchen]), "size").input?.rooms).toEqual([{ roomId: kitchen.id, areaM2: 45 }]);
  },
);

test("one of several rooms is not chosen for the homeowner", () => {
  const { input, doubts } = slots("drop a bathroom", project([bathroom, second]));
  expect(input).toBeUndefined();
  expect(doubts).toEqual(["Which one shall I drop, “Bathroom” or “Bathroom 2”?"]);
});

test("what is known already is not saved again", () => {
  const known = {
    ...project([{ ...kitchen, requirements: ["no open shelves"] }], {
      styleSlug: "japandi",
      constraints: ["we have two cats"],
    }),
  };
  expect(slots("Japandi, no open shelves, we have two cats", known).input).toBeUndefined();
});

const words =
  "kitchen bathrooms two 3 4 by x m m² ft ' \" k € $ 20000 -5 0 , . ? and or not no drop the a second another budget style scandinavian modern skip don't know yes next need with keep more less half million ½ 1e9 km all each total bedroom hundred thousand";
const jumble = fc.array(fc.oneof(fc.constantFrom(...words.split(" ")), fc.string({ maxLength: 6, unit: "grapheme" })), {
  maxLength: 40,
});
// A message with a NUL is refused before it gets here.
const anyText = fc
  .oneof(
    fc.string({ maxLength: 400, unit: "binary" }),
    fc.tuple(jumble, fc.constantFrom(" ", "")).map(([parts, glue]) => parts.join(glue)),
  )
  .map((text) => text.replaceAll("\u0000", ""));
const anyTopic = fc.constantFrom<Topic | undefined>(
  undefined,
  "room",
  "count",
  "size",
  "budget",
  "amount",
  "style",
  "wishes",
  "checklist",
);
const anyProject = fc
  .tuple(fc.subarray([kitchen, bathroom, second]), fc.option(fc.integer({ min: 0, max: 100_000_000_000 })))
  .map(([rooms, budgetMinor]) => project(rooms, { budgetMinor, currency: budgetMinor === null ? null : "EUR" }));

test("no text makes the rules throw, or save what the tool would refuse", () => {
  fc.assert(
    fc.property(anyText, anyTopic, anyProject, (text, asked, known) => {
      const { input } = slots(text, known, asked);
      if (input) expect(IntakeInput.parse(input)).toEqual(input);
    }),
    trials(1_000, 6_000),
  );
});

test("the same text is always understood the same way", () => {
  fc.assert(
    fc.property(anyText, anyTopic, anyProject, (text, asked, known) => {
      expect(slots(text, known, asked)).toEqual(slots(text, known, asked));
    }),
    trials(100, 600),
  );
});

// A rule that goes back over all it has read would not come to an end.
test.each(["1 ", "two kitchens 3x4 ", "- -1 ", "1' ", "not a the so really ", "20000 XYZ "])(
  "the longest message of nothing but %p is read",
  (part) => {
    understand(part.repeat(8_000 / part.length), { asked: "budget" });
  },
  5_000,
);

const agreeing =
  "yes|Approve|approved|I approve|go ahead|yes, go ahead|looks good|looks fine|perfect|great|ok do it|ok, let's do it|let’s go|sounds great|sure|fine by me|next|weiter|all good, thanks|yess|please go on";

test.each(agreeing.split("|"))("“%s” is a yes, and nothing else", (text) => {
  const said = understand(text);
  const { acts } = said.talk;
  expect(acts.has("yes") || acts.has("approve") || acts.has("next")).toBe(true);
  expect([...acts].filter((act) => !["yes", "approve", "next", "content", "thanks"].includes(act))).toEqual([]);
  expect([statesFacts(said), said.isQuestion]).toEqual([false, false]);
});
