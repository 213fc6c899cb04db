import { caption } from "./captions.ts";
import { grey, hairline, ink, textOn } from "./colors.ts";
import type { Frame } from "./page.ts";
import type { Scene } from "./scene.ts";
import { group, type Markup, rectangle } from "./svg.ts";
import { label, wrap } from "./text.ts";

const nameLook = { size: 2.4, weight: 600 } as const;
const gap = 2.6;

/** The palette as paint cards: colour, name, hex value. */
export function drawSwatches({ palette, input }: Scene, frame: Frame): Markup {
  const top = frame.y + 7.4;
  const height = frame.y + frame.height - top;
  const width = (frame.width - gap * (palette.length - 1)) / palette.length;
  const colorHeight = height - 12;
  const cards = palette.map(({ name, hex }, index) => {
    const x = frame.x + index * (width + gap);
    return group({ "data-part": "swatch", "data-hex": hex, "data-name": name }, [
      rectangle(x + 0.5, top + 0.6, width, height, { fill: "#2b2620", opacity: 0.09 }),
      rectangle(x, top, width, height, { fill: "#ffffff", stroke: hairline, width: 0.18 }),
      rectangle(x, top, width, colorHeight, { fill: hex, stroke: hairline, width: 0.18 }),
      label(x + 2, top + colorHeight - 2, String(index + 1), { size: 2.3, fill: textOn(hex) }),
      ...wrap(name, width - 3, 2, nameLook).map((line, row) =>
        label(x + 1.6, top + colorHeight + 3.4 + row * 2.9, line, { ...nameLook, fill: ink }),
      ),
      label(x + 1.6, top + height - 1.7, hex.toUpperCase(), { size: 2.1, fill: grey }),
    ]);
  });
  const remark = input.style ? input.style.name : "neutral, until there is a style";
  return group({ "data-part": "palette" }, [...caption(frame, "Palette", remark), ...cards]);
}
