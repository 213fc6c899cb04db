import { drawAxonometric } from "./axonometric.ts";
import { caption } from "./captions.ts";
import { paper } from "./colors.ts";
import { metres } from "./dimensions.ts";
import { drawFloorPlan, planScaleOf } from "./floor-plan.ts";
import { type Formats, formatsFor } from "./formats.ts";
import { drawHeader } from "./header.ts";
import type { BoardInput } from "./input.ts";
import { drawMaterials } from "./materials.ts";
import { drawNotes } from "./notes.ts";
import { type Frame, type Frames, framesFor, planWidths, sheet } from "./page.ts";
import { drawProductList } from "./product-list.ts";
import { type Scene, sceneOf } from "./scene.ts";
import { characters, element, type Markup, rectangle } from "./svg.ts";
import { drawSwatches } from "./swatches.ts";
import { fontStack } from "./text.ts";
import { drawTitleBlock } from "./title-block.ts";

/** Products carry the number of their line in the list. */
const numberOf = (pick: number) => pick + 1;

/**
 * A room's concept board on an A3 sheet, as SVG with one user unit per millimetre: plan to scale, view, palette,
 * materials, products and notes. Pure: the same input gives the same text. Only basic shapes and attributes of
 * SVG 1.1, no styles, scripts or references, so that PDF writers and sanitisers take it as it is.
 */
export function drawBoard(input: BoardInput): string {
  const scene = sceneOf(input);
  const frames = framesOf(scene);
  const scale = planScaleOf(scene, frames.plan);
  const formats = formatsFor(input.locale, input.currency);
  return element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      width: `${sheet.width}mm`,
      height: `${sheet.height}mm`,
      viewBox: `0 0 ${sheet.width} ${sheet.height}`,
      role: "img",
      "aria-labelledby": "board-title board-description",
      "font-family": fontStack,
    },
    [
      element("title", { id: "board-title" }, [
        characters(`${input.room.name} – concept board, version ${input.version}`),
      ]),
      element("desc", { id: "board-description" }, [characters(descriptionOf(scene, scale, formats))]),
      rectangle(0, 0, sheet.width, sheet.height, { fill: paper }),
      drawHeader(scene, frames.header),
      ...caption(frames.plan, "Floor plan", planRemark(scene, scale, formats)),
      drawFloorPlan(scene, frames.plan, numberOf, formats.locale),
      ...caption(
        frames.view,
        "View",
        `near walls cut away, height ${metres(scene.layout.size.heightCm, formats.locale)} m`,
      ),
      drawAxonometric(scene, below(frames.view)),
      drawNotes(scene, frames.notes, formats),
      drawProductList(scene, frames.products, formats),
      drawSwatches(scene, frames.palette),
      drawMaterials(scene, frames.materials, numberOf),
      drawTitleBlock(scene, frames.titleBlock, scale, formats),
    ] satisfies Markup[],
  );
}

/** The plan gets as much width as makes it larger, and no more. */
function framesOf(scene: Scene): Frames {
  const all = planWidths.map(framesFor);
  const scales = all.map(({ plan }) => planScaleOf(scene, plan));
  return all[scales.indexOf(Math.min(...scales))] ?? framesFor(planWidths[1]);
}

const below = ({ x, y, width, height }: Frame): Frame => ({
  x: x + 2,
  y: y + 8,
  width: width - 4,
  height: height - 10,
});

function planRemark({ layout: { size } }: Scene, scale: number, { number }: Formats): string {
  const assumed = size.assumed.sides ? ", sides assumed" : "";
  return `1:${scale}  ·  ${number(size.areaM2, 1)} m²${assumed}`;
}

/** What the drawing shows, for those who do not see it. */
function descriptionOf({ layout, input, palette }: Scene, scale: number, { locale, amount, number }: Formats): string {
  const { widthCm, lengthCm, areaM2 } = layout.size;
  const total = input.picks.reduce((sum, { costMinor }) => sum + costMinor, 0);
  const things = [...new Set(layout.footprints.map(({ name }) => name))].join(", ");
  const style = input.style ? ` in the ${input.style.name} style` : "";
  return [
    `Concept board of ${input.room.name}${style}.`,
    `Floor plan at 1:${scale}: ${metres(widthCm, locale)} by ${metres(lengthCm, locale)} m, ${number(areaM2, 1)} m².`,
    ...(things ? [`Furnished with ${things}.`] : []),
    `Palette: ${palette.map(({ name, hex }) => `${name} ${hex}`).join(", ")}.`,
    ...(input.picks.length > 0 ? [`${input.picks.length} products for ${input.currency} ${amount(total)}.`] : []),
  ].join(" ");
}
