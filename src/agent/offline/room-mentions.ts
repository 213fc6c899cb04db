import type { RoomType } from "../../rooms/schema.ts";
import { wordAt } from "./lexicon.ts";
import { baseName, nameOfQualifier, ownKinds } from "./room-names.ts";
import type { Text } from "./text.ts";
import {
  afterRemovedRoom,
  afterRoomInList,
  determiners,
  moreWords,
  negations,
  neighbourWords,
  type Removal,
  ordinals,
  removalFillers,
  removalWords,
  removedAfterWords,
  roomQualifiers,
  roomWords,
  sizeAdjectives,
} from "./vocabulary.ts";

/** A room as somebody speaks of it: "the second guest bathroom", "two bedrooms". */
export type RoomMention = {
  from: number;
  to: number;
  type: RoomType;
  /** "guest bathroom": qualifier and the vocabulary's word, singular. */
  name: string;
  qualifier?: string;
  /** How many, where a number was said; a plural without one has `plural` alone. */
  count?: number;
  plural: boolean;
  /** "another", "two more": new ones beside those already known. */
  more: boolean;
  /** "a bathroom", which need not be the one that is known. */
  indefinite: boolean;
  /** "bathroom 2", "the second bathroom". */
  ordinal?: number;
  removed?: Removal;
};

/**
 * Every room in the text that is part of the renovation or leaves it; neighbours ("open to the hall") are not, and beside
 * a bathroom, named here or known, "the toilet" is what stands in it.
 */
export function readRooms(text: Text, knowsBathroom = false): RoomMention[] {
  const rooms: RoomMention[] = [];
  const hasBathroom = knowsBathroom || text.tokens.some((_, at) => isBathroom(roomWords(text.tokens, at)));
  for (let at = 0; at < text.tokens.length; at++) {
    const found = roomWords(text.tokens, at) ?? bathAsRoom(text, at, rooms.at(-1));
    if (!found) continue;
    const end = at + found.length;
    if (hasBathroom && isBareToilet(found) && !isRoomAmong(text, at, end, rooms.at(-1))) continue;
    if (found.value && !text.questions.has(text.sentence[at] ?? 0)) {
      const last = rooms.at(-1);
      const noun = { type: found.value, word: found.phrase, plural: found.plural };
      const mention = describe(text, at, end, { ...noun, least: last?.to ?? -1 });
      if (last?.removed && joins(text, last, mention)) mention.removed ??= last.removed;
      if (!isNeighbour(text, mention.from)) rooms.push(mention);
      text.use(mention.from, mention.to);
    }
    at = end - 1;
  }
  return rooms;
}

type Found = ReturnType<typeof roomWords>;
const isBareToilet = (found: Found) => found !== undefined && /^(?:the|my|our) toilet$/.test(found.phrase);
const isBathroom = (found: Found) => found?.value === "bathroom" && !isBareToilet(found);

/** It has a size, or is one of a list: "the toilet and the bathroom", "kitchen, bathroom and the toilet". */
function isRoomAmong({ tokens }: Text, at: number, end: number, last: RoomMention | undefined): boolean {
  const between = tokens.slice(last?.to ?? at, at);
  const isLast =
    between.length > 0 && between.every((token) => token.kind !== "number" && /^(?:and|,)$/.test(token.text));
  const isFirst = wordAt(tokens, end) === "and" && [1, 2].some((on) => roomWords(tokens, end + on)?.value);
  return isLast || isFirst || tokens[end]?.kind === "number";
}

/** "Kitchen and bath" and "bath 2x3" are rooms; "a bath" may be the tub alone. */
function bathAsRoom({ tokens }: Text, at: number, last: RoomMention | undefined) {
  if (wordAt(tokens, at) !== "bath") return undefined;
  const isListed = wordAt(tokens, at - 1) === "and" && last?.to === at - 1 && last.type !== "bathroom";
  if (!isListed && tokens[at + 1]?.kind !== "number") return undefined;
  return { value: "bathroom" as const, phrase: "bathroom", length: 1, plural: false };
}

type Noun = { type: RoomType; word: string; plural: boolean; /** Where the room before it ends. */ least: number };

