/**
 * Text in which a lost, doubled or foreign word shows: the words of a paragraph are its tag and a number, counted from 0, and the last
 * one ends in an exclamation mark. No two paragraphs that were ever written have the same tag.
 */
export const numberedWords = (tag: number, count: number) =>
  Array.from({ length: count }, (_, index) => `${tag}.${index}${index === count - 1 ? "!" : " "}`);

/** What is wrong with a text that may still be growing; undefined when nothing is. */
export function faultInText(text: string): string | undefined {
  const paragraphs = text === "" ? [] : text.split("\n\n");
  for (const [place, paragraph] of paragraphs.entries()) {
    const isLast = place === paragraphs.length - 1;
    const words = paragraph.trimEnd().split(" ").filter(Boolean);
    const [tag] = words[0]?.split(".") ?? [];
    for (const [index, word] of words.entries()) {
      const isEnd = word.endsWith("!");
      if (word !== `${tag}.${index}${isEnd ? "!" : ""}`) return `word ${index} of paragraph ${place} is ${word}`;
      if (isEnd && index < words.length - 1) return `words after the end of paragraph ${place}`;
    }
    if (!isLast && !paragraph.endsWith("!")) return `paragraph ${place} was left unfinished`;
  }
  return undefined;
}

/** What is wrong with a text that should be all there. */
export const faultInWholeText = (text: string) =>
  faultInText(text) ?? (text.endsWith("!") ? undefined : `it ends in ${JSON.stringify(text.slice(-12))}`);
