import { describe, expect, test } from "bun:test";
import { builtInCatalog } from "../src/catalog/built-in.ts";
import { Product, type ProductCategory, productCategories } from "../src/catalog/schema.ts";
import { type Room, RoomType } from "../src/rooms/schema.ts";

const { products, styles } = builtInCatalog;
type Kind = Room["type"];

const suits = (product: Product, { style, room }: { style?: string; room?: Kind }) =>
  (style === undefined || product.styles.length === 0 || product.styles.includes(style)) &&
  (room === undefined || product.roomTypes.length === 0 || product.roomTypes.includes(room));

test("there are at least 200 products on at least 8 shelves, each complete and named once", () => {
  expect(products.length).toBeGreaterThanOrEqual(200);
  expect(new Set(products.map(({ category }) => category)).size).toBeGreaterThanOrEqual(8);
  expect(new Set(products.map(({ slug }) => slug)).size).toBe(products.length);
  expect(new Set(products.map(({ name }) => name)).size).toBe(products.length);
  for (const product of products) expect(Product.parse(product)).toEqual(product);
});

test.each([...productCategories])("%s are there to choose from, cheap and dear, for everybody", (category) => {
  const shelf = products.filter((product) => product.category === category);
  expect(shelf.length).toBeGreaterThanOrEqual(10);
  const prices = shelf.map(({ priceMinor }) => priceMinor);
  expect(Math.max(...prices) / Math.min(...prices)).toBeGreaterThan(2.5);
  for (const { slug } of styles) {
    const found = shelf.filter((product) => suits(product, { style: slug })).length;
    expect([slug, found >= 4]).toEqual([slug, true]);
  }
});

test("products name only styles that there are, and every style has products made for it on the shelves that show it", () => {
  const known = styles.map(({ slug }) => slug);
  expect(known).toEqual(expect.arrayContaining([...new Set(products.flatMap((product) => product.styles))]));
  const showing: ProductCategory[] = ["cabinets", "worktops", "tiles", "flooring", "paint", "lighting", "furniture"];
  for (const style of known)
    for (const category of showing) {
      const made = products.filter((product) => product.category === category && product.styles.includes(style));
      expect([style, category, made.length >= 2]).toEqual([style, category, true]);
    }
});

/** What a room cannot be without, as words of products that stand in it. */
const needs: Partial<Record<Kind, string[]>> = {
  kitchen: ["kitchen", "worktop", "oven", "hob", "fridge-freezer", "dishwasher", "sink", "mixer", "hood", "island"],
  bathroom: ["toilet", "basin", "bath", "tray", "screen", "mirror cabinet", "washing machine", "vanity"],
  bedroom: ["bed", "wardrobe", "bedside table", "chest of drawers", "curtains", "rug"],
  living_room: ["sofa", "armchair", "coffee table", "tv board", "shelf", "rug", "curtains"],
  dining_room: ["dining table", "dining chair", "sideboard", "ceiling light"],
  hallway: ["coat rack", "shoe cabinet", "bench", "mirror"],
  home_office: ["desk", "office chair", "shelf", "desk light"],
  laundry: ["washing machine", "dryer", "utility sink", "worktop"],
  children_room: ["child's bed", "desk", "wardrobe", "shelf", "toy"],
  basement: ["shelf", "freezer", "ceiling light", "paint"],
  attic: ["bed", "blind", "oak", "wardrobe"],
  balcony: ["decking", "outdoor bench", "folding table", "folding chair", "outdoor"],
  garage: ["workbench", "shelf", "coating", "ceiling light"],
};

test.each(Object.entries(needs) as [Kind, string[]][])("a %s can be furnished in every style", (room, words) => {
  for (const { slug: style } of styles)
    for (const word of words) {
      const found = products.some(
        (product) => product.name.toLowerCase().includes(word) && suits(product, { style, room }),
      );
      expect([style, word, found]).toEqual([style, word, true]);
    }
});

test.each(RoomType.options)("there is more than a handful for a %s", (room) => {
  expect(products.filter((product) => suits(product, { room })).length).toBeGreaterThan(20);
});

describe("sizes", () => {
  const standing: ProductCategory[] = ["furniture", "cabinets", "appliances", "sanitaryware", "storage"];
  const sized = products.filter(({ category }) => standing.includes(category));
  const sizesOf = ({ size }: Product) => [size?.widthCm ?? 0, size?.depthCm ?? 0, size?.heightCm ?? 0] as const;

  test("are known in all three directions of whatever stands in a room", () => {
    expect(sized.filter((product) => sizesOf(product).includes(0)).map(({ slug }) => slug)).toEqual([]);
  });

  test("are those of things that fit through a door or are built in a room", () => {
    for (const product of sized) {
      const [width, depth, height] = sizesOf(product);
      expect([product.slug, width <= 300, depth <= 260, height <= 260]).toEqual([product.slug, true, true, true]);
    }
  });

  type Range = [least: number, most: number];
  test.each<[string, RegExp, Range, Range, Range]>([
    ["double beds", /^bed-(?!child|side|basic)/, [155, 200], [200, 225], [25, 125]],
    ["sofas", /^sofa-/, [150, 290], [75, 205], [60, 95]],
    ["dining tables", /^table-(?!bar)/, [110, 210], [80, 135], [72, 78]],
    ["dining chairs", /^chair-(?!bar)/, [40, 60], [44, 62], [74, 95]],
    ["desks", /^desk-/, [85, 160], [40, 75], [70, 125]],
    ["wardrobes", /^wardrobe-/, [90, 210], [40, 70], [185, 255]],
    ["toilets", /^toilet-/, [34, 40], [48, 75], [35, 205]],
    ["baths", /^bath-(?!mat)/, [135, 185], [70, 145], [50, 75]],
    ["shower trays", /^shower-tray/, [70, 130], [70, 130], [1, 6]],
    ["hobs and ovens", /^(hob|oven)-/, [44, 92], [45, 62], [4, 62]],
    ["washing machines and dryers", /^(washing|washer|dryer)-/, [55, 62], [40, 66], [82, 90]],
    ["kitchens", /^kitchen-(?!island|larder|tall|base)/, [100, 100], [58, 65], [200, 260]],
  ])("%s are as large as they are in life", (_name, slugs, width, depth, height) => {
    const ranges = [width, depth, height];
    const found = products.filter(({ slug, category }) => slugs.test(slug) && standing.includes(category));
    expect(found.length).toBeGreaterThan(1);
    for (const product of found)
      for (const [at, side] of sizesOf(product).entries()) {
        const [least = 0, most = 0] = ranges[at] ?? [];
        expect([product.slug, at, side >= least && side <= most]).toEqual([product.slug, at, true]);
      }
  });
});
