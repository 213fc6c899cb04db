import { formatMinor } from "../../sessions/money.ts";
import { hasUsed } from "./calls.ts";
import { workTotals } from "./fit.ts";
import type { Outlook } from "./outlook.ts";
import type { PlannedItem } from "./room-items.ts";
import type { Reading } from "./situation.ts";
import { list, sizeWords } from "./wording.ts";

const mostNamed = 6;

/** To the cent, as the tools have it. */
export const exactly = formatMinor;

/** The checklist, room by room: what is to be done, what is bought, and what stays optional. */
export function listOf({ project }: Reading, { known, currency, fit, isStale }: Outlook): string {
  const { rooms, picks } = project;
  const missing = isStale ? fit().missing : [];
  return rooms
    .map((room) => {
      const own = known.filter((item) => item.room.id === room.id);
      const wanted = own.filter(({ priority }) => priority !== "optional");
      const work = wanted.filter(({ buy }) => !buy);
      const bought = picks.filter(({ roomId }) => roomId === room.id);
      const size = sizeWords(room) || "size open, so I reckon with a usual one";
      const products = bought.map(({ productName, costMinor }) => `${productName} (${exactly(costMinor, currency)})`);
      const optional = own.filter(({ priority }) => priority === "optional");
      return [
        `**${room.name}** (${size})`,
        `- To do: ${named(work)}`,
        ...(products.length > 0 ? [`- To buy: ${products.join(", ")}`] : []),
        ...(missing.some(({ room: { id } }) => id === room.id)
          ? [`- Not in the catalogue: ${named(missing.filter(({ room: { id } }) => id === room.id))}`]
          : []),
        ...(optional.length > 0 ? [`- Optional, not counted: ${named(optional)}`] : []),
      ].join("\n");
    })
    .join("\n\n");
}

const named = (items: readonly PlannedItem[]) => items.map(({ description }) => description).join("; ") || "nothing";

/** What it all comes to, and how that lies to the budget. */
export function moneyLine(reading: Reading, { known, currency }: Outlook): string {
  const { picks, session } = reading.project;
  const { labourMinor, materialMinor, contingencyMinor, totalMinor: workMinor } = workTotals(known, picks, currency);
  const productsMinor = picks.reduce((sum, { costMinor }) => sum + costMinor, 0);
  const totalMinor = workMinor + productsMinor;
  const money = (minor: number) => exactly(minor, currency);
  const parts = `work ${money(labourMinor + materialMinor)}, 10% reserve ${money(contingencyMinor)}, products ${money(productsMinor)}`;
  return `Estimate: ${parts}, **${money(totalMinor)}** in all${againstBudget(totalMinor, session.budgetMinor, money)}${hasUsed(reading, "save_checklist") ? demoted(known) : ""}`;
}

function againstBudget(totalMinor: number, budgetMinor: number | null, money: (minor: number) => string): string {
  if (budgetMinor === null) return ". No budget is set.";
  const left = budgetMinor - totalMinor;
  if (left >= 0) return `, ${money(left)} below your budget of ${money(budgetMinor)}.`;
  return (
    `, ${money(-left)} over your budget of ${money(budgetMinor)}, and that with the least dear products and without what ` +
    "is only nice to have. Drop something, or raise the budget; the plan can also ask to go over it."
  );
}

/** What the budget made optional. */
function demoted(known: readonly PlannedItem[]): string {
  const items = known.filter(({ usually, priority }) => usually === "nice" && priority === "optional");
  if (items.length === 0) return "";
  const names = items.slice(0, mostNamed).map(({ description, room }) => `“${description}” (${room.name})`);
  const more = items.length > mostNamed ? ` and ${items.length - mostNamed} more` : "";
  return ` To stay near it I left optional: ${list(names)}${more}.`;
}

/** What "cheaper" gets when there is nothing left to save. */
export const leastDear =
  "That is the least dear I can make it: what is left is to drop something, such as “no new floor” or a whole room.";
