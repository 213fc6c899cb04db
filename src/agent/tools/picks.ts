import type { z } from "zod";
import { changePick, createPick, deletePick, picksChanged } from "../../picks/changes.ts";
import { getPick } from "../../picks/store.ts";
import { Problem } from "../../problem.ts";
import { defaultCurrency, formatMinor } from "../../sessions/money.ts";
import { PicksInput } from "./schema.ts";
import { byAgent, defineTool, type ToolContext } from "./tool.ts";

export const pickProduct = defineTool({
  name: "pick_product",
  description:
    "Pick products of the catalogue for a room, change how many, or take picks back. The price is the catalogue's, " +
    "and takes the place of the estimate of the item it is linked to.",
  schema: PicksInput,
  phases: ["CHECKLIST", "PLAN", "ITERATE"],
  async use({ picks }, context) {
    const { sql, owner, session } = context;
    const currency = session.currency ?? defaultCurrency;
    const pickIds: string[] = [];
    const picked: string[] = [];
    const takenBack: string[] = [];
    for (const input of picks) {
      const { id, productName, costMinor } = await savePick(input, context);
      pickIds.push(id);
      if (input.remove) takenBack.push(productName);
      else picked.push(`${productName} for ${formatMinor(costMinor, currency)}`);
    }
    const events = await picksChanged(sql, owner, session, { by: byAgent(context), pickIds });
    const summary = [few("Picked", picked), few("took back", takenBack)].filter((part) => part !== "").join("; ");
    return { result: { pickIds, picked, takenBack }, summary, events };
  },
});

const mostSaid = 3;

/** "Picked A for €10, B for €20.50 and 4 more". */
function few(verb: string, names: readonly string[]): string {
  const rest = names.length - mostSaid;
  if (names.length === 0) return "";
  return `${verb} ${names.slice(0, mostSaid).join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}

async function savePick(input: z.infer<typeof PicksInput>["picks"][number], context: ToolContext) {
  const { sql, owner, session } = context;
  const { pickId, remove, roomId, itemId, product, reason } = input;
  const quantity = input.quantity === undefined ? undefined : Math.round(input.quantity * 100) / 100;
  if (!pickId) {
    if (remove) throw new Problem("invalid-input", "Taking a pick back needs its pickId");
    if (!roomId || !product) throw new Problem("invalid-input", "A new pick needs roomId and product");
    const pick = {
      roomId,
      itemId: itemId ?? null,
      productSlug: product,
      quantity: quantity ?? 1,
      reason: reason ?? null,
    };
    return createPick(sql, owner, session, pick);
  }
  const known = await getPick(sql, owner, session.id, pickId);
  if (remove) {
    await deletePick(sql, owner, session, pickId);
    return known;
  }
  if (product && product !== known.productSlug)
    throw new Problem("invalid-input", "A pick keeps its product: remove it and add another one");
  const change = {
    ...(itemId === undefined ? {} : { itemId }),
    ...(quantity === undefined ? {} : { quantity }),
    ...(reason === undefined ? {} : { reason }),
  };
  return changePick(sql, owner, session, { ...change, id: pickId });
}
