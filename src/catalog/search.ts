import type { Style } from "./schema.ts";
import { styles } from "./styles.ts";
import { tellingWordsOf, wordsOf } from "./words.ts";

/** Everything that describes a style, as single words. */
const descriptionOf = ({ materials, palette, summary }: Style) =>
  new Set([...materials, ...palette.map(({ name }) => name), summary].flatMap(wordsOf));

/**
 * The styles that share words with the query, best first; equal ones in catalogue order.
 * Every style when there is no query or nothing fits, so that there is always something to show.
 */
export function findStyles(query = ""): Style[] {
  const text = ` ${wordsOf(query).join(" ")} `;
  const descriptions = styles.map(descriptionOf);
  // A word counts for more the fewer styles it describes: "terrazzo" tells, "wood" hardly does.
  const weights = new Map(
    tellingWordsOf(query).map((word) => [word, 1 / descriptions.filter((description) => description.has(word)).length]),
  );
  const ranked = styles
    .map((style, index) => ({ style, score: nameScore(style, text) + weightOf(weights, descriptions[index]) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ style }) => style);
  return ranked.length > 0 ? ranked : [...styles];
}

/** A name for the whole style outweighs any number of colours and materials. */
function nameScore({ name, slug, keywords }: Style, text: string): number {
  const isNamed = [name, slug, ...keywords].some((known) => text.includes(` ${wordsOf(known).join(" ")} `));
  return isNamed ? 100 : 0;
}

function weightOf(weights: ReadonlyMap<string, number>, description: ReadonlySet<string> = new Set()): number {
  return [...weights].reduce((sum, [word, weight]) => sum + (description.has(word) ? weight : 0), 0);
}
