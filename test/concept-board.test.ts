import { expect, test } from "bun:test";
import fc from "fast-check";
import { drawBoard } from "../src/renders/board/board.ts";
import type { BoardInput, BoardPick, BoardRoom } from "../src/renders/board/input.ts";
import { layOut } from "../src/renders/board/layout.ts";
import { isInside, overlap, type Rect } from "../src/renders/board/layout-geometry.ts";
import { widthOfText } from "../src/renders/board/text.ts";
import { RoomType } from "../src/rooms/schema.ts";
import { parseSvg, partsOf, type SvgElement, textsOf } from "./support/svg.ts";
import { trials } from "./support/effort.ts";

const pick = (name: string, category: BoardPick["category"], more: Partial<BoardPick> = {}): BoardPick => {
  const { quantity = 1, unitPriceMinor = 12_345 } = more;
  const costMinor = Math.round(quantity * unitPriceMinor);
  return { name, category, unit: "piece", size: null, materials: [], quantity, unitPriceMinor, costMinor, ...more };
};
const size = (widthCm: number, depthCm: number, heightCm: number) => ({ size: { widthCm, depthCm, heightCm } });

const palette = [
  { name: "Snow white", hex: "#f7f7f4" },
  { name: "Birch", hex: "#dcc7a3" },
  { name: "Fjord blue", hex: "#7d93a3" },
  { name: "Charcoal", hex: "#3a3d40" },
];

const kitchen: BoardInput = {
  projectTitle: "Flat in Lindenstraße",
  room: {
    name: "Kitchen",
    type: "kitchen",
    widthCm: 300,
    lengthCm: 400,
    heightCm: 250,
    areaM2: 12,
    requirements: ["room for a dishwasher"],
  },
  style: { name: "Scandinavian", summary: "Bright and calm.", palette, materials: ["light oak", "wool", "linen"] },
  picks: [
    pick("Kitchen in matt white", "cabinets", {
      unit: "m",
      quantity: 4.2,
      unitPriceMinor: 89_000,
      ...size(100, 60, 220),
    }),
    pick("Induction hob", "appliances", size(60, 52, 6)),
    pick("Built-in fridge-freezer", "appliances", size(56, 55, 178)),
    pick("Natural oak plank", "flooring", { unit: "m2", quantity: 12 }),
    pick("Chair in plywood", "furniture", { quantity: 4, ...size(46, 50, 80) }),
  ],
  currency: "EUR",
  plan: { version: 2, totalMinor: 1_562_000, startsOn: "2026-12-07", endsOn: "2027-01-15" },
  instructions: "Darker worktop",
  version: 3,
  date: "2026-11-22",
  locale: "en-GB",
};

const board = (change: Partial<BoardInput> = {}, room: Partial<BoardInput["room"]> = {}) =>
  drawBoard({ ...kitchen, ...change, room: { ...kitchen.room, ...room } });

const rectOf = (attributes: Record<string, string>): Rect => ({
  x: Number(attributes["data-x-cm"]),
  y: Number(attributes["data-y-cm"]),
  width: Number(attributes["data-width-cm"]),
  depth: Number(attributes["data-depth-cm"]),
});

const products = fc.constantFrom(
  pick("Kitchen in oak", "cabinets", { unit: "m", quantity: 3.4, ...size(100, 60, 220) }),
  pick("Built-in fridge-freezer", "appliances", size(56, 55, 178)),
  pick("Washing machine", "appliances", size(60, 60, 85)),
  pick("Freestanding bath", "sanitaryware", size(170, 75, 60)),
  pick("Wall-hung toilet", "sanitaryware", size(36, 54, 112)),
  pick("Vanity unit with basin", "sanitaryware", size(80, 46, 55)),
  pick("Flat shower tray", "sanitaryware", size(90, 120, 3)),
  pick("Three-seat sofa", "furniture", size(220, 95, 80)),
  pick("Bed in oak", "furniture", size(170, 210, 90)),
  pick("Bedside table", "furniture", { quantity: 2, ...size(45, 40, 50) }),
  pick("Dining table", "furniture", size(180, 90, 75)),
  pick("Chair", "furniture", { quantity: 6, ...size(46, 50, 80) }),
  pick("Height adjustable desk", "furniture", size(140, 70, 120)),
  pick("Something odd", "furniture", size(300, 2_000, 5)),
  pick("Wardrobe in oak", "storage", size(150, 60, 200)),
  pick("Modular shelf", "storage", { quantity: 3, ...size(80, 30, 200) }),
  pick("Wool rug", "textiles", size(200, 300, 1)),
  pick("Globe lamp", "lighting", size(30, 30, 35)),
  pick("Wall paint in white", "paint", { unit: "litre", quantity: 12.5 }),
);
const side = fc.oneof(fc.integer({ min: 50, max: 700 }), fc.integer({ min: 50, max: 10_000 }), fc.constant(null));
const rooms = fc.record({
  type: fc.constantFrom(...RoomType.options),
  name: fc.string({ unit: "grapheme", minLength: 1, maxLength: 80 }),
  widthCm: side,
  lengthCm: side,
  heightCm: fc.oneof(fc.integer({ min: 150, max: 1_500 }), fc.constant(null)),
  areaM2: fc.oneof(fc.double({ min: 0.25, max: 10_000, noNaN: true }), fc.constant(null)),
  requirements: fc.array(fc.string({ unit: "grapheme", minLength: 1, maxLength: 300 }), { maxLength: 6 }),
});
const picksOf = fc.array(products, { maxLength: 14 });

