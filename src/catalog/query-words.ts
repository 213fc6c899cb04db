import type { Sql } from "../db/client.ts";
import { nearestWords, spellingsOf } from "./spelling.ts";
import { singular, tellingWordsOf } from "./words.ts";

/** What one word of a query may stand for: one word of the catalogue, or several where it is unfinished or misspelled. */
export type QueryWord = { known: string[]; products: number };

/** More would not find anything better, and every one more makes the question to the database longer. */
const mostWords = 6;
const mostMeanings = 8;
const mostLeftOut = 2;

type Known = { word: string; products: number };

/**
 * The words of a query as the catalogue knows them, at most six, the telling ones first: a word as it is, else the words that
 * begin with it, else those that are a wrong letter or two away. `undefined` when the query has words and none is known.
 */
export async function readQueryWords(sql: Sql, query = ""): Promise<QueryWord[] | undefined> {
  const words = [...new Set(tellingWordsOf(query).map(singular))].slice(0, 3 * mostWords);
  if (words.length === 0) return [];
  const rows = await sql<Known[]>`select word, products from catalog_words where word = any(${words}::text[])`;
  const exact = new Map(rows.map((row) => [row.word, row]));
  const found = await Promise.all(
    words.map(async (word) => {
      const known = exact.get(word);
      return known ? [known] : meaningsOf(sql, word);
    }),
  );
  const known = found
    .filter((meanings) => meanings.length > 0)
    .map((meanings) => ({
      known: meanings.map(({ word }) => word),
      products: meanings.reduce((sum, { products }) => sum + products, 0),
    }));
  if (known.length === 0) return undefined;
  return known.sort((a, b) => a.products - b.products).slice(0, mostWords);
}

async function meaningsOf(sql: Sql, word: string): Promise<Known[]> {
  if (word.length < 3 || /\d/.test(word)) return [];
  // What begins with the word sorts before the word with the last of all letters.
  const begun = await sql<Known[]>`
    select word, products from catalog_words where word >= ${word} and word < ${`${word}\uffff`}
    order by products desc, word limit ${mostMeanings}`;
  if (begun.length > 0) return [...begun];
  // One by one: asked for all at once, the planner would rather look through every word.
  const near = await sql<Known[]>`
    select distinct word, products
    from unnest(${spellingsOf(word, mostLeftOut)}::text[]) as asked (spelling)
    join catalog_words on spellings @> array[asked.spelling]`;
  const nearest = new Set(
    nearestWords(
      word,
      near.map((known) => known.word),
    ),
  );
  return near
    .filter((known) => nearest.has(known.word))
    .sort((a, b) => b.products - a.products)
    .slice(0, mostMeanings);
}
