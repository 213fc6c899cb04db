import { wordAt } from "./lexicon.ts";
import type { Measure } from "./measures.ts";
import type { RoomMention } from "./room-mentions.ts";
import type { Text } from "./text.ts";
import { homeWords } from "./vocabulary.ts";

/** A size that can be saved: centimetres and square metres within what `save_intake` takes. */
export type Size = { widthCm?: number; lengthCm?: number; heightCm?: number; areaM2?: number };

const limits = { side: [50, 10_000], height: [150, 1_500], area: [0.25, 10_000] } as const;
const within = (value: number | undefined, [least, most]: readonly [number, number]) =>
  value === undefined || (value >= least && value <= most);

/** The savable size, or why it cannot be one, as a sentence. */
export function judgeSize({ widthCm, lengthCm, heightCm, areaM2 }: Measure): Size | string {
  if (!within(widthCm, limits.side) || !within(lengthCm, limits.side)) {
    const sides = [widthCm, lengthCm].filter((side) => side !== undefined).map((side) => `${side / 100} m`);
    return `${sides.join(" by ")} cannot be right: each side of a room has to lie between 0.5 m and 100 m.`;
  }
  if (!within(areaM2, limits.area))
    return `I cannot use an area of ${areaM2} m²: a room has between 0.25 m² and 10,000 m².`;
  if (!within(heightCm, limits.height)) {
    return `I cannot use a height of ${(heightCm ?? 0) / 100} m: a room is between 1.5 m and 15 m high.`;
  }
  return {
    ...(widthCm !== undefined && { widthCm }),
    ...(lengthCm !== undefined && { lengthCm }),
    ...(heightCm !== undefined && { heightCm }),
    ...(areaM2 !== undefined && { areaM2 }),
  };
}

/** The room mentions each measure belongs to; none where the text names no room that stays. */
export function ownersOf(text: Text, measures: readonly Measure[], mentions: readonly RoomMention[]): RoomMention[][] {
  const rooms = mentions.filter((room) => !room.removed);
  const given: Given = new Map();
  return measures.map((measure, index) => {
    if (holdsForEach(text, measure)) return groupBefore(measure, rooms, given);
    if (isHeightAlone(text, measure, rooms)) return rooms;
    const owner = ownerOf(text, measure, rooms, given, followingIn(measures.slice(index), rooms));
    if (owner && isFloor(measure)) given.set(owner, (given.get(owner) ?? 0) + 1);
    return owner ? [owner] : [];
  });
}

/** How many floor sizes each room has got: "two bedrooms" take two. */
type Given = Map<RoomMention, number>;
const lacks = ({ count = 1 }: RoomMention, given: number | undefined) => Math.min(count, mostAtOnce) - (given ?? 0);
const mostAtOnce = 10;
const isSized = (room: RoomMention, given: Given) => (room.count ?? 1) === 1 && given.has(room);

/** The room before it in its segment, else the one after it ("a 3 by 4 kitchen"), else the last one before. */
function ownerOf(text: Text, measure: Measure, rooms: RoomMention[], given: Given, following: number) {
  const inSegment = rooms.filter((room) => text.segment[room.from] === text.segment[measure.from]);
  const before = inSegment.findLast((room) => room.to <= measure.from);
  const after = inSegment.find((room) => room.from >= measure.to && !hasAnd(text, measure.to, room.from));
  const free = (room: RoomMention | undefined) => (room && isFloor(measure) && isSized(room, given) ? undefined : room);
  const startsNew = before && after && hasAnd(text, before.to, measure.from) ? after : undefined;
  return (
    inRow(measure, rooms, given, following) ??
    startsNew ??
    free(before) ??
    free(after) ??
    rooms.findLast((room) => room.to <= measure.from) ??
    after
  );
}

/** "kitchen, bathroom and hall: 3x4, 2x2 and 1x4": where as many sizes as rooms follow, each takes its own. */
function inRow(measure: Measure, rooms: RoomMention[], given: Given, following: number) {
  const unsized = rooms
    .filter((room) => room.to <= measure.from)
    .flatMap((room) => Array.from({ length: lacks(room, given.get(room)) }, () => room));
  return following > 1 ? unsized[unsized.length - following] : undefined;
}

/** How many floor sizes stand here in a row, before the next room. */
function followingIn(measures: readonly Measure[], rooms: RoomMention[]): number {
  const start = measures[0]?.from ?? 0;
  const nextRoom = rooms.find((room) => room.from >= start)?.from ?? Number.POSITIVE_INFINITY;
  return measures.filter((measure) => isFloor(measure) && measure.from < nextRoom).length;
}

/** A size for several rooms together, or for the whole home, which says nothing about each. */
export function isTotal(text: Text, measure: Measure, rooms: readonly RoomMention[]): boolean {
  const { tokens, segment } = text;
  const { from, to } = measure;
  if (rooms.length > 1 && saysTogether(text, measure)) return true;
  const isRoom = rooms.some((room) => room.from <= to && to < room.to);
  if (homeWords.has(wordAt(tokens, to) ?? "") && !isRoom) return true;
  for (let at = from - 1; at >= 0 && segment[at] === segment[from]; at--) {
    if (rooms.some((room) => room.to === at + 1)) return false;
    if (homeWords.has(wordAt(tokens, at) ?? "")) return true;
  }
  return false;
}
/** What to say to such a size. */
export const together = "That is a size for all together: I plan with each room's own.";

/** "45 m² in total", "together 45 m²". */
export const saysTogether = ({ tokens }: Text, { from, to }: Measure): boolean =>
  [from - 2, from - 1, to, to + 1].some((at) => totalWords.has(wordAt(tokens, at) ?? ""));
const totalWords = new Set(["total", "together", "altogether", "combined", "overall"]);

/** "both 3 by 4", "12 m² each", "the ceilings are 2.6 m": it holds for more than one room, whether or not they are named here. */
export function holdsForEach({ tokens }: Text, measure: Measure): boolean {
  const near = [measure.from - 1, measure.from - 2, measure.to, measure.to + 1].map((at) => wordAt(tokens, at) ?? "");
  const inside = tokens.slice(measure.from, measure.to).some((_, k) => wordAt(tokens, measure.from + k) === "ceilings");
  return inside || near.some((word) => word === "each" || word === "both");
}

/** In "a kitchen 3 by 4 and two bedrooms, 12 m² each" the bedrooms alone: several by their number, else all without a size of their own. */
function groupBefore(measure: Measure, rooms: RoomMention[], given: Given): RoomMention[] {
  if (!isFloor(measure)) return rooms;
  const last = rooms.findLast((room) => room.to <= measure.from);
  return last && (last.plural || (last.count ?? 1) > 1) ? [last] : rooms.filter((room) => !given.has(room));
}

/** A ceiling height that is said apart from any room. */
function isHeightAlone(text: Text, measure: Measure, rooms: RoomMention[]): boolean {
  const alone = rooms.every((room) => text.segment[room.from] !== text.segment[measure.from]);
  return alone && measure.heightCm !== undefined && !isFloor(measure);
}

const isFloor = ({ widthCm, lengthCm, areaM2 }: Measure) =>
  (widthCm !== undefined && lengthCm !== undefined) || areaM2 !== undefined;

function hasAnd({ tokens }: Text, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (wordAt(tokens, at) === "and") return true;
  return false;
}
