import { changeItem, checklistChanged } from "../../checklist/changes.ts";
import { TickInput } from "./schema.ts";
import { byAgent, defineTool } from "./tool.ts";

export const tickItems = defineTool({
  name: "tick_items",
  description: "Tick items of the checklist off once the homeowner says that they are done, or open them again.",
  schema: TickInput,
  phases: ["PLAN", "RENDER", "COMPLETE", "ITERATE"],
  async use({ itemIds, done = true }, context) {
    const { sql, owner, session } = context;
    const items: string[] = [];
    for (const id of new Set(itemIds)) {
      items.push((await changeItem(sql, owner, session, { id, done })).description);
    }
    const events = await checklistChanged(sql, owner, session, {
      by: byAgent(context),
      itemIds: [...new Set(itemIds)],
    });
    const summary = `${done ? "Ticked off" : "Opened again"}: ${items.length === 1 ? items[0] : `${items.length} items`}`;
    return { result: { done, items }, summary, events };
  },
});
