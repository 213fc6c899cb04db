import { once } from "../../once.ts";
import type { Token } from "./tokens.ts";

type Found<T> = {
  value: T;
  /** The vocabulary's own spelling, singular. */ phrase: string;
  length: number;
  plural: boolean;
};
/** The longest known phrase that starts at this token. */
export type Lexicon<T> = (tokens: readonly Token[], at: number) => Found<T> | undefined;

type Entry<T> = { words: string[]; value: T; phrase: string; plural: boolean };
type LexiconOptions = {
  plurals?: boolean;
  /** Forgives one wrong letter in words of seven letters and more. */ forgiving?: boolean;
};

type Table<T> = readonly (readonly [T, string])[];

/** Turns a table of meanings and their phrases into a matcher over tokens. */
export function createLexicon<T>(
  table: Table<T>,
  { plurals = false, forgiving = false }: LexiconOptions = {},
): Lexicon<T> {
  // At first use: there are dozens, and most starts never read a message with them.
  const index = once(() => indexOf(table, plurals));

  return (tokens, at) => {
    const token = tokens[at];
    if (token?.kind !== "word") return undefined;
    const { byFirstWord, spellings } = index();
    const exact = byFirstWord.get(token.text);
    const near =
      exact || !forgiving || token.text.length < 6 ? undefined : spellings.find((word) => isNear(word, token.text));
    const entries = exact ?? (near === undefined ? [] : (byFirstWord.get(near) ?? []));
    const entry = entries.find(({ words }) => words.every((word, i) => i === 0 || wordAt(tokens, at + i) === word));
    return entry && { value: entry.value, phrase: entry.phrase, length: entry.words.length, plural: entry.plural };
  };
}

/** The phrases by their first words, the longest first, and the words that are long enough to be forgiven a letter. */
function indexOf<T>(table: Table<T>, plurals: boolean) {
  const byFirstWord = new Map<string, Entry<T>[]>();
  const add = (entry: Entry<T>) => {
    const first = entry.words[0] ?? "";
    byFirstWord.set(
      first,
      [...(byFirstWord.get(first) ?? []), entry].sort((a, b) => b.words.length - a.words.length),
    );
  };
  for (const [value, phrases] of table) {
    for (const phrase of phrases.split(",").map((part) => part.trim())) {
      const words = phrase.split(" ");
      add({ words, value, phrase, plural: false });
      if (plurals) add({ words: words.with(-1, pluralOf(words.at(-1) ?? "")), value, phrase, plural: true });
    }
  }
  return { byFirstWord, spellings: [...byFirstWord.keys()].filter((word) => word.length >= 7) };
}

/** The word at a position; undefined for numbers, punctuation and beyond the end. */
export function wordAt(tokens: readonly Token[], at: number): string | undefined {
  const token = tokens[at];
  return token?.kind === "word" ? token.text : undefined;
}

/** "bathrooms", "libraries". */
export function pluralOf(word: string): string {
  if (word.endsWith("y") && !/[aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`;
  return /(s|x|ch|sh)$/.test(word) ? `${word}es` : `${word}s`;
}

/** One letter wrong, missing, too many or swapped with its neighbour, the first letter right. */
function isNear(known: string, written: string): boolean {
  if (known[0] !== written[0] || Math.abs(known.length - written.length) > 1) return false;
  let same = 0;
  while (same < known.length && known[same] === written[same]) same++;
  const rest = (word: string, skip: number) => word.slice(same + skip);
  const swapped =
    known[same] === written[same + 1] && known[same + 1] === written[same] && rest(known, 2) === rest(written, 2);
  return (
    swapped ||
    rest(known, 1) === rest(written, 1) ||
    rest(known, 0) === rest(written, 1) ||
    rest(known, 1) === rest(written, 0)
  );
}
