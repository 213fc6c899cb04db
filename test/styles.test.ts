import { expect, test } from "bun:test";
import { Style } from "../src/catalog/schema.ts";
import { findStyles } from "../src/catalog/search.ts";
import { styleBySlug, styles } from "../src/catalog/styles.ts";

test("the catalogue offers twelve different styles, each complete", () => {
  expect(styles).toHaveLength(12);
  for (const style of styles) expect(Style.parse(style)).toEqual(style);
  expect(new Set(styles.map(({ slug }) => slug)).size).toBe(12);
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
])("%p finds %s first", (query, slug) => {
  expect(findStyles(query)[0]?.slug).toBe(slug);
});

test("a query leaves out the styles it says nothing about", () => {
  expect(findStyles("bamboo").map(({ slug }) => slug)).toEqual(["japandi"]);
});

test("without a query, and where nothing fits, every style is there to look at", () => {
  expect(findStyles()).toEqual([...styles]);
  expect(findStyles("")).toEqual([...styles]);
  expect(findStyles("qwertz")).toEqual([...styles]);
});

test("a style is found by its slug alone", () => {
  expect(styleBySlug("japandi")?.name).toBe("Japandi");
  expect(styleBySlug("Japandi")).toBeUndefined();
});
