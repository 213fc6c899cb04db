import type { z } from "zod";
import type { Room } from "../../rooms/schema.ts";
import type { IntakeRoom } from "../tools/schema.ts";
import { ownKinds } from "./room-names.ts";
import type { Size } from "./sizes.ts";
import type { RoomFact } from "./understanding.ts";
import { type Removal, roomWords } from "./vocabulary.ts";
import { tokenize } from "./tokens.ts";

export type RoomChange = z.infer<typeof IntakeRoom>;
/** A room as it will be once the changes are saved; new ones have no id yet. */
export type PlannedRoom = { room: Pick<Room, "type" | "name"> & { id?: string }; change: RoomChange; sized: boolean };

export type RoomPlan = {
  rooms: PlannedRoom[];
  /** What cannot be settled, each as a sentence. */
  doubts: string[];
  /** Rooms to drop that are not there: no longer true once they are dropped. */
  absent: string[];
  /** "bedrooms", without saying how many. */
  uncounted?: string;
};

/** Matches the rooms of a message to those that are known: which to change, to add, to drop. `focus` is the one just talked about. */
export function planRooms(facts: readonly RoomFact[], known: readonly Room[], focus: Room | undefined): RoomPlan {
  const plan: RoomPlan = {
    rooms: known.map((room) => ({ room, change: { roomId: room.id }, sized: isSized(room) })),
    doubts: [],
    absent: [],
  };
  for (const fact of facts) {
    const isOnlyAside = fact.removed === "aside" && facts.some(({ removed }) => !removed);
    if (isOnlyAside) continue;
    if (fact.removed) drop(plan, fact, fact.removed);
    else if (fact.count === undefined || (Number.isInteger(fact.count) && fact.count >= 1 && fact.count <= 10))
      place(plan, fact, focus);
  }
  return plan;
}

export const isSized = ({ areaM2, widthCm, lengthCm }: Room) =>
  areaM2 !== null || (widthCm !== null && lengthCm !== null);

function drop(plan: RoomPlan, fact: RoomFact, removed: Removal) {
  const candidates = candidatesFor(plan, fact);
  const all = (fact.plural && fact.count === undefined) || fact.count === candidates.length;
  if (candidates.length === 0) {
    if (removed === "order") plan.absent.push(`There is no ${fact.name} on the list, so nothing to drop.`);
  } else if (candidates.length > 1 && !all) {
    const names = candidates.map(({ room }) => `“${room.name}”`).join(" or ");
    plan.doubts.push(`Which one shall I drop, ${names}?`);
  }
  if (candidates.length !== 1 && !all) return;
  for (const planned of candidates) {
    if (planned.room.id) planned.change = { roomId: planned.room.id, remove: true };
    else plan.rooms.splice(plan.rooms.indexOf(planned), 1);
  }
}

const leastArea = 4;

function place(plan: RoomPlan, fact: RoomFact, focus: Room | undefined) {
  const candidates = fact.more ? [] : candidatesFor(plan, fact);
  const { ordinal, ...unnumberedFact } = fact;
  // "Kitchen 8, bathroom 5": nobody has that many of them.
  if (candidates.length === 0 && ordinal !== undefined && ordinal >= leastArea && fact.sizes.length === 0)
    return place(plan, { ...unnumberedFact, sizes: [{ areaM2: ordinal }] }, focus);
  const unnumbered = fact.plural && fact.count === undefined;
  if (unnumbered && candidates.length === 0 && fact.sizes.length < 2) {
    plan.uncounted = fact.name;
    return;
  }
  const isCorrection = fact.count !== undefined && fact.sizes.length + fact.wishes.length === 0;
  if (isCorrection && (fact.count ?? 0) < candidates.length) {
    const names = candidates.map(({ room }) => `“${room.name}”`).join(" and ");
    plan.doubts.push(`There are ${names} on the list: say which one to drop.`);
    return;
  }
  const wanted = fact.count ?? (unnumbered ? Math.max(candidates.length, fact.sizes.length) : 1);
  const single = wanted === 1 && candidates.length > 1 ? chooseOne(plan, candidates, fact, focus) : undefined;
  if (wanted === 1 && candidates.length > 1 && !single) return;
  const targets = single ? [single] : candidates.slice(0, wanted);
  while (targets.length < wanted) targets.push(add(plan, fact, wanted));
  giveSizes(targets, fact.sizes);
  for (const { change } of targets) addWishes(change, fact.wishes);
}

