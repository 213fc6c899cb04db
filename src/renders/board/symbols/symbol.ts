import type { FurnitureColors } from "../furniture-colors.ts";
import type { KitchenModule } from "../layout-kitchen.ts";
import type { Markup, Paint } from "../svg.ts";

/** A piece to draw from above in its own frame: back at y = 0, front at y = depth, in millimetres of paper. */
export type Piece = {
  width: number;
  depth: number;
  /** Millimetres of paper per centimetre of room. */
  perCm: number;
  colors: FurnitureColors;
  modules: readonly KitchenModule[];
};

export type PlanSymbol = (piece: Piece) => Markup[];

/** Line widths in millimetres: outlines carry the drawing, details stay behind. */
const outlineMm = 0.22;
export const detailMm = 0.12;

export const solid = (fill: string, stroke: string): Paint => ({ fill, stroke, width: outlineMm });
export const fine = (fill: string, stroke: string): Paint => ({ fill, stroke, width: detailMm });
export const thin = (stroke: string): Paint => ({ stroke, width: detailMm });
