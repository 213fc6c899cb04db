/** The words of a text, lower case, without punctuation and digits. */
export const wordsOf = (text: string): string[] => text.toLowerCase().match(/\p{L}+/gu) ?? [];

const emptyWords = new Set(
  "a an and any are but for have i in is it kind like look love me my of on or our please show some something style styles that the this to want we what which with would you".split(
    " ",
  ),
);

/** The words of a text that say something about a style or a product. */
export const tellingWordsOf = (text: string): string[] => wordsOf(text).filter((word) => !emptyWords.has(word));