/** The known rooms a mention may mean. */
function candidatesFor(plan: RoomPlan, fact: RoomFact): PlannedRoom[] {
  const rooms = plan.rooms.filter(({ change }) => !change.remove);
  const sameType = rooms.filter(
    ({ room }) => room.type === fact.type && (fact.type !== "other" || hasWord(room.name, fact.name)),
  );
  if (fact.ordinal !== undefined) {
    const numbered = sameType.find(({ room }) => room.name.endsWith(` ${fact.ordinal}`)) ?? sameType[fact.ordinal - 1];
    return numbered ? [numbered] : [];
  }
  const { qualifier } = fact;
  if (qualifier) return sameType.filter(({ room }) => hasWord(room.name, nameWord(qualifier)));
  // "a bathroom" beside a guest bathroom, or beside one of this message that has its size already, is another one.
  return sameType.filter(({ room, sized }) => {
    const isOther = room.id === undefined ? sized && fact.sizes.length > 0 : false;
    return !(fact.indefinite && (isOther || isQualified(room.name)));
  });
}

function chooseOne(
  plan: RoomPlan,
  candidates: PlannedRoom[],
  fact: RoomFact,
  focus: Room | undefined,
): PlannedRoom | undefined {
  const focused = candidates.find(({ room }) => room.id !== undefined && room.id === focus?.id);
  const plain = candidates.filter(({ room }) => !isQualified(room.name));
  const unsized = candidates.find(({ sized }) => !sized);
  const chosen =
    focused ?? (plain.length === 1 ? plain[0] : undefined) ?? (fact.sizes.length > 0 ? unsized : undefined);
  if (!chosen && (fact.sizes.length > 0 || fact.wishes.length > 0)) {
    plan.doubts.push(`Which ${fact.name} do you mean, ${candidates.map(({ room }) => `“${room.name}”`).join(" or ")}?`);
  }
  return chosen;
}

/** A new room, numbered where there are several: "Bathroom 1", "Bathroom 2". */
function add(plan: RoomPlan, fact: RoomFact, wanted: number): PlannedRoom {
  const base = fact.name.charAt(0).toUpperCase() + fact.name.slice(1);
  const taken = plan.rooms.filter(({ change }) => !change.remove).map(({ room }) => room.name);
  const hasTwin = taken.some((name) => name === base || name.startsWith(`${base} `));
  let name = wanted > 1 ? `${base} 1` : base;
  for (let number = 2; hasTwin && (name === base || name === `${base} 1` || taken.includes(name)); number++) {
    name = `${base} ${number}`;
  }
  const room = { type: fact.type, name };
  const planned = { room, change: { ...room }, sized: false };
  plan.rooms.push(planned);
  return planned;
}

/** One size for several rooms holds for each; several are given out in order. Later ones correct earlier ones. */
export function giveSizes(targets: readonly PlannedRoom[], sizes: readonly Size[]) {
  const floors = sizes.filter(isFloor);
  const others = sizes.filter((size) => !isFloor(size));
  for (const [index, target] of targets.entries()) {
    const own = targets.length === 1 || floors.length === 1 ? floors : floors.slice(index, index + 1);
    for (const size of [...own, ...others]) setSize(target, size);
  }
}

function setSize(target: PlannedRoom, size: Size) {
  const { change } = target;
  const areaOfSides = ((change.widthCm ?? 0) * (change.lengthCm ?? 0)) / 10_000;
  // "3 x 4 m (12 m²)" says the same twice, and the sides say more.
  if (size.areaM2 !== undefined && Math.abs(areaOfSides - size.areaM2) <= size.areaM2 * 0.05) return;
  if (size.areaM2 !== undefined) {
    delete change.widthCm;
    delete change.lengthCm;
  } else if (size.widthCm !== undefined || size.lengthCm !== undefined) {
    delete change.areaM2;
  }
  Object.assign(change, size);
  target.sized ||= isFloor(size);
}

const isFloor = ({ widthCm, lengthCm, areaM2 }: Size) =>
  areaM2 !== undefined || (widthCm !== undefined && lengthCm !== undefined);

export function addWishes(change: RoomChange, wishes: readonly string[]) {
  if (wishes.length > 0) change.requirements = [...new Set([...(change.requirements ?? []), ...wishes])].slice(0, 20);
}

const nameWord = (qualifier: string) => qualifier.replace(/^(kid|children|parent)s$/, "$1");
const hasWord = (name: string, word: string) => name.toLowerCase().includes(word);

/** "Guest bathroom", but not "Bathroom 2". */
const isQualified = (name: string) => ownKinds.has(name.toLowerCase()) || !roomWords(tokenize(name), 0);
