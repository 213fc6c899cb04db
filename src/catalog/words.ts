/** The words and numbers of a text, lower case, without accents and punctuation. */
export const wordsOf = (text: string): string[] =>
  text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .match(/\p{L}+|\d+/gu) ?? [];

const emptyWords = new Set(
  "a an and any are but by cm for from have i in is it kind like look love m me my of on or our please show some something style styles that the this to want we what which with would x you".split(
    " ",
  ),
);

/** The words of a text that say something about a style or a product. */
export const tellingWordsOf = (text: string): string[] => wordsOf(text).filter((word) => !emptyWords.has(word));

const irregular: Readonly<Record<string, string>> = {
  shelves: "shelf",
  knives: "knife",
  children: "child",
  kids: "kid",
};

/** A word without its plural's ending, so that either form finds the other. */
export function singular(word: string): string {
  const known = irregular[word];
  if (known !== undefined) return known;
  if (word.length < 4 || !word.endsWith("s") || word.endsWith("ss")) return word;
  if (/(ch|sh|x|ss)es$/.test(word)) return word.slice(0, -2);
  return word.endsWith("ies") && word.length > 4 ? `${word.slice(0, -3)}y` : word.slice(0, -1);
}
