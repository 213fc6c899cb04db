import type { NewEvent } from "../../chat/store.ts";
import { changeItem, checklistChanged, createItems, deleteItem } from "../../checklist/changes.ts";
import { getItem } from "../../checklist/store.ts";
import { Problem } from "../../problem.ts";
import { defaultCurrency, toMinorUnits } from "../../sessions/money.ts";
import type { Session } from "../../sessions/schema.ts";
import { saveEach } from "./save-each.ts";
import { ChecklistInput } from "./schema.ts";
import { byAgent, defineTool, type ToolContext } from "./tool.ts";

export const saveChecklist = defineTool({
  name: "save_checklist",
  description:
    "Add, change or remove items of the rooms' checklists: work with its place in the price list, and things to buy. " +
    "Estimates of work are computed from the price list.",
  schema: ChecklistInput,
  phases: ["CHECKLIST"],
  async use({ items }, context) {
    const { sql, owner, session } = context;
    const unlinked: NewEvent[] = [];
    const saved = await saveEach(items, {
      isNew: ({ itemId }) => !itemId,
      change: (input) => changeKnown(input, context, unlinked),
      create: (inputs) => {
        const fresh = inputs.map((input) => toNewItem(input, session));
        return createItems(sql, owner, session, fresh);
      },
    });
    const itemIds = saved.map(([, { id }]) => id);
    const named = { added: [] as string[], changed: [] as string[], removed: [] as string[] };
    for (const [{ remove, itemId }, { description }] of saved)
      named[remove ? "removed" : itemId ? "changed" : "added"].push(description);
    const events = await checklistChanged(sql, owner, session, { by: byAgent(context), itemIds });
    const said = Object.entries(named).filter(([, names]) => names.length > 0);
    const summary = `Checklist: ${said.map(([what, names]) => `${names.length} ${what}`).join(", ")}`;
    return { result: { itemIds, ...named }, summary, events: [...unlinked, ...events] };
  },
});

type Input = ChecklistInput["items"][number];

function toNewItem({ remove, roomId, category, description, ...input }: Input, session: Session) {
  if (remove) throw new Problem("invalid-input", "Removing an item needs its itemId");
  if (!roomId || !category || !description)
    throw new Problem("invalid-input", "A new item needs roomId, category and description");
  const { priority = "must", done = false } = input;
  return { roomId, category, description, priority, done, ...costOf(input, session) };
}

async function changeKnown(
  { itemId = "", remove, ...input }: Input,
  { sql, owner, session }: ToolContext,
  unlinked: NewEvent[],
) {
  if (remove) {
    const item = await getItem(sql, owner, session.id, itemId);
    unlinked.push(...(await deleteItem(sql, owner, session, itemId)));
    return item;
  }
  const { category, description, priority, done } = input;
  const change = {
    ...(category && { category }),
    ...(description && { description }),
    ...(priority && { priority }),
    ...(done === undefined ? {} : { done }),
    ...costOf(input, session),
  };
  return changeItem(sql, owner, session, { ...change, id: itemId });
}

function costOf({ work, estimate }: Pick<Input, "work" | "estimate">, { currency }: Session) {
  if (work && estimate !== undefined) throw new Problem("invalid-input", "An item has either work or an estimate");
  if (work) return { work };
  return estimate === undefined ? {} : { estimateMinor: toMinorUnits(estimate, currency ?? defaultCurrency) };
}
