import type { Priority } from "../../checklist/schema.ts";
import { createLexicon, wordAt } from "./lexicon.ts";
import type { PlannedItem } from "./room-items.ts";
import { clausesOf } from "./talk.ts";
import { readText, type Text, wordsBetween } from "./text.ts";
import { determiners, negations, removalWords, removedAfterWords, roomWords } from "./vocabulary.ts";

/** What a message changes about items of the checklist. */
export type ItemEdit = { item: PlannedItem; remove: true } | { item: PlannedItem; priority: Priority };

const priorityWords = createLexicon<Priority>([
  ["must", "a must, must have, essential, required, necessary, mandatory"],
  ["nice", "nice to have, include, put back, back in"],
  ["optional", "optional, if money is left, if there is money left, only if, not important"],
]);
/** Words of a description by which nobody would call the item. */
const weakWords = new Set(
  "the a an of for and new old in to two three four six lay fit paint connect remove take out wall walls room rooms water waste wish is it all".split(
    " ",
  ),
);
/** "No paint" takes the painting out, but that the paint came does not say that it is done. */
const weakInEdits = weakWords.difference(new Set(["paint"]));
/** "the oven is there already" and "we have a fridge": things that need not be bought. */
const ownedWords = createLexicon([
  [true, "already have, have already, already there, there already, already got, already own, dont need, do not need"],
]);

/** The items a message takes out ("no hood", "drop the splashback") or weighs anew ("make the hood optional"). */
export function readItemEdits(message: string, items: readonly PlannedItem[]): ItemEdit[] {
  const text = readText(message);
  const edits = new Map<PlannedItem, ItemEdit>();
  let removedAt: number | undefined;
  for (const [from, to] of clausesOf(text)) {
    if (text.questions.has(text.sentence[from] ?? 0)) continue;
    const priority = firstIn(text, from, to, priorityWords)?.value;
    const owned = firstIn(text, from, to, ownedWords) !== undefined;
    const named = itemsNamed(text, from, to, items, weakInEdits).toSorted((a, b) => a.at - b.at);
    for (const { item, at } of named) {
      const isListed = removedAt !== undefined && (removedAt === at || continuesList(text, removedAt, at));
      if (owned || isListed || isRemoved(text, at) || isRemovedAfter(text, at)) {
        edits.set(item, { item, remove: true });
        removedAt = at;
      } else if (priority && priority !== item.priority) edits.set(item, { item, priority });
    }
  }
  return [...edits.values()];
}

type Clause = { from: number; to: number };
type Named = { item: PlannedItem; at: number };

/** The items whose strong words a clause says, where it says them; a room in it limits them to that room. */
export function itemsNamed(
  text: Text,
  from: number,
  to: number,
  items: readonly PlannedItem[],
  weak: ReadonlySet<string> = weakWords,
): Named[] {
  const rooms = new Set<string>();
  for (let at = from; at < to; at++) {
    const room = roomWords(text.tokens, at);
    if (room?.value) rooms.add(room.value);
  }
  // “Bathroom 2” is that one alone.
  const clause = wordsBetween(text, from, to).toLowerCase();
  const byName = items.filter(({ room }) => clause.includes(room.name.toLowerCase()));
  const inRooms = byName.length > 0 ? byName : items.filter(({ room }) => rooms.size === 0 || rooms.has(room.type));
  return inRooms.flatMap((item) => {
    const at = placeOf(text, { from, to }, item, weak);
    return at === undefined ? [] : [{ item, at }];
  });
}

function placeOf(
  text: Text,
  { from, to }: Clause,
  { description, room }: PlannedItem,
  weak: ReadonlySet<string>,
): number | undefined {
  const own = strongWords(description, weak).filter((word) => word !== singular(room.type));
  for (let at = from; at < to; at++) {
    const word = wordAt(text.tokens, at);
    if (word !== undefined && !weak.has(word) && own.includes(singular(word))) return at;
  }
  return undefined;
}

const strongWords = (description: string, weak: ReadonlySet<string>) =>
  (description.toLowerCase().match(/\p{L}+/gu) ?? []).filter((word) => !weak.has(word)).map(singular);

const singular = (word: string) => (word === "painting" ? "paint" : word.length > 3 ? word.replace(/s$/, "") : word);

/** "the dishwasher removed", "take the hood out", "the oven can wait". */
function isRemovedAfter({ tokens }: Text, at: number): boolean {
  const next = tokens[at + 1];
  const isLast =
    next?.kind === "word" && /^(?:removed|gone|out)$/.test(next.text) && wordAt(tokens, at + 2) === undefined;
  return isLast || removedAfterWords(tokens, at + 1) !== undefined;
}

/** A word that takes out stands before it, with nothing but articles and the room between. */
function isRemoved({ tokens }: Text, at: number): boolean {
  for (let start = at - 1; start >= Math.max(0, at - 6); start--) {
    const cue = removalWords(tokens, start);
    if (cue && cue.value !== "aside" && start + cue.length <= at) {
      return !negations.has(wordAt(tokens, start - 1) ?? "") && isBridge(tokens, start + cue.length, at);
    }
  }
  return false;
}

/** "Remove the microwave, the hood and the splashback", but not "no hood, the oven is fine" or "no hood and an oven". */
function continuesList({ tokens }: Text, removedAt: number, at: number): boolean {
  const between = tokens.slice(removedAt + 1, at).map((token) => (token.kind === "number" ? "" : token.text));
  const next = tokens[at + 1];
  const ends = next === undefined || (next.kind !== "number" && /^(?:[.,!]|and|or|too|please)$/.test(next.text));
  return ends && between.length > 0 && between.every((word) => /^(?:,|and|or|the|my|our|new)$/.test(word));
}

function isBridge(tokens: Text["tokens"], from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const word = wordAt(tokens, at);
    const room = roomWords(tokens, at);
    if (room) at += room.length - 1;
    else if (word === undefined || !(determiners.has(word) || bridgeWords.has(word))) return false;
  }
  return true;
}
const bridgeWords = new Set("new all want need to have and tiled ceiling wall floor mirror shower".split(" "));

function firstIn<T>(
  text: Text,
  from: number,
  to: number,
  lexicon: (tokens: Text["tokens"], at: number) => { value: T; length: number } | undefined,
) {
  for (let at = from; at < to; at++) {
    const found = lexicon(text.tokens, at);
    if (found) return found;
  }
  return undefined;
}
