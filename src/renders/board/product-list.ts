import { caption } from "./captions.ts";
import { grey, hairline, ink } from "./colors.ts";
import type { Formats } from "./formats.ts";
import type { Frame } from "./page.ts";
import type { Scene } from "./scene.ts";
import { group, line, type Markup } from "./svg.ts";
import { fit, label, widthOfText, wrap } from "./text.ts";

const nameLook = { size: 2.5 };
const smallLook = { size: 2.1 };
const amountLook = { size: 2.5 };
const rowMm = 7.6;

/** Picks by number with quantity, price and sum; a long list is cut and says how much is left. */
export function drawProductList({ input, layout }: Scene, frame: Frame, formats: Formats): Markup {
  const { picks, currency } = input;
  const { x, y, width, height } = frame;
  const right = x + width;
  const missing = layout.notDrawn.slice(0, 4);
  const footer = 11 + (missing.length > 0 ? 4 + missing.length * 3.2 : 0);
  const fitting = Math.max(1, Math.floor((height - 8 - footer) / rowMm));
  const shown = picks.length > fitting ? picks.slice(0, fitting - 1) : picks;
  const rest = picks.slice(shown.length);
  const total = picks.reduce((sum, { costMinor }) => sum + costMinor, 0);
  const bottom = y + 8 + (shown.length + (rest.length > 0 ? 1 : 0)) * rowMm;
  return group({ "data-part": "product-list" }, [
    ...caption(frame, "Products", picks.length > 0 ? `prices in ${currency}` : ""),
    ...shown.flatMap((pick, index) => {
      const top = y + 8 + index * rowMm;
      const amount = formats.amount(pick.costMinor);
      const details = `${formats.quantity(pick)} × ${formats.amount(pick.unitPriceMinor)}`;
      const space = width - 8 - widthOfText(amount, amountLook) - 3;
      return [
        group({ "data-part": "product", "data-name": pick.name, "data-cost-minor": pick.costMinor }, [
          label(x + 0.4, top + 2, String(index + 1), { size: 2.3, weight: 600, fill: ink }),
          label(x + 7, top + 2, fit(pick.name, space, nameLook), { ...nameLook, fill: ink }),
          label(x + 7, top + 5, fit(details, space, smallLook), { ...smallLook, fill: grey }),
          label(right, top + 2, amount, { ...amountLook, fill: ink, anchor: "end" }),
        ]),
        line([x, top + rowMm - 1.3], [right, top + rowMm - 1.3], { stroke: hairline, width: 0.12 }),
      ];
    }),
    ...(rest.length > 0 ? more(rest, { x, y: bottom - rowMm, right }, formats) : []),
    ...(picks.length > 0 ? totalLine(total, { x, y: bottom, right }, currency, formats) : [none(x, y + 11)]),
    ...(missing.length > 0 ? notDrawn(layout.notDrawn, { ...frame, y: bottom + (picks.length > 0 ? 11 : 6) }) : []),
  ]);
}

type Place = { x: number; y: number; right: number };

const none = (x: number, y: number) =>
  label(x, y, "Nothing picked yet: the furniture shown is typical.", { ...nameLook, fill: grey });

const more = (rest: Scene["input"]["picks"], { x, y, right }: Place, { amount }: Formats): Markup[] => [
  label(x + 7, y + 2, `and ${rest.length} more`, { ...nameLook, fill: grey, italic: true }),
  label(right, y + 2, amount(rest.reduce((sum, { costMinor }) => sum + costMinor, 0)), {
    ...amountLook,
    fill: grey,
    anchor: "end",
  }),
];

const totalLine = (totalMinor: number, { x, y, right }: Place, currency: string, { amount }: Formats): Markup[] => [
  line([x, y - 1], [right, y - 1], { stroke: ink, width: 0.4 }),
  group({ "data-part": "total", "data-total-minor": totalMinor }, [
    label(x, y + 3.4, "Products in all", { size: 2.7, weight: 600, fill: ink }),
    label(right, y + 3.4, `${currency} ${amount(totalMinor)}`, { size: 3, weight: 600, fill: ink, anchor: "end" }),
  ]),
];

/** What the plan leaves out, so that nobody takes it for forgotten. */
function notDrawn(missing: Scene["layout"]["notDrawn"], { x, y, width }: Frame): Markup[] {
  const shown = missing.length > 4 ? missing.slice(0, 3) : missing;
  const texts = shown.map(({ name, count, reason, pick }) => {
    const many = count > 1 ? `${count} × ` : "";
    return { text: `${many}no. ${pick + 1}, ${reason}: ${name}`, pick };
  });
  const rest = missing.length - shown.length;
  return [
    label(x, y, "Not drawn", { ...smallLook, weight: 600, fill: ink }),
    ...texts.map(({ text, pick }, index) =>
      group({ "data-part": "not-drawn", "data-pick": pick }, [
        label(x, y + 3.2 * (index + 1), fit(text, width, smallLook), { ...smallLook, fill: grey }),
      ]),
    ),
    ...(rest > 0
      ? wrap(`and ${rest} more`, width, 1, smallLook).map((text) =>
          label(x, y + 3.2 * 4, text, { ...smallLook, fill: grey }),
        )
      : []),
  ];
}