/** Six chairs in a row, less than a millimetre apart. */
const narrowKitchen: BoardRoom = {
  ...{ type: "kitchen", name: "Kitchen", requirements: [] },
  ...{ widthCm: 50, lengthCm: 505, heightCm: 150, areaM2: null },
};
const chairsInARow = [
  pick("Bedside table", "furniture", { quantity: 2, ...size(45, 40, 50) }),
  pick("Chair", "furniture", { quantity: 6, ...size(46, 50, 80) }),
];

test("furniture lies within the room, on nothing else and in no door's way, whatever the room", () => {
  fc.assert(
    fc.property(rooms, picksOf, (room, picks) => {
      const { size: floor, footprints, openings } = layOut(room, picks);
      for (const { rect, name } of footprints) {
        expect(isInside(rect, floor), `${name} is inside`).toBe(true);
        expect(
          openings.doors.some(({ free }) => overlap(rect, free)),
          `${name} leaves the door free`,
        ).toBe(false);
      }
      for (const [index, one] of footprints.entries())
        for (const other of footprints.slice(index + 1))
          expect(overlap(one.rect, other.rect), `${one.name} overlaps ${other.name}`).toBe(false);
    }),
    { ...trials(50, 300), examples: [[narrowKitchen, chairsInARow]] },
  );
});

