import type { Style } from "../../catalog/schema.ts";
import { judgeBudget, type SaidBudget, shareWish } from "./budget.ts";
import { wordAt } from "./lexicon.ts";
import { areasOfRooms, bareArea, loneCurrency, loneNumber, loneUnit } from "./lone.ts";
import { type Measure, readMeasures } from "./measures.ts";
import { readMoney } from "./money.ts";
import { type RoomMention, readRooms } from "./room-mentions.ts";
import { holdsForEach, isTotal, judgeSize, ownersOf, type Size, saysTogether, together } from "./sizes.ts";
import { readStyles, type StyleMentions } from "./style-mentions.ts";
import { readTalk, type Talk } from "./talk.ts";
import { emptyWords, politeWords } from "./talk-words.ts";
import { readText, type Text } from "./text.ts";
import { footUnit, metreUnit } from "./units.ts";
import { wholeHomeWords } from "./vocabulary.ts";
import { readWishes, type Wish } from "./wishes.ts";

/** What the planner asked last; short answers are read in its light. */
export type Topic =
  | "room"
  | "count"
  | "size"
  | "budget"
  | "amount"
  | "style"
  | "wishes"
  | "wish"
  | "checklist"
  | "plan"
  | "decision"
  | "undecided"
  | "change"
  | "pictures"
  | "verdict"
  | "picture"
  | "again"
  | "handover"
  | "product"
  | "more";
export type UnitSystem = "metric" | "imperial";

export type RoomFact = RoomMention & { sizes: Size[]; wishes: string[] };

/** One message as facts and acts, before anything is known about the renovation it belongs to. */
export type Understanding = {
  rooms: RoomFact[];
  /** Sizes that name no room. */
  sizes: Size[];
  /** Each of them holds for several rooms: "12 m² each". */
  isForEach: boolean;
  /** They are of several rooms together: "45 m² in total". */
  isTogether: boolean;
  /** The units the sizes were said in, and whether that had to be assumed. */
  units?: UnitSystem;
  assumedUnits: boolean;
  budget?: SaidBudget;
  /** A budget too small to be meant: thousands are proposed instead. */
  smallBudget?: SaidBudget;
  styles: StyleMentions;
  /** Wishes that name no room. */
  wishes: Pick<Wish, "text" | "household">[];
  talk: Talk;
  /** A lone number after "How many bathrooms are there?". */
  count?: number;
  /** A lone "feet" or "pounds": corrects what was said before. */
  loneUnit?: UnitSystem;
  loneCurrency?: string;
  /** A house or flat, but no room of it. */
  wholeHome: boolean;
  /** "only the kitchen", and nothing else. */
  isOnly: boolean;
  /** Values that cannot be, each as a sentence for the homeowner. */
  doubts: string[];
  /** How many telling words no rule made anything of. */
  unread: number;
  /** How many numbers, likewise. */
  unreadNumbers: number;
  /** It only asks. */
  isQuestion: boolean;
};

export type UnderstandingOptions = {
  /** Of the catalogue in force; the built-in ones when left out. */
  styles?: readonly Style[] | undefined;
  asked?: Topic | undefined;
  /** The units of "3 by 4" where none are said; guessed when left out. */
  units?: UnitSystem | undefined;
  /** A bathroom is known, so that "the toilet" is no room of its own. */
  knowsBathroom?: boolean | undefined;
};

