import { changeItem, checklistChanged, createItem, deleteItem } from "../../checklist/changes.ts";
import { getItem } from "../../checklist/store.ts";
import { Problem } from "../../problem.ts";
import { defaultCurrency, toMinorUnits } from "../../sessions/money.ts";
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
    const itemIds: string[] = [];
    const named = { added: [] as string[], changed: [] as string[], removed: [] as string[] };
    for (const input of items) {
      const { id, description } = await saveItem(input, context);
      itemIds.push(id);
      named[input.remove ? "removed" : input.itemId ? "changed" : "added"].push(description);
    }
    const events = await checklistChanged(sql, owner, session, { by: byAgent(context), itemIds });
    const said = Object.entries(named).filter(([, names]) => names.length > 0);
    const summary = `Checklist: ${said.map(([what, names]) => `${names.length} ${what}`).join(", ")}`;
    return { result: { itemIds, ...named }, summary, events };
  },
});

async function saveItem(input: ChecklistInput["items"][number], { sql, owner, session }: ToolContext) {
  const { itemId, remove, roomId, category, description, priority, work, estimate, done } = input;
  if (work && estimate !== undefined) throw new Problem("invalid-input", "An item has either work or an estimate");
  const currency = session.currency ?? defaultCurrency;
  const cost = work ? { work } : estimate === undefined ? {} : { estimateMinor: toMinorUnits(estimate, currency) };
  if (!itemId) {
    if (remove) throw new Problem("invalid-input", "Removing an item needs its itemId");
    if (!roomId || !category || !description)
      throw new Problem("invalid-input", "A new item needs roomId, category and description");
    const item = { roomId, category, description, priority: priority ?? "must", done: done ?? false, ...cost };
    return createItem(sql, owner, session, item);
  }
  if (remove) {
    const item = await getItem(sql, owner, session.id, itemId);
    await deleteItem(sql, owner, session, itemId);
    return item;
  }
  const change = {
    ...(category && { category }),
    ...(description && { description }),
    ...(priority && { priority }),
    ...(done === undefined ? {} : { done }),
    ...cost,
  };
  return changeItem(sql, owner, session, { ...change, id: itemId });
}
