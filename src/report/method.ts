import type { ChecklistItem } from "../checklist/schema.ts";
import type { Plan } from "../plan/schema.ts";
import { exchangeDate, exchangeNote, perEuro } from "../prices/currencies.ts";
import { source, year } from "../prices/rates.ts";
import { regions } from "../prices/regions.ts";
import type { EstimateBasis, Method } from "./schema.ts";

type Sources = {
  currency: string;
  items: readonly ChecklistItem[];
  plan: Plan | undefined;
  roomNames: ReadonlyMap<string, string>;
};

/** How each amount came about: of the plan's tasks where there is a plan, else of the checklist. */
export function methodOf({ currency, items, plan, roomNames }: Sources): Method {
  return {
    source,
    year,
    region: regions.find(({ currencies }) => currencies.includes(currency)) ?? null,
    currency,
    perEuro: perEuro[currency] ?? null,
    exchangeNote,
    exchangeDate,
    bases: plan ? plan.tasks.map((task) => ofTask(task, plan.currency)) : ofItems(items, currency, roomNames),
  };
}

const ofTask = ({ title, roomName, labourMinor, materialMinor, notes }: Plan["tasks"][number], currency: string) => ({
  what: title,
  roomName,
  amountMinor: labourMinor + materialMinor,
  currency,
  basis: notes,
});

const ofItems = (items: Sources["items"], currency: string, roomNames: Sources["roomNames"]): EstimateBasis[] =>
  items.flatMap(({ description, roomId, estimateMinor, estimateBasis }) => {
    if (estimateMinor === null) return [];
    const roomName = roomNames.get(roomId) ?? null;
    return [{ what: description, roomName, amountMinor: estimateMinor, currency, basis: estimateBasis }];
  });
