import type { Budget } from "../budget/schema.ts";
import type { ChecklistItem } from "../checklist/schema.ts";
import type { Room } from "../rooms/schema.ts";
import { areaOf } from "../rooms/sizes.ts";
import type { ChosenPictures } from "./pictures.ts";
import type { ReportRoom } from "./schema.ts";

type Sources = { rooms: readonly Room[]; items: readonly ChecklistItem[]; budget: Budget; pictures: ChosenPictures };

/** Each room with what belongs to it; its estimates are the budget's. */
export function toReportRooms({ rooms, items, budget, pictures }: Sources): ReportRoom[] {
  const byRoom = Map.groupBy(items, ({ roomId }) => roomId);
  const estimates = new Map(budget.rooms.map(({ roomId, estimatedMinor }) => [roomId, estimatedMinor]));
  return rooms.map((room) => {
    const checklist = byRoom.get(room.id) ?? [];
    const { render = null, photos = [], more = 0 } = pictures.rooms.get(room.id) ?? {};
    return {
      room,
      areaM2: areaOf(room),
      render,
      pictures: photos,
      morePictures: more,
      checklist,
      doneCount: checklist.filter(({ done }) => done).length,
      estimatedMinor: estimates.get(room.id) ?? 0,
    };
  });
}

/** Square metres of all rooms whose area is known; null when none is. */
export function areaOfAll(rooms: readonly Room[]): number | null {
  const areas = rooms.map(areaOf).filter((area) => area !== null);
  return areas.length === 0 ? null : Math.round(areas.reduce((sum, area) => sum + area, 0) * 100) / 100;
}
