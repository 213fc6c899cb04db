import type { QueryWord } from "./query-words.ts";
import type { ProductSearch } from "./schema.ts";
import { quoted, terms } from "./terms.ts";

/** Queries in PostgreSQL's tsquery language; `undefined` is what everything passes. */
type Query = string | undefined;

const and = (...parts: Query[]): Query => join(" & ", parts);
const join = (operator: string, parts: Query[]): Query => {
  const given = parts.filter((part) => part !== undefined);
  return given.length > 0 ? given.map((part) => `(${part})`).join(operator) : undefined;
};
const not = (query: Query): Query => query && `!(${query})`;

export type Filters = Pick<ProductSearch, "category" | "style" | "roomType">;

/** The products that suit the category, and the style and room type or any, and have so many of the words or more. */
export const queryFor = (count: number, words: readonly QueryWord[], { style, ...filters }: Filters): Query =>
  and(filterQuery(filters), style && `${madeFor(style)} | ${madeFor("*")}`, atLeast(count, words));

/**
 * Relevance as a list of queries, best first, that share no product: with all words and all of them in the name, with all
 * words, with one fewer, and so on; among equals those made for the style before those that suit any.
 */
export function tiersOf(words: readonly QueryWord[], { style, ...filters }: Filters): Query[] {
  const suited = style === undefined ? [undefined] : [madeFor(style), madeFor("*")];
  return levelsOf(words).flatMap((level) => suited.map((suits) => and(filterQuery(filters), suits, level)));
}

const filterQuery = ({ category, roomType }: Omit<Filters, "style">): Query =>
  and(
    category && quoted(terms.category(category)),
    roomType && `${quoted(terms.room(roomType))} | ${quoted(terms.room("*"))}`,
  );

const madeFor = (style: string) => quoted(terms.style(style));

function levelsOf(words: readonly QueryWord[]): Query[] {
  if (words.length === 0) return [undefined];
  const inName = and(...words.map(({ known }) => anyOf(known, terms.inName)));
  const levels = [and(inName), and(atLeast(words.length, words), not(inName))];
  for (let count = words.length - 1; count > 0; count--)
    levels.push(and(atLeast(count, words), not(atLeast(count + 1, words))));
  return levels;
}

/** So many of the words or more. */
const atLeast = (count: number, words: readonly QueryWord[]): Query =>
  count === 0
    ? undefined
    : join(
        " | ",
        choose(count, words).map((chosen) => and(...chosen.map(({ known }) => anyOf(known, terms.word)))),
      );

const anyOf = (known: readonly string[], term: (word: string) => string) =>
  known.map((word) => quoted(term(word))).join(" | ");

/** Every choice of so many out of all. */
function choose<T>(count: number, all: readonly T[]): T[][] {
  if (count === 0) return [[]];
  return all.flatMap((first, at) => choose(count - 1, all.slice(at + 1)).map((rest) => [first, ...rest]));
}
