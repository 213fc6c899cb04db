import type { ChecklistItem } from "../../../checklist/schema.ts";

/** A product that was picked for an item costs in place of its estimate. */
export const costOf = (item: ChecklistItem, picks: { costMinor: number }[]): number =>
  picks.length > 0 ? picks.reduce((sum, { costMinor }) => sum + costMinor, 0) : (item.estimateMinor ?? 0);
