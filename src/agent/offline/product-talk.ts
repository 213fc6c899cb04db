import type { ProductCategory } from "../../catalog/schema.ts";
import { createLexicon, wordAt } from "./lexicon.ts";
import { shelfWords } from "./shelves.ts";
import { clausesOf } from "./talk.ts";
import { type Text, wordsBetween } from "./text.ts";

/** Products that a message asks to see, or one that it chooses; `words` in the homeowner's own. */
export type ProductTalk = {
  kind: "show" | "take";
  words: string;
  category?: ProductCategory;
  /** What the product has to be called, where the shelf holds more than that. */
  thing?: string;
  /** The shelf's name among the words of a choice, which need not be in the product's. */
  shelf?: string;
  /** The message without these words. */
  rest: string;
};

/** Words that ask to see what there is, when a shelf follows them. */
const showCues = createLexicon([
  [
    true,
    "show me, show us, let me see, see, list, which, what, what kind of, what sort of, other, different, alternative, alternatives, alternatives for, options for, choice of, choose the, choose a, browse",
  ],
  [
    true,
    "change the, change my, swap the, swap out the, replace the, exchange the, another, look at, pick the, pick a, cheaper, less expensive",
  ],
]);
/** Words that choose what follows them. */
const takeCues = createLexicon([
  [
    true,
    "take, i take, ill take, we take, choose, i choose, pick, i pick, go with, go for, going with, switch to, swap to, change to, order, prefer the, i prefer the, use the",
  ],
]);
/** With these the same words mean something else. */
const notTaken = new Set("out off away back down it that this care part over me us up".split(" "));
const replacing = new Set(["with", "by", "for", "to"]);

/** `isOffered`: products were shown and asked about, so that a name alone chooses one. */
export function readProductTalk(text: Text, isOffered: boolean): ProductTalk | undefined {
  for (const [from, to] of clausesOf(text)) {
    const talk = showing(text, from, to) ?? taking(text, from, to);
    if (talk) return talk;
  }
  if (!isOffered || text.questions.size > 0 || text.tokens.length === 0) return undefined;
  return { ...chosen(text, { from: 0, start: 0, to: text.tokens.length }), rest: "" };
}

/** "show me floor tiles", "which taps are there?", "change the tiles". What replaces them is chosen instead. */
function showing(text: Text, from: number, to: number): ProductTalk | undefined {
  for (let at = from; at < to; at++) {
    const cue = showCues(text.tokens, at);
    if (!cue) continue;
    const start = at + cue.length;
    for (let k = start; k < Math.min(to, start + 4); k++) {
      const shelf = shelfWords(text.tokens, k);
      if (!shelf) continue;
      const end = k + shelf.length;
      if (
        replacing.has(wordAt(text.tokens, end) ?? "") &&
        end + 1 < to &&
        /change|swap|replace|exchange/.test(cue.phrase)
      )
        return chosen(text, { from: at, start: end + 1, to });
      const { category, word: thing } = shelf.value;
      const words = wordsBetween(text, start, end);
      return { kind: "show", words, category, ...(thing && { thing }), rest: without(text, at, to) };
    }
  }
  return undefined;
}

function taking(text: Text, from: number, to: number): ProductTalk | undefined {
  if (text.questions.has(text.sentence[from] ?? 0)) return undefined;
  for (let at = from; at < to; at++) {
    const cue = takeCues(text.tokens, at);
    const start = at + (cue?.length ?? 0);
    const next = wordAt(text.tokens, start) ?? "";
    if (!cue || start >= to || notTaken.has(next)) continue;
    return chosen(text, { from: at, start, to });
  }
  return undefined;
}

function chosen(text: Text, { from, start, to }: { from: number; start: number; to: number }): ProductTalk {
  const shelf = shelfIn(text, start, to);
  return {
    kind: "take",
    words: wordsBetween(text, start, to),
    ...(shelf && { category: shelf.value.category, shelf: shelf.phrase }),
    rest: without(text, from, to),
  };
}

/** The last shelf that is named, before the room that it is for: “the oak floor for the bedroom”. */
function shelfIn({ tokens }: Text, start: number, to: number) {
  let last: ReturnType<typeof shelfWords>;
  for (let at = start; at < to; at++) {
    if (last && roomFor.has(wordAt(tokens, at) ?? "")) break;
    last = shelfWords(tokens, at) ?? last;
  }
  return last;
}
const roomFor = new Set(["for", "in", "with"]);

const without = ({ source, tokens }: Text, from: number, to: number) =>
  `${source.slice(0, tokens[from]?.start)} , ${source.slice(tokens[to - 1]?.end ?? source.length)}`.replace(
    /^[\s,.!?]+$/,
    "",
  );
