import type { z } from "zod";
import { changePick, createPicks, deletePick, picksChanged } from "../../picks/changes.ts";
import type { NewPick } from "../../picks/schema.ts";
import { getPick } from "../../picks/store.ts";
import { Problem } from "../../problem.ts";
import { defaultCurrency, formatMinor } from "../../sessions/money.ts";
import { saveEach } from "./save-each.ts";
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
    const saved = await saveEach(picks, {
      isNew: ({ pickId }) => !pickId,
      change: (input) => changeKnown(input, context),
      create: (inputs) => createPicks(sql, owner, session, inputs.map(toNewPick)),
    });
    const pickIds = saved.map(([, { id }]) => id);
    const picked = saved.flatMap(([{ remove }, { productName, costMinor }]) =>
      remove ? [] : [`${productName} for ${formatMinor(costMinor, currency)}`],
    );
    const takenBack = saved.flatMap(([{ remove }, { productName }]) => (remove ? [productName] : []));
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

type Input = z.infer<typeof PicksInput>["picks"][number];

function toNewPick({ remove, roomId, itemId, product, quantity = 1, reason }: Input): NewPick {
  if (remove) throw new Problem("invalid-input", "Taking a pick back needs its pickId");
  if (!roomId || !product) throw new Problem("invalid-input", "A new pick needs roomId and product");
  const values = { itemId: itemId ?? null, quantity: toHundredths(quantity), reason: reason ?? null };
  return { roomId, productSlug: product, ...values };
}

async function changeKnown({ pickId = "", remove, itemId, product, quantity, reason }: Input, context: ToolContext) {
  const { sql, owner, session } = context;
  const known = await getPick(sql, owner, session.id, pickId);
  if (remove) {
    await deletePick(sql, owner, session, pickId);
    return known;
  }
  if (product && product !== known.productSlug)
    throw new Problem("invalid-input", "A pick keeps its product: remove it and add another one");
  const change = {
    ...(itemId === undefined ? {} : { itemId }),
    ...(quantity === undefined ? {} : { quantity: toHundredths(quantity) }),
    ...(reason === undefined ? {} : { reason }),
  };
  return changePick(sql, owner, session, { ...change, id: pickId });
}

const toHundredths = (quantity: number) => Math.round(quantity * 100) / 100;