test("every board is well-formed, self-contained and shows palette, total and all that it draws", () => {
  fc.assert(
    fc.property(rooms, picksOf, fc.string({ unit: "binary", maxLength: 200 }), (room, picks, words) => {
      const svg = drawBoard({ ...kitchen, room, picks, projectTitle: words, instructions: words });
      const root = parseSvg(svg);
      expect(svg).not.toMatch(/NaN|Infinity|undefined|<script|<style|<image|foreignObject|href|url\(| on[a-z]+=/);
      expect(partsOf(root, "swatch").map((swatch) => swatch.attributes["data-hex"])).toEqual(
        palette.map(({ hex }) => hex),
      );
      expect(partsOf(root, "footprint").map(({ attributes }) => rectOf(attributes))).toEqual(
        layOut(room, picks).footprints.map(({ rect }) => rect),
      );
      const total = picks.reduce((sum, { costMinor }) => sum + costMinor, 0);
      expect(partsOf(root, "total").map(({ attributes }) => Number(attributes["data-total-minor"]))).toEqual(
        picks.length ? [total] : [],
      );
    }),
    trials(10, 50),
  );
});

test("the same input gives the same drawing", () => {
  expect(board()).toBe(board());
});

test("every picked thing is drawn or said to be missing", () => {
  fc.assert(
    fc.property(rooms, fc.array(products, { minLength: 1, maxLength: 14 }), (room, picks) => {
      const { footprints, notDrawn } = layOut(room, picks);
      for (const [index, { name, category, quantity }] of picks.entries()) {
        if (category !== "furniture" && category !== "storage" && category !== "sanitaryware") continue;
        const drawn = footprints.filter(({ pick: from }) => from === index).length;
        const missing = notDrawn.filter(({ pick: from }) => from === index).reduce((sum, { count }) => sum + count, 0);
        expect(drawn + missing, name).toBe(quantity);
      }
    }),
    trials(20, 100),
  );
});

test("a kitchen has its run with sink and hob, and the picked chairs around a table", () => {
  const { footprints, notDrawn } = layOut(kitchen.room, kitchen.picks);
  const runs = footprints.filter(({ kind }) => kind === "kitchen");
  const runCm = runs.reduce((sum, { rect }) => sum + Math.max(rect.width, rect.depth), 0);
  expect(runCm).toBe(420);
  expect(runs.flatMap(({ modules }) => modules.map(({ kind }) => kind)).toSorted()).toEqual([
    "dishwasher",
    "fridge",
    "hob",
    "sink",
  ]);
  expect(footprints.filter(({ kind }) => kind === "chair")).toHaveLength(4);
  expect(footprints.filter(({ kind }) => kind === "table")).toHaveLength(1);
  expect(notDrawn).toEqual([]);
});

test("a warehouse full of picks is still drawn, and what is left out is said", () => {
  const picks = Array.from({ length: 300 }, () =>
    pick("Dining table", "furniture", { quantity: 1_000, ...size(120, 80, 75) }),
  );
  const room = { ...kitchen.room, type: "other" as const, widthCm: 10_000, lengthCm: 10_000 };
  const root = parseSvg(board({ picks }, room));
  expect(partsOf(root, "footprint").length).toBeGreaterThan(50);
  expect(textsOf(root).some((text) => text.includes("too many to draw"))).toBe(true);
});

test.each([
  ["Kitchen island in oak", "cabinets", "island"],
  ["Coat rack with bench", "storage", "coat_rack"],
  ["Bedside table in oak", "furniture", "nightstand"],
  ["Desk for school children", "furniture", "desk"],
  ["Bath with shower end", "sanitaryware", "bath"],
  ["Floor light for reading", "lighting", "floor_lamp"],
  ["Something never heard of", "storage", "box"],
] as const)("%p of %s stands on the plan as %s", (name, category, kind) => {
  const room = { ...kitchen.room, type: "other" as const, widthCm: 600, lengthCm: 600 };
  const drawn = layOut(room, [pick(name, category)]).footprints.filter(({ pick: from }) => from === 0);
  expect(drawn.map((footprint) => footprint.kind)).toEqual([kind]);
});

test("the list has the picks' own prices, and a long one is cut without losing its sum", () => {
  const picks = Array.from({ length: 40 }, (_, index) =>
    pick(`Lamp ${index}`, "lighting", { unitPriceMinor: 1_000 + index }),
  );
  const root = parseSvg(board({ picks }));
  const shown = partsOf(root, "product").map(({ attributes }) => Number(attributes["data-cost-minor"]));
  expect(shown).toEqual(picks.slice(0, shown.length).map(({ costMinor }) => costMinor));
  expect(textsOf(root)).toContain(`and ${40 - shown.length} more`);
  expect(textsOf(root)).toContain("EUR 407.80");
});

test.each([
  [60, 100, "1:10"],
  [300, 400, "1:25"],
  [480, 600, "1:40"],
  [10_000, 10_000, "1:1000"],
])("a room of %d × %d cm is drawn at %s", (widthCm, lengthCm, scale) => {
  const root = parseSvg(board({}, { widthCm, lengthCm }));
  expect(partsOf(root, "floor-plan")[0]?.attributes["data-scale"]).toBe(scale);
  expect(textsOf(root)).toContain(scale);
});

test("nothing tall stands before a window, and nothing in a kitchen's aisle", () => {
  fc.assert(
    fc.property(rooms, picksOf, (room, picks) => {
      const { size: floor, footprints, openings } = layOut({ ...room, type: "kitchen" }, picks);
      const others = footprints.filter(({ kind }) => kind !== "kitchen");
      for (const window of openings.windows) {
        const strip = { x: window.fromCm, y: 0, width: window.widthCm, depth: 25 };
        const tall = others.filter(({ rect, heightCm }) => heightCm > 95 && overlap(rect, strip));
        expect(tall.map(({ name }) => name)).toEqual([]);
      }
      for (const { rect, back } of footprints.filter(({ kind }) => kind === "kitchen")) {
        const aisle = {
          top: { y: rect.y + 80 },
          bottom: { y: rect.y - 80 },
          left: { x: rect.x + 80 },
          right: { x: rect.x - 80 },
        }[back];
        expect(others.filter((other) => overlap(other.rect, { ...rect, ...aisle })).map(({ name }) => name)).toEqual(
          [],
        );
        expect(isInside({ ...rect, ...aisle }, floor)).toBe(true);
      }
    }),
    trials(30, 200),
  );
});

/** The corners of what is drawn without a transformation, and the ends of texts at their widest. */
function extentOf(element: SvgElement): [number, number][] {
  const { name, attributes, children, text } = element;
  if (attributes["transform"]) return [];
  const number = (key: string) => Number(attributes[key] ?? 0);
  const [x, y] = [number("x"), number("y")];
  if (name === "rect")
    return [
      [x, y],
      [x + number("width"), y + number("height")],
    ];
  if (name === "line")
    return [
      [number("x1"), number("y1")],
      [number("x2"), number("y2")],
    ];
  if (name === "polygon")
    return (attributes["points"] ?? "").split(" ").map((point) => point.split(",").map(Number) as [number, number]);
  if (name === "text") {
    const weight = number("font-weight") >= 600 ? 600 : 400;
    const width = widthOfText(text, { size: number("font-size"), weight, spacing: number("letter-spacing") });
    const left = { end: x - width, middle: x - width / 2 }[attributes["text-anchor"] ?? ""] ?? x;
    return [
      [left, y],
      [left + width, y],
    ];
  }
  return children.flatMap(extentOf);
}

const long = "A name that is much longer than any name of anything that has ever been sold ".repeat(3).trim();

test.each<[string, Partial<BoardInput>, Partial<BoardInput["room"]>]>([
  ["a tiny room", {}, { type: "bathroom", widthCm: 70, lengthCm: 90 }],
  ["the narrowest room", {}, { type: "hallway", widthCm: 50, lengthCm: 10_000 }],
  ["a hall", {}, { type: "other", widthCm: 10_000, lengthCm: 4_000, heightCm: 1_500 }],
  ["a high shaft", {}, { widthCm: 100, lengthCm: 100, heightCm: 1_500 }],
  ["a balcony", {}, { type: "balcony", widthCm: 400, lengthCm: 160 }],
  [
    "long words",
    {
      projectTitle: long,
      instructions: long.repeat(5),
      picks: Array.from({ length: 60 }, () => pick(long, "furniture", { quantity: 2, unitPriceMinor: 99_999_999_999 })),
    },
    { name: long, requirements: Array.from({ length: 50 }, () => long) },
  ],
  [
    "words without spaces",
    { projectTitle: "W".repeat(200), instructions: "字".repeat(400), picks: [pick("M".repeat(100), "furniture")] },
    { name: "🏠".repeat(40) },
  ],
])("everything lies on the sheet with %s, and the plan and the view in their parts of it", (_name, change, room) => {
  const root = parseSvg(board(change, room));
  const within = (
    points: [number, number][],
    [left, top, right, bottom]: readonly [number, number, number, number],
  ) => {
    for (const [x, y] of points) {
      expect(x).toBeWithin(left - 0.01, right + 0.01);
      expect(y).toBeWithin(top - 0.01, bottom + 0.01);
    }
  };
  within(extentOf(root), [0, 0, 420, 297]);
  for (const part of ["header", "palette", "materials", "product-list", "notes", "title-block"])
    for (const element of partsOf(root, part)) within(extentOf(element), [11, 8, 409, 286]);
  for (const element of [...partsOf(root, "floor-plan"), ...partsOf(root, "axonometric")])
    within(extentOf(element), [11, 36, 305, 236]);
});

test("lists and notes end above what stands below them", () => {
  const requirements = Array.from({ length: 50 }, () => long);
  const picks = Array.from({ length: 60 }, () =>
    pick(long, "furniture", { size: { widthCm: 1_999, depthCm: 1_999, heightCm: 50 } }),
  );
  const root = parseSvg(board({ picks }, { requirements }));
  const lowest = (part: string) =>
    Math.max(
      ...partsOf(root, part)
        .flatMap(extentOf)
        .map(([, y]) => y),
    );
  expect(lowest("notes")).toBeLessThan(236);
  expect(lowest("product-list")).toBeLessThan(236);
});

test("a room that nobody measured is drawn from its area, and says so", () => {
  const room = { ...kitchen.room, widthCm: null, lengthCm: null, heightCm: null, areaM2: 12 };
  expect(layOut(room, []).size).toMatchObject({ widthCm: 300, lengthCm: 400, assumed: { sides: true, height: true } });
  expect(textsOf(parseSvg(board({}, room))).join(" ")).toContain("Assumed: sides, height, doors and windows.");
});

test("what does not fit is left off the plan and named", () => {
  const root = parseSvg(
    board(
      { picks: [pick("Bath", "sanitaryware", size(180, 80, 58))] },
      { type: "bathroom", widthCm: 80, lengthCm: 100 },
    ),
  );
  expect(partsOf(root, "not-drawn")).toHaveLength(1);
  expect(textsOf(root)).toContain("no. 1, does not fit: Bath");
});

test("hostile names are only text", () => {
  const hostile = `</text><script>alert("1")</script>&amp;\u0000\u001b]]>`;
  const svg = board(
    { projectTitle: hostile, instructions: hostile, picks: [pick(hostile, "furniture")] },
    { name: hostile },
  );
  expect(svg).not.toContain("<script");
  expect(textsOf(parseSvg(svg)).join(" ")).toContain(`</text><script>alert("1")</script>&amp;]]>`);
});

test("prices are written as the currency and the reader write them", () => {
  const picks = [pick("Paper lamp", "lighting", { unitPriceMinor: 123_456 })];
  expect(textsOf(parseSvg(board({ picks, currency: "JPY" })))).toContain("JPY 123,456");
  expect(textsOf(parseSvg(board({ picks, locale: "de-DE" })))).toContain("EUR 1.234,56");
  expect(textsOf(parseSvg(board({ picks, locale: "not a locale" })))).toContain("EUR 1,234.56");
});
