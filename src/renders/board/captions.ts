import { grey, hairline, ink } from "./colors.ts";
import type { Frame } from "./page.ts";
import { line, type Markup } from "./svg.ts";
import { fit, label, widthOfText } from "./text.ts";

const heading = { size: 2.5, weight: 600, spacing: 0.35 } as const;
const remarkLook = { size: 2.4 };

/** A part's heading over a hairline, with a remark at the right. */
export function caption({ x, y, width }: Frame, title: string, remark = ""): Markup[] {
  const room = width - widthOfText(title.toUpperCase(), heading) - 4;
  const text = fit(remark, room, remarkLook);
  return [
    label(x, y + 2.4, title.toUpperCase(), { ...heading, fill: ink }),
    ...(text.length > 1 ? [label(x + width, y + 2.4, text, { ...remarkLook, fill: grey, anchor: "end" })] : []),
    line([x, y + 4.4], [x + width, y + 4.4], { stroke: hairline, width: 0.25 }),
  ];
}
