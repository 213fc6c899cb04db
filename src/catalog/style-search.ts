import type { Style } from "./schema.ts";
import { nearestWords } from "./spelling.ts";
import { tellingWordsOf, wordsOf } from "./words.ts";

/** Everything that describes a style, as single words. */
const descriptionOf = ({ materials, palette, summary }: Style) =>
  new Set([...materials, ...palette.map(({ name }) => name), summary].flatMap(wordsOf));

const namesOf = ({ name, slug, keywords }: Style) => [name, slug, ...keywords].map((known) => wordsOf(known).join(" "));

/**
 * The styles that share words with the query, best first; equal ones in catalogue order. Misspelled words count as what
 * they were most likely meant to be.
 * Every style when there is no query or nothing fits, so that there is always something to show.
 */
export function findStyles(styles: readonly Style[], query = ""): Style[] {
  const telling = new Set(tellingWordsOf(query));
  if (telling.size === 0) return [...styles];
  const descriptions = styles.map(descriptionOf);
  const names = styles.map(namesOf);
  const known = new Set([
    ...descriptions.flatMap((words) => [...words]),
    ...names.flat().flatMap((name) => name.split(" ")),
  ]);
  const spelled = (word: string) => (known.has(word) ? word : (nearestWords(word, known)[0] ?? word));
  const text = ` ${wordsOf(query)
    .map((word) => (telling.has(word) ? spelled(word) : word))
    .join(" ")} `;
  // A word counts for more the fewer styles it describes: "terrazzo" tells, "wood" hardly does.
  const weights = new Map(
    [...telling]
      .map(spelled)
      .map((word) => [word, 1 / descriptions.filter((description) => description.has(word)).length]),
  );
  const ranked = styles
    .map((style, index) => ({ style, score: nameScore(names[index], text) + weightOf(weights, descriptions[index]) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ style }) => style);
  return ranked.length > 0 ? ranked : [...styles];
}

/** A name for the whole style outweighs any number of colours and materials. */
const nameScore = (names: readonly string[] = [], text: string): number =>
  names.some((name) => text.includes(` ${name} `)) ? 100 : 0;

function weightOf(weights: ReadonlyMap<string, number>, description: ReadonlySet<string> = new Set()): number {
  return [...weights].reduce((sum, [word, weight]) => sum + (description.has(word) ? weight : 0), 0);
}

/** A style's name, or its slug where the catalogue in force no longer has it. */
export const styleNameIn = (styles: readonly Style[], slug: string) =>
  styles.find((style) => style.slug === slug)?.name ?? slug;
