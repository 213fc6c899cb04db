import { wordAt } from "./lexicon.ts";
import type { RoomMention } from "./room-mentions.ts";
import { clausesOf } from "./talk.ts";
import { emptyWords, householdCues, possessionWords, wishCues } from "./talk-words.ts";
import { cutTo, type Text, wordsBetween } from "./text.ts";

/** Something to have, to keep or to avoid, in the homeowner's words. Without a room it holds for the whole renovation. */
export type Wish = { text: string; room?: RoomMention; household: boolean };

type Piece = { from: number; to: number };

const longestWish = 300;
const listOpeners = new Set("a an some more new no extra and or also plus".split(" "));
/** What makes no sense without the cue before it: "need it bigger", "want to merge …". */
const incomplete = new Set(["it", "them", "this", "that", "to"]);
const joiners = new Set("and or also plus but so then please".split(" "));

/**
 * What is left of a message once rooms, sizes, money and styles are taken out, where a cue such as "need" or "no" opens it.
 * `asked`: the planner asked for such things, so that anything said counts.
 */
export function readWishes(text: Text, rooms: readonly RoomMention[], asked: boolean): Wish[] {
  const wishes: Wish[] = [];
  let continues = -1;
  for (const [from, to] of clausesOf(text)) {
    if (text.questions.has(text.sentence[from] ?? 0)) continue;
    for (const piece of piecesOf(text, from, to)) {
      const opened = openedBy(text, piece);
      const isListed = continues === from - 1 && listOpeners.has(wordAt(text.tokens, piece.from) ?? "");
      const wish = opened ?? (asked || isListed ? trim(text, piece) : undefined);
      if (!wish || !saysSomething(text, wish)) continue;
      wishes.push(toWish(text, wish, piece, rooms));
      text.use(piece.from, piece.to);
      continues = piece.to;
    }
  }
  return wishes;
}

/** Cuts "we have two cats and need a dishwasher" before each "and" that opens another wish. */
function piecesOf(text: Text, from: number, to: number): Piece[] {
  const pieces: Piece[] = [];
  let start = from;
  for (let at = from + 1; at < to; at++) {
    if (wordAt(text.tokens, at) !== "and") continue;
    const next = wordAt(text.tokens, at + 1) ?? "";
    if (!["we", "i", "it", "there", "please"].includes(next) && !wishCues(text.tokens, at + 1) && !text.used(at + 1))
      continue;
    pieces.push({ from: start, to: at });
    start = at + 1;
  }
  return [...pieces, { from: start, to }];
}

/** The wish in a piece: from its first cue on, or from a later one when only empty words stand between: "want … with". */
function openedBy(text: Text, piece: Piece): Piece | undefined {
  if (isHousehold(text, piece)) return trim(text, piece);
  let wish: Piece | undefined;
  let behindCue = piece.from;
  let isWhole = false;
  for (let at = piece.from; at < piece.to; at++) {
    const cue = text.used(at) ? undefined : wishCues(text.tokens, at);
    if (!cue) continue;
    if (isWhole || (wish && saysSomething(text, { from: behindCue, to: at }))) break;
    behindCue = at + cue.length;
    if (saysSomething(text, { from: behindCue, to: piece.to })) {
      isWhole = cue.value === "keep" || incomplete.has(wordAt(text.tokens, behindCue) ?? "");
      wish = trim(text, { from: isWhole ? at : behindCue, to: piece.to });
    } else if (!wish && cue.value === "keep" && saysSomething(text, piece)) {
      wish = trim(text, piece); // "the window stays"
    }
    at = behindCue - 1;
  }
  return wish;
}

function isHousehold({ tokens }: Text, { from, to }: Piece): boolean {
  let named = false;
  let owned = false;
  for (let at = from; at < to; at++) {
    named ||= householdCues(tokens, at) !== undefined;
    owned ||= possessionWords.has(wordAt(tokens, at) ?? "");
  }
  return named && owned;
}

/** Without the words around it that carry nothing: "and", "please". */
function trim(text: Text, { from, to }: Piece): Piece {
  let [start, end] = [from, to];
  while (start < end && joiners.has(wordAt(text.tokens, start) ?? "")) start++;
  while (end > start && (joiners.has(wordAt(text.tokens, end - 1) ?? "") || text.tokens[end - 1]?.kind === "mark"))
    end--;
  return { from: start, to: end };
}

function saysSomething(text: Text, { from, to }: Piece): boolean {
  for (let at = from; at < to; at++) {
    const word = wordAt(text.tokens, at);
    if (word !== undefined && word.length > 1 && !text.used(at) && !emptyWords.has(word)) return true;
  }
  return false;
}

function toWish(text: Text, wish: Piece, piece: Piece, rooms: readonly RoomMention[]): Wish {
  const words = cutTo(wordsBetween(text, wish.from, wish.to), longestWish).trim();
  const household = isHousehold(text, piece);
  const near = rooms.filter((room) => !room.removed && room.to <= piece.to);
  const [own, ...others] = near.filter((room) => room.from >= piece.from);
  const before = near.findLast((room) => text.sentence[room.from] === text.sentence[piece.from]);
  const room = household || others.length > 0 ? undefined : (own ?? before);
  return { text: words, household, ...(room && { room }) };
}
