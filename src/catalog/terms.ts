import type { Product, ProductCategory, Style } from "./schema.ts";
import { singular, tellingWordsOf } from "./words.ts";

/** What else people call the things of a shelf. */
const categoryWords: Record<ProductCategory, string> = {
  cabinets: "cabinet cupboard kitchen unit",
  worktops: "worktop countertop counter",
  appliances: "appliance",
  sanitaryware: "sanitary",
  taps: "tap faucet mixer",
  tiles: "tile tiling",
  flooring: "floor flooring",
  paint: "paint wall",
  lighting: "light lighting lamp",
  furniture: "furniture",
  storage: "storage",
  textiles: "textile fabric",
  doors: "door",
};

/** A product's terms: what a search looks for, each kind with a prefix that no word can have. */
export const terms = {
  word: (word: string) => word,
  inName: (word: string) => `=${word}`,
  category: (category: string) => `c:${category}`,
  /** `*` stands for any. */
  style: (slug: string) => `s:${slug}`,
  room: (roomType: string) => `r:${roomType}`,
};

export type Terms = { words: string[]; inName: string[]; others: string[] };

/** The words that find a product and the filters it passes. Styles are found by their names too. */
export function termsOf(product: Product, styles: readonly Style[]): Terms {
  const { name, summary, category, materials, roomTypes } = product;
  const styleNames = styles.filter((style) => product.styles.includes(style.slug)).map((style) => style.name);
  const words = [name, summary, categoryWords[category], ...materials, ...roomTypes, ...styleNames];
  const orAny = (values: readonly string[]) => (values.length > 0 ? values : ["*"]);
  return {
    words: distinctWords(words),
    inName: distinctWords([name]),
    others: [terms.category(category), ...orAny(product.styles).map(terms.style), ...orAny(roomTypes).map(terms.room)],
  };
}

const distinctWords = (texts: readonly string[]) => [...new Set(texts.flatMap(tellingWordsOf).map(singular))];

/** Quoted, as tsvector and tsquery read it. */
export const quoted = (term: string) => `'${term.replace(/['\\]/g, "$&$&")}'`;