/** Reads a message by rules. The same text and options always give the same result, and no text makes it throw. */
export function understand(source: string, options: UnderstandingOptions = {}): Understanding {
  const { asked, units, knowsBathroom } = options;
  const text = readText(source, options.styles);
  // The order matters: each rule leaves the tokens it read to none after it.
  const home = units && (units === "imperial" ? footUnit : metreUnit);
  const measures = readMeasures(text, home);
  if (asked === "size" && measures.length === 0) measures.push(...bareArea(text, home));
  const asksMoney = asked === "budget" || asked === "amount";
  const money = readMoney(text, asksMoney);
  const mentions = readRooms(text, knowsBathroom);
  measures.push(...areasOfRooms(text, mentions, { home, asksMoney }));
  measures.sort((a, b) => a.from - b.from);
  const asksWishes = asked === "wishes" || asked === "wish";
  const styles = readStyles(text, asksWishes);
  const talk = readTalk(text);
  const lone = { unit: loneUnit(text), currency: money.length === 0 ? loneCurrency(text) : undefined };
  const wishes = readWishes(text, mentions, asksWishes);

  const { budget, small, shares = [], doubt } = judgeBudget(text, money, mentions);
  const { rooms, sizes, doubts } = attach(text, measures, mentions);
  for (const wish of wishes) if (wish.room) rooms[mentions.indexOf(wish.room)]?.wishes.push(wish.text);
  for (const { room, amount } of shares) {
    rooms[mentions.indexOf(room)]?.wishes.push(shareWish(amount));
  }
  const stated = measures.filter(({ oneSide }) => !oneSide);
  const onlyOneSide = asked === "size" && stated.length === 0 && measures.length > 0;
  const count = asked === "count" ? loneNumber(text) : undefined;
  return {
    rooms,
    sizes,
    isForEach: sizes.length > 0 && stated.every((measure) => holdsForEach(text, measure)),
    isTogether: sizes.length > 0 && stated.some((measure) => saysTogether(text, measure)),
    ...(stated.length > 0 && { units: stated.some(({ imperial }) => imperial) ? "imperial" : "metric" }),
    assumedUnits: stated.some(({ assumed }) => assumed),
    ...(budget && { budget }),
    ...(small && { smallBudget: small }),
    styles,
    wishes: wishes.filter(({ room }) => !room).map((wish) => ({ text: wish.text, household: wish.household })),
    talk,
    ...(count !== undefined && { count }),
    ...(lone.unit && { loneUnit: lone.unit }),
    ...(lone.currency && { loneCurrency: lone.currency }),
    wholeHome: mentions.length === 0 && namesWholeHome(text),
    isOnly: wishes.length + measures.length + money.length === 0 && isPlain(talk) && limitsRooms(text, mentions),
    doubts: [
      ...doubts,
      ...(onlyOneSide ? ["One side alone does not tell me the size."] : []),
      ...mentions.flatMap((mention) => doubtCount(mention) ?? []),
      ...(doubt ? [doubt] : []),
    ],
    unread: text.tokens.filter((_, at) => isUnread(text, at)).length,
    unreadNumbers: text.tokens.filter(({ kind }, at) => kind === "number" && !text.used(at)).length,
    isQuestion: text.tokens.length > 0 && text.sentence.every((sentence) => text.questions.has(sentence)),
  };
}

/** Gives each size to the rooms it was said of; impossible ones become doubts. */
function attach(text: Text, measures: Measure[], mentions: RoomMention[]) {
  const rooms: RoomFact[] = mentions.map((mention) => ({ ...mention, sizes: [], wishes: [] }));
  const sizes: Size[] = [];
  const doubts: string[] = [];
  const facts = measures.filter(({ oneSide, from }) => !oneSide && !text.questions.has(text.sentence[from] ?? 0));
  for (const [index, owners] of ownersOf(text, facts, mentions).entries()) {
    const measure = facts[index];
    if (!measure) continue;
    const size = judgeSize(measure);
    if (typeof size === "string") doubts.push(size);
    else if (isTotal(text, measure, mentions)) doubts.push(together);
    else if (owners.length === 0) sizes.push(size);
    else for (const owner of owners) rooms[mentions.indexOf(owner)]?.sizes.push(size);
  }
  return { rooms, sizes, doubts };
}

const mostOfAKind = 10;

function doubtCount({ count = 1, name }: RoomMention): string | undefined {
  const fits = Number.isInteger(count) && count >= 1 && count <= mostOfAKind;
  return fits ? undefined : `I cannot plan ${count} times “${name}”: 1 to ${mostOfAKind} at once works.`;
}

/** "Approve only the kitchen" is about its picture. */
const isPlain = ({ acts }: Talk) => [...acts].every((act) => act === "yes" || act === "no" || act === "content");

function limitsRooms(text: Text, mentions: readonly RoomMention[]): boolean {
  const [first] = mentions;
  const last = mentions.at(-1);
  if (!first || !last || text.tokens.some((_, at) => isUnread(text, at))) return false;
  return [first.from - 1, last.to].some((at) => ["only", "just"].includes(wordAt(text.tokens, at) ?? ""));
}

function namesWholeHome(text: Text): boolean {
  return text.tokens.some((_, at) => !text.questions.has(text.sentence[at] ?? 0) && wholeHomeWords(text.tokens, at));
}

function isUnread({ tokens, used }: Text, at: number): boolean {
  const token = tokens[at];
  return token?.kind === "word" && !used(at) && !emptyWords.has(token.text) && !politeWords.has(token.text);
}
