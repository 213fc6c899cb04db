import { decimal } from "./format.ts";
import type { Report } from "./schema.ts";

const header = [
  "Room",
  "For",
  "Product",
  "Quantity",
  "Unit",
  "Unit price",
  "Cost",
  "Currency",
  "In the catalogue",
  "Reason",
  "Product id",
];

/** Tells spreadsheets that it is UTF-8. */
const byteOrderMark = "\ufeff";

/** The shopping list as RFC 4180: amounts as plain decimals of the currency, no cell that a spreadsheet would run. */
export function shoppingListCsv({ shopping, budget: { currency } }: Report): string {
  const rows = shopping.lines.map(({ pick, roomName, itemDescription }) => [
    roomName,
    itemDescription ?? "",
    pick.productName,
    String(pick.quantity),
    pick.unit,
    decimal(pick.unitPriceMinor, currency),
    decimal(pick.costMinor, currency),
    currency,
    pick.available ? "yes" : "no",
    pick.reason ?? "",
    pick.productSlug,
  ]);
  return byteOrderMark + [header, ...rows].map((cells) => `${cells.map(toCell).join(",")}\r\n`).join("");
}

/**
 * Quoted where it has to be, and for semicolons and tabs, at which some spreadsheets split too; what would be a formula
 * gets an apostrophe in front (OWASP, CSV Injection).
 */
function toCell(text: string): string {
  const harmless = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",;\t\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
