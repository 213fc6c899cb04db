import { rateBySlug } from "../../prices/estimate.ts";
import type { Trade } from "../../prices/schema.ts";
import type { Room } from "../../rooms/schema.ts";
import { minorDigitsOf } from "../../sessions/money.ts";
import type { PlanTaskInput } from "../tools/schema.ts";
import type { PlannedItem } from "./room-items.ts";
import { placeOfCategory, stages } from "./stages.ts";

/** Of a task; what does not fit is cut off. */
export const longestTitle = 200;

type Group = { room: Room; roomIndex: number; stage: number; trade: Trade; items: PlannedItem[] };

/**
 * The plan's tasks: what one trade does in one room at one stage. A task waits for the stage before it in its room, and for
 * the same people to be done in the room before.
 */
export function tasksFor(rooms: readonly Room[], items: readonly PlannedItem[], currency: string): PlanTaskInput[] {
  const groups = groupsOf(rooms, items);
  const keys = keysOf(rooms);
  const keyOf = ({ room, stage, trade }: Group) =>
    `${keys.get(room.id)}-${stages[stage]?.name}-${trade}`.replaceAll("_", "-");
  return groups.map((group) => {
    const work = group.items.flatMap((item) => item.work ?? []);
    const sums = group.items.filter(({ work }) => !work).map(({ estimateMinor }) => estimateMinor ?? 0);
    const labour = sums.reduce((sum, amount) => sum + amount, 0);
    return {
      key: keyOf(group),
      title: `${group.room.name}: ${group.items.map(({ description }) => description).join("; ")}`.slice(
        0,
        longestTitle,
      ),
      roomId: group.room.id,
      trade: group.trade,
      ...(work.length > 0 && { work }),
      ...(work.length === 0 && { durationDays: 1 }),
      ...(labour > 0 && { labour: labour / 10 ** minorDigitsOf(currency) }),
      dependsOn: before(group, groups).map(keyOf),
    };
  });
}

/** Stage by stage, and room by room within a stage: the order in which the trades come. */
function groupsOf(rooms: readonly Room[], items: readonly PlannedItem[]): Group[] {
  const groups = new Map<string, Group>();
  for (const item of items) {
    const { stage, trade } = placeOf(item);
    const roomIndex = rooms.findIndex(({ id }) => id === item.room.id);
    const name = `${roomIndex} ${stage} ${trade}`;
    const group = groups.get(name) ?? { room: item.room, roomIndex, stage, trade, items: [] };
    group.items.push(item);
    groups.set(name, group);
  }
  return [...groups.values()].sort((a, b) => a.stage - b.stage || a.roomIndex - b.roomIndex);
}

function placeOf({ work, category }: PlannedItem): { stage: number; trade: Trade } {
  const place = placeOfCategory[category];
  const byRate = work ? stages.findIndex(({ rates }) => rates.split(" ").includes(work.rate)) : -1;
  const stage = byRate >= 0 ? byRate : stages.findIndex(({ name }) => name === place.stage);
  return { stage, trade: work ? rateBySlug(work.rate).trade : place.trade };
}

function before(group: Group, groups: readonly Group[]): Group[] {
  const earlier = groups.filter(({ room, stage }) => room.id === group.room.id && stage < group.stage);
  const last = earlier.at(-1)?.stage;
  const sameTrade = groups.findLast(
    ({ roomIndex, stage, trade }) => roomIndex < group.roomIndex && stage === group.stage && trade === group.trade,
  );
  return [...earlier.filter(({ stage }) => stage === last), ...(sameTrade ? [sameTrade] : [])];
}

/** Short names of the rooms, the same as long as the rooms are. */
function keysOf(rooms: readonly Room[]): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  return new Map(
    rooms.map(({ id, name }, index) => {
      const words = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
      const short = words.replace(/^-+/, "").slice(0, 13).replace(/-+$/, "");
      const key = short === "" || taken.has(short) ? `room-${index + 1}` : short;
      taken.add(key);
      return [id, key];
    }),
  );
}
