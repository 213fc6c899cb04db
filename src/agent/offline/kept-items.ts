import { type ItemEdit, itemsNamed } from "./item-edits.ts";
import { createLexicon, wordAt } from "./lexicon.ts";
import type { PlannedItem } from "./room-items.ts";
import { clausesOf } from "./talk.ts";
import { readText, type Text } from "./text.ts";
import { negations, roomWords } from "./vocabulary.ts";

const keepWords = createLexicon([
  [true, "keep, keeps, leave, stays, stay, dont touch, do not touch, dont replace, do not replace, untouched"],
]);
const floors = /\b(?:parquet|floorboards?|carpet)\b/gi;

/** What need not be made or bought because it stays: the floor of “keep the parquet”, but nothing of “keep the toilet where it is”. */
export function keptItems(wish: string, items: readonly PlannedItem[]): PlannedItem[] {
  const text = readText(wish.replaceAll(floors, "floor"));
  return clausesOf(text).flatMap(([from, to]) => {
    if (text.questions.has(text.sentence[from] ?? 0) || !saysKeep(text, from, to)) return [];
    return itemsNamed(text, from, to, items).flatMap(({ item, at }) => (endsAt(text, at + 1) ? [item] : []));
  });
}

/** Once there is a checklist, “keep the hood” may mean the new one: only what is called old is taken out. */
export function keptEdits(message: string, items: readonly PlannedItem[]): ItemEdit[] {
  const isOld = /\b(?:old|existing|current|original|parquet)\b/i.test(message);
  return isOld ? keptItems(message, items).map((item) => ({ item, remove: true })) : [];
}

function saysKeep({ tokens }: Text, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    if (keepWords(tokens, at)) return !negations.has(wordAt(tokens, at - 1) ?? "");
  }
  return false;
}

/** Nothing is said of how it stays, the room and “as it is” aside. */
function endsAt({ tokens }: Text, at: number): boolean {
  const word = wordAt(tokens, at);
  if (word === "in") return [1, 2].some((on) => roomWords(tokens, at + on));
  return word === undefined || keepWords(tokens, at) !== undefined || ["and", "or", "as", "please"].includes(word);
}
