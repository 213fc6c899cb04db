import { money, quantity, unitName } from "../format.ts";
import type { Report, ShoppingLine } from "../schema.ts";
import type { Cell, Row, Section } from "./blocks.ts";

/** What is to be bought, room by room. */
export function shoppingSection({ shopping, budget: { currency } }: Report): Section | undefined {
  if (shopping.lines.length === 0) return undefined;
  const byRoom = Map.groupBy(shopping.lines, ({ pick }) => pick.roomId);
  const rows = [...byRoom.values()].flatMap((lines): Row[] => {
    const sum = lines.reduce((total, { pick }) => total + pick.costMinor, 0);
    const label = lines[0]?.roomName ?? "";
    return [{ type: "group", label, amount: money(sum, currency) }, ...lines.map((line) => toRow(line, currency))];
  });
  const total: Row = {
    type: "total",
    label: "Products in all",
    amount: money(shopping.totalMinor, currency),
    strong: true,
  };
  return {
    title: "Shopping list",
    anchor: "shopping-list",
    blocks: [
      { type: "text", text: "Prices are those of the day on which a product was picked, value added tax included." },
      {
        type: "table",
        label: "Shopping list",
        columns: [
          { label: "Product", share: 52 },
          { label: "Quantity", share: 14, align: "end" },
          { label: "Price", share: 18, align: "end" },
          { label: "Cost", share: 16, align: "end" },
        ],
        rows: [...rows, total],
      },
    ],
  };
}

function toRow({ pick, itemDescription }: ShoppingLine, currency: string): Row {
  const notes = [
    itemDescription ? `For: ${itemDescription}` : undefined,
    pick.reason ?? undefined,
    pick.available ? undefined : "No longer in the catalogue",
  ].filter((note) => note !== undefined);
  const product: Cell = { text: pick.productName, ...(notes.length > 0 ? { note: notes.join(" · ") } : {}) };
  const price = { text: money(pick.unitPriceMinor, currency), note: `per ${unitName[pick.unit]}` };
  return {
    type: "item",
    cells: [product, quantity(pick.quantity, pick.unit), price, money(pick.costMinor, currency)],
  };
}
