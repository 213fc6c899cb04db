import { defaultCurrency } from "../../sessions/money.ts";
import { type Fit, fitToBudget } from "./fit.ts";
import { type ItemEdit, readItemEdits } from "./item-edits.ts";
import { keptEdits } from "./kept-items.ts";
import { productsFound } from "./products-found.ts";
import { knownItem, type PlannedItem, startingItems, wishItem, wishPrefix } from "./room-items.ts";
import { hasChosen } from "./product-choice.ts";
import { readSaved } from "./saved.ts";
import type { Reading } from "./situation.ts";
import { longestTitle } from "./tasks.ts";

/** What the checklist, the picks and the plan should be, as far as this turn gives reason to touch them. */
export type Outlook = {
  currency: string;
  /** Stored items. */
  known: PlannedItem[];
  /** Items to add: a new room's, and new wishes. */
  fresh: PlannedItem[];
  edits: ItemEdit[];
  /** Rooms whose size changed in this turn. */
  resized: ReadonlySet<string>;
  /** This turn changed or reached something that depends on the choice of products. */
  isStale: boolean;
  /** There is a reason to choose products anew, besides the homeowner's own choice of one: that changes nothing else. */
  isOpen: boolean;
  /** The choice for what there is now; call it after the search. */
  fit: () => Fit;
};

export function lookAhead(reading: Reading): Outlook {
  const { project, outcomes, message, said, course, startsOn } = reading;
  const { rooms, checklist, session, picks } = project;
  const currency = session.currency ?? defaultCurrency;
  const known = checklist.flatMap((item) => {
    const room = rooms.find(({ id }) => id === item.roomId);
    return room ? [knownItem(item, room)] : [];
  });
  const saved = readSaved(outcomes);
  const bare = rooms.filter(({ id }) => !checklist.some(({ roomId }) => roomId === id));
  const fresh = [...bare.flatMap((room) => startingItems(room, session.constraints)), ...newWishes(reading, known)];
  const hasEdited = outcomes.some(({ name }) => name === "save_checklist");
  const edits = hasEdited ? [] : editsIn(message, known);
  const isCheaper = said.talk.acts.has("cheaper");
  const isAnew = saved.budget !== undefined || saved.style !== undefined || isCheaper;
  const hasMoved = outcomes.some(({ name, ok }) => name === "move_to_phase" && ok);
  const hasPicked = outcomes.some(({ name, ok }) => name === "pick_product" && ok);
  const isMoved = startsOn !== undefined && project.plan !== undefined;
  const isChanged = fresh.length + edits.length + saved.rooms.length > 0 || isMoved;
  const isStale = isChanged || isAnew || hasEdited || hasMoved || hasPicked;
  const isOpen = isChanged || isAnew || hasEdited || (isStale && !hasChosen(outcomes));
  const items = afterEdits([...known, ...fresh], edits);
  let chosen: Fit | undefined;
  return {
    currency,
    known,
    fresh,
    edits,
    resized: new Set(
      saved.rooms
        .filter(({ areaM2, widthCm, lengthCm, heightCm }) => areaM2 ?? widthCm ?? lengthCm ?? heightCm)
        .flatMap(({ roomId }) => roomId ?? []),
    ),
    isStale,
    isOpen,
    fit: () => {
      chosen ??= isOpen
        ? fitToBudget({
            items,
            picks,
            currency,
            products: productsFound(outcomes),
            style: session.styleSlug,
            budgetMinor: session.budgetMinor,
            thrift: course.thrift,
            anew: isAnew,
          })
        : asPlanned(reading, known);
      return chosen;
    },
  };
}

function editsIn(message: string, known: readonly PlannedItem[]): ItemEdit[] {
  const edits = readItemEdits(message, known);
  const others = known.filter((item) => edits.every((edit) => edit.item !== item));
  return [...edits, ...keptEdits(message, others)];
}

/** Where nothing is chosen anew, what the plan leaves out stays out. */
function asPlanned({ project: { plan } }: Reading, known: readonly PlannedItem[]): Fit {
  const isIn = ({ room, description }: PlannedItem) =>
    plan?.tasks.some(
      ({ roomId, title }) => roomId === room.id && (title.includes(description) || title.length >= longestTitle),
    );
  const leftOut = plan ? known.filter((item) => item.priority === "nice" && item.work && !isIn(item)) : [];
  return { choices: [], leftOut, missing: [] };
}

/** Wishes of this turn for rooms that have their checklist already. */
function newWishes({ outcomes, project }: Reading, known: readonly PlannedItem[]): PlannedItem[] {
  if (outcomes.some(({ name }) => name === "save_checklist")) return [];
  return readSaved(outcomes).rooms.flatMap(({ roomId, requirements = [] }) => {
    const room = project.rooms.find(({ id }) => id === roomId);
    const items = known.filter((item) => item.room.id === roomId);
    if (!room || items.length === 0) return [];
    const fresh = requirements.filter((wish) => !items.some((item) => item.description === `${wishPrefix}${wish}`));
    return fresh.map((wish) => wishItem(room, wish));
  });
}

function afterEdits(items: readonly PlannedItem[], edits: readonly ItemEdit[]): PlannedItem[] {
  const gone = new Set(edits.filter((edit) => "remove" in edit).map(({ item }) => item));
  const weighed = new Map(edits.flatMap((edit) => ("priority" in edit ? [[edit.item, edit.priority] as const] : [])));
  return items
    .filter((item) => !gone.has(item))
    .map((item) => ({ ...item, priority: weighed.get(item) ?? item.priority }));
}
