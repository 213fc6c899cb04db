import { grey, ink } from "./colors.ts";
import type { Formats } from "./formats.ts";
import type { Frame } from "./page.ts";
import type { Scene } from "./scene.ts";
import { group, line, type Markup, rectangle } from "./svg.ts";
import { fit, label } from "./text.ts";

const nameLook = { size: 2, spacing: 0.2 };
const valueLook = { size: 3 };

/** Who, what, when and at which scale, as on every drawing. */
export function drawTitleBlock(
  { input, roles }: Scene,
  { x, y, width, height }: Frame,
  scale: number,
  formats: Formats,
): Markup {
  const rows = [0, 11.5, 23, 34.5];
  const thin = { stroke: ink, width: 0.2 };
  const field = (column: number, columns: number, row: number, name: string, value: string, weight?: 600) => {
    const left = x + (width / columns) * column + 2.4;
    const top = y + (rows[row] ?? 0);
    return [
      label(left, top + 3.6, name.toUpperCase(), { ...nameLook, fill: grey }),
      label(left, top + 8.6, fit(value, width / columns - 4.4, { ...valueLook, ...(weight && { weight }) }), {
        ...valueLook,
        fill: ink,
        ...(weight && { weight }),
      }),
    ];
  };
  const split = (columns: number, row: number) =>
    Array.from({ length: columns - 1 }, (_, index) => {
      const at = x + (width / columns) * (index + 1);
      return line([at, y + (rows[row] ?? 0)], [at, y + (rows[row + 1] ?? height)], thin);
    });
  return group({ "data-part": "title-block" }, [
    rectangle(x, y, width, height, { fill: "#ffffff", stroke: ink, width: 0.5 }),
    rectangle(x, y, 1.2, height, { fill: roles.accent }),
    ...rows.slice(1).map((row) => line([x, y + row], [x + width, y + row], thin)),
    ...field(0, 1, 0, "Project", input.projectTitle, 600),
    ...field(0, 2, 1, "Room", input.room.name),
    ...field(1, 2, 1, "Style", input.style?.name ?? "not chosen yet"),
    ...split(2, 1),
    ...field(0, 4, 2, "Scale", `1:${scale}`),
    ...field(1, 4, 2, "Sheet", "A3"),
    ...field(2, 4, 2, "Date", formats.day(input.date)),
    ...field(3, 4, 2, "Version", formats.number(input.version)),
    ...split(4, 2),
    label(x + 2.4 + 0.6, y + 39.4, "Concept board drawn by Renovation Agent", { size: 2.5, weight: 600, fill: ink }),
    label(x + 2.4 + 0.6, y + 43.6, "Dimensions in metres. Check them on site before work begins.", {
      size: 2.2,
      fill: grey,
    }),
  ]);
}
