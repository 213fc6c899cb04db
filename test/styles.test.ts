import { expect, test } from "bun:test";
import { builtInCatalog } from "../src/catalog/built-in.ts";
import { Style } from "../src/catalog/schema.ts";
import { findStyles } from "../src/catalog/style-search.ts";

const { styles } = builtInCatalog;
const find = (query?: string) => findStyles(styles, query).map(({ slug }) => slug);

test("the catalogue offers at least twelve different styles, each complete", () => {
  expect(styles.length).toBeGreaterThanOrEqual(12);
  expect(new Set(styles.map(({ slug }) => slug)).size).toBe(styles.length);
  for (const style of styles) {
    expect(Style.parse(style)).toEqual(style);
    expect([style.slug, style.palette.length >= 4, style.materials.length >= 5]).toEqual([style.slug, true, true]);
    expect([style.slug, style.dos.length >= 3, style.donts.length >= 3]).toEqual([style.slug, true, true]);
  }
});

test("every style has its say about kitchens, and about each room at most once", () => {
  for (const { slug, roomNotes } of styles) {
    const types = roomNotes.map(({ roomType }) => roomType);
    expect([slug, ...types]).toContain("kitchen");
    expect([slug, new Set(types).size]).toEqual([slug, types.length]);
  }
});

test("a keyword names one style only", () => {
  const keywords = styles.flatMap((style) => style.keywords);
  expect(keywords).toEqual([...new Set(keywords)]);
  expect(keywords).toEqual(keywords.map((keyword) => keyword.toLowerCase()));
});

test.each([
  ["scandinavian", "scandinavian"],
  ["something Nordic, please", "scandinavian"],
  ["Mid-Century", "mid-century"],
  ["ART DECO", "art-deco"],
  ["boho", "bohemian"],
  ["a farmhouse", "rustic"],
  ["exposed brick and concrete", "industrial"],
  ["terrazzo and teak", "mid-century"],
  ["blues and whitewashed wood by the sea", "coastal"],
  ["boucle and brass", "mid-century"],
])("%p finds %s first", (query, slug) => {
  expect(find(query)[0]).toBe(slug);
});

test.each([
  ["scandinavain", "scandinavian"],
  ["scandanavien", "scandinavian"],
  ["japandy", "japandi"],
  ["industral", "industrial"],
  ["mediteranean", "mediterranean"],
  ["tradtional look", "traditional"],
])("misspelled as %p it still finds %s first", (query, slug) => {
  expect(find(query)[0]).toBe(slug);
});

test("a query leaves out the styles it says nothing about", () => {
  expect(find("bamboo")).toEqual(["japandi"]);
});

test("without a query, and where nothing fits, every style is there to look at", () => {
  expect(findStyles(styles)).toEqual([...styles]);
  expect(findStyles(styles, "")).toEqual([...styles]);
  expect(findStyles(styles, "qwertz")).toEqual([...styles]);
});
