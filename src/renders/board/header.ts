import { grey, ink } from "./colors.ts";
import type { Frame } from "./page.ts";
import type { Scene } from "./scene.ts";
import { group, line, type Markup } from "./svg.ts";
import { fit, label, widthOfText, wrap } from "./text.ts";

/** A long name is set smaller before it is cut. */
const nameSizes = [12, 9, 7];
const eyebrow = { size: 2.8, weight: 600, spacing: 0.55 } as const;
const style = { size: 5.2, weight: 300 } as const;
const summary = { size: 2.7 };

/** One line, or two of about the same length. */
function balanced(text: string, width: number): string[] {
  const half = widthOfText(text, summary) * 0.56;
  return half * 2 > width * 1.12 ? wrap(text, Math.min(width, half), 2, summary) : wrap(text, width, 2, summary);
}

/** Project and room on the left, the style's name and character on the right. */
export function drawHeader({ input, roles }: Scene, { x, y, width, height }: Frame): Markup {
  const right = x + width;
  const styleWidth = 118;
  const title = fit(`Concept board  ·  ${input.projectTitle}`.toUpperCase(), width - styleWidth - 10, eyebrow);
  const roomWidth = width - styleWidth - 10;
  const size = nameSizes.find((wished) => widthOfText(input.room.name, { size: wished }) <= roomWidth) ?? 7;
  const name = { size, weight: 300 } as const;
  const said = input.style ? balanced(input.style.summary, styleWidth) : [];
  return group({ "data-part": "header" }, [
    label(x, y + 3.2, title, { ...eyebrow, fill: roles.mark }),
    label(x - 0.6, y + 16, fit(input.room.name, roomWidth, name), { ...name, fill: ink }),
    ...(input.style
      ? [label(right, y + 6, fit(input.style.name, styleWidth, style), { ...style, fill: ink, anchor: "end" })]
      : []),
    ...said.map((text, index) => label(right, y + 11.4 + index * 3.9, text, { ...summary, fill: grey, anchor: "end" })),
    line([x, y + height - 1.2], [right, y + height - 1.2], { stroke: ink, width: 0.5 }),
    line([x, y + height - 1.2], [x + Math.min(60, widthOfText(title, eyebrow)), y + height - 1.2], {
      stroke: roles.accent,
      width: 1.6,
    }),
  ]);
}
