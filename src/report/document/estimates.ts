import { day, money, number } from "../format.ts";
import type { EstimateBasis, Method, Report } from "../schema.ts";
import type { Block, Row, Section } from "./blocks.ts";

const disclaimer =
  "This report was put together automatically from what the homeowner said and from planning figures. It is no quotation, " +
  "no structural, electrical or legal advice, and it replaces no survey on site. Have load-bearing walls, electricity, gas, " +
  "water and permits checked by qualified people, and measure before you order. Binding are the quotations of the contractors.";

/** Where the figures come from and what they take for granted. */
export function estimatesSection({ estimates, plan }: Report): Section {
  const { source, year } = estimates;
  const blocks: Block[] = [
    { type: "text", text: `Labour and working material: price table ${year}. ${source}` },
    { type: "list", items: assumptions(estimates, plan?.contingencyPercent) },
  ];
  if (estimates.bases.length > 0)
    blocks.push({ type: "heading", text: "Amount by amount" }, basesTable(estimates.bases));
  blocks.push({ type: "heading", text: "Please note" }, { type: "text", text: disclaimer });
  return { title: "How the estimates were computed", anchor: "estimates", flows: true, blocks };
}

function assumptions(
  { region, currency, perEuro, exchangeNote, exchangeDate }: Method,
  contingency?: number,
): string[] {
  const factor = region && number(region.labourFactor);
  const notes = [
    region && `Labour is priced for the region ${region.name}: the figures of the table times ${factor}.`,
    "All amounts include value added tax as far as the price table and the catalogue do; it is not shown apart, and reduced rates for renovation are not taken into account.",
    "Products are priced apart from the work, at the price of the day on which they were picked; delivery is not included.",
    "Durations are working days from Monday to Friday for one person of the trade; holidays, drying times beyond them and waiting for deliveries are not known.",
    contingency === undefined
      ? undefined
      : `The contingency is ${contingency} % of labour and material, for what only shows once work has begun.`,
    perEuro !== null &&
      currency !== "EUR" &&
      `Converted at 1 EUR = ${number(perEuro)} ${currency} (${day(exchangeDate)}). ${exchangeNote}`,
  ];
  return notes.filter((note) => typeof note === "string");
}

function basesTable(bases: readonly EstimateBasis[]): Block {
  const rows = bases.map(({ what, roomName, amountMinor, currency, basis }): Row => {
    const subject = roomName === null ? what : { text: what, note: roomName };
    const computed = basis?.split(/\s*\n\s*/).join("; ") ?? "Given, not computed by the price table";
    return { type: "item", cells: [subject, { text: computed, tone: "muted" }, money(amountMinor, currency)] };
  });
  return {
    type: "table",
    label: "How each amount was computed",
    columns: [
      { label: "What", share: 30 },
      { label: "How it was computed", share: 55 },
      { label: "Amount", share: 15, align: "end" },
    ],
    rows,
  };
}