function describe(text: Text, at: number, end: number, { type, word, plural, least }: Noun): RoomMention {
  const { tokens } = text;
  const mention: RoomMention = {
    from: at,
    to: end,
    type,
    name: baseName(word),
    plural,
    more: false,
    indefinite: false,
  };
  for (let k = at - 1; k >= 0 && text.segment[k] === text.segment[at]; k--) {
    const token = tokens[k];
    const before = wordAt(tokens, k) ?? "";
    // "Kitchen 12 bathroom 5": the number is the kitchen's.
    if (token?.kind === "number" && !text.used(k) && (plural || k > least)) {
      mention.count ??= token.value;
    } else if (before === "other" || before === "both" || before === "all") {
      mention.plural = true;
    } else if (ordinals.has(before)) {
      mention.ordinal = ordinals.get(before) ?? 1;
    } else if (moreWords.has(before)) {
      mention.more = true;
    } else if (roomQualifiers.has(before)) {
      mention.qualifier = before;
    } else if (!(sizeAdjectives.has(before) || determiners.has(before) || text.styleWords(tokens, k)?.length === 1)) {
      break;
    }
    mention.from = k;
    if (determiners.has(before)) break;
  }
  mention.indefinite = ["a", "an"].includes(wordAt(tokens, mention.from) ?? "");
  // "a second bathroom" is a new one, "the second bathroom" is known.
  if (mention.ordinal && mention.indefinite) {
    delete mention.ordinal;
    mention.more = true;
  }
  readAfter(text, mention);
  if (ownKinds.has(mention.name)) mention.qualifier ??= mention.name;
  else if (mention.qualifier) mention.name = `${nameOfQualifier(mention.qualifier)} ${mention.name}`;
  const removed = removalOf(text, mention);
  return removed ? { ...mention, removed } : mention;
}

/** "bathroom 2", "the bathroom upstairs". */
function readAfter(text: Text, mention: RoomMention) {
  const next = text.tokens[mention.to];
  const isOrdinal =
    next?.kind === "number" &&
    !mention.plural &&
    !text.used(mention.to) &&
    !countsRooms(text, mention.to + 1) &&
    Number.isInteger(next.value) &&
    next.value >= 1 &&
    next.value <= 9;
  if (isOrdinal && text.segment[mention.to] === text.segment[mention.from]) {
    mention.ordinal = next.value;
    mention.to++;
  }
  const place = wordAt(text.tokens, mention.to) ?? "";
  if (place === "upstairs" || place === "downstairs") {
    mention.qualifier ??= place;
    mention.to++;
  }
}

/** "kitchen 2 guest bathrooms": the number belongs to what comes after it. */
function countsRooms({ tokens }: Text, at: number): boolean {
  let noun = at;
  while (roomQualifiers.has(wordAt(tokens, noun) ?? "") || sizeAdjectives.has(wordAt(tokens, noun) ?? "")) noun++;
  return roomWords(tokens, noun)?.plural === true;
}

function removalOf(text: Text, { from, to }: RoomMention): RoomMention["removed"] {
  const { tokens } = text;
  const after = removedAfterWords(tokens, to);
  if (after) {
    text.use(to, to + after.length);
    return "order";
  }
  for (let start = from - 1; start >= Math.max(0, from - 8); start--) {
    const cue = removalWords(tokens, start);
    if (cue && isFilled(tokens, start + cue.length, from)) {
      const isKept = negations.has(wordAt(tokens, start - 1) ?? "") || !endsAt(text, to, cue.value);
      if (isKept) return undefined;
      text.use(start, from);
      return cue.value;
    }
    if (wordAt(tokens, start) === undefined) return undefined;
  }
  return undefined;
}

/** "don't want to do the bathroom", but not "don't want to paint the bathroom". */
function isFilled(tokens: Text["tokens"], from: number, to: number): boolean {
  return tokens.slice(from, to).every((token) => token.kind === "word" && removalFillers.has(token.text));
}

/** Nothing is said of the room after it: "drop the kitchen tiles" and "no the kitchen is 3 by 4" drop no kitchen. */
function endsAt({ tokens }: Text, at: number, removed: Removal): boolean {
  const next = tokens[at];
  if (next === undefined || next.kind === "mark") return true;
  if (next.kind === "number") return false;
  return afterRoomInList.has(next.text) || (removed === "order" && afterRemovedRoom.has(next.text));
}

/** "drop the bathroom and the hallway": what holds for the first holds for the second. */
function joins(text: Text, last: RoomMention, mention: RoomMention): boolean {
  const between = text.tokens.slice(last.to, mention.from);
  const links = last.removed === "order" ? ["and", "or", ","] : ["and", "or"];
  const isList = between.every((token) => token.kind !== "number" && links.includes(token.text));
  return isList && between.length > 0 && endsAt(text, mention.to, "negation");
}

function isNeighbour(text: Text, from: number): boolean {
  for (const back of [1, 2, 3]) {
    const cue = neighbourWords(text.tokens, from - back);
    if (cue && cue.length >= back) return true;
  }
  // The second room of "between the kitchen and the hall".
  const isSecond = wordAt(text.tokens, from - 1) === "and" && roomWords(text.tokens, from - 2);
  return Boolean(isSecond) && [3, 4].some((back) => wordAt(text.tokens, from - back) === "between");
}
