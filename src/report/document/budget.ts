import { costsChart } from "../charts/costs.ts";
import { money } from "../format.ts";
import type { Report, RoomCosts } from "../schema.ts";
import type { Block, Row, Section } from "./blocks.ts";

/** Where the money goes, against the budget. */
export function budgetSection({ budget, costs, plan }: Report): Section | undefined {
  const { currency, totalMinor, allocatedMinor, remainingMinor, overMinor, contingencyMinor } = budget;
  if (allocatedMinor === 0 && totalMinor === null) return undefined;
  const amount = (minor: number) => money(minor, currency);
  const chart = costsChart(costs, totalMinor, currency);
  const total: Row[] = [
    {
      type: "total",
      label: plan ? "Planned in all" : "Estimated in all",
      amount: amount(allocatedMinor),
      strong: true,
    },
  ];
  if (totalMinor !== null) total.push({ type: "total", label: "Budget", amount: amount(totalMinor) });
  if (overMinor > 0)
    total.push({ type: "total", label: "Over the budget", amount: amount(overMinor), strong: true, tone: "bad" });
  else if (remainingMinor !== null) total.push({ type: "total", label: "Left", amount: amount(remainingMinor) });
  const contingency: Row[] =
    contingencyMinor > 0 ? [{ type: "total", label: "Contingency of the plan", amount: amount(contingencyMinor) }] : [];
  const converted: Block[] =
    plan && plan.currency !== currency
      ? [{ type: "text", text: `The plan is in ${plan.currency} and converted at the reference rates.`, tone: "muted" }]
      : [];
  const workLabel = plan ? "Labour and material" : "Estimates";
  return {
    title: "Budget",
    anchor: "budget",
    flows: true,
    blocks: [
      ...(chart ? ([{ type: "drawing", drawing: chart }] satisfies Block[]) : []),
      {
        type: "table",
        label: "Budget",
        columns: [
          { label: "Room", share: 34 },
          { label: workLabel, share: 22, align: "end" },
          { label: "Products", share: 22, align: "end" },
          { label: "Together", share: 22, align: "end" },
        ],
        rows: [...costs.rooms.map((room) => toRow(room, amount)), ...contingency, ...total],
      },
      ...converted,
    ],
  };
}

function toRow(room: RoomCosts, amount: (minor: number) => string): Row {
  const { name, labourMinor, materialMinor, openMinor, productsMinor, allocatedMinor, totalMinor } = room;
  const isOver = totalMinor !== null && allocatedMinor > totalMinor;
  const limit = totalMinor === null ? {} : { note: `limit ${amount(totalMinor)}` };
  return {
    type: "item",
    cells: [
      { text: name ?? "Work of no one room", ...limit },
      amount(labourMinor + materialMinor + openMinor),
      amount(productsMinor),
      { text: amount(allocatedMinor), ...(isOver ? { tone: "bad", note: "over its limit" } : {}) },
    ],
  };
}
