/** A rectangle on the sheet, in millimetres. */
export type Frame = { x: number; y: number; width: number; height: number };

/** A3, landscape. */
export const sheet = { width: 420, height: 297 };

export type Frames = Record<
  "header" | "plan" | "view" | "notes" | "products" | "palette" | "materials" | "titleBlock",
  Frame
>;

/** Widths that the plan may take, narrowest first; the view gets the rest. */
export const planWidths = [140, 152, 162, 172, 184] as const;

/** Where the parts of the board are. */
export function framesFor(planWidth: number): Frames {
  const viewX = 12 + planWidth + 8;
  const viewWidth = 304 - viewX;
  return {
    header: { x: 12, y: 11, width: 396, height: 22 },
    plan: { x: 12, y: 37.5, width: planWidth, height: 197 },
    view: { x: viewX, y: 37.5, width: viewWidth, height: 128 },
    notes: { x: viewX, y: 172, width: viewWidth, height: 60 },
    products: { x: 312, y: 37.5, width: 96, height: 195 },
    palette: { x: 12, y: 238, width: 148, height: 47 },
    materials: { x: 168, y: 238, width: 136, height: 47 },
    titleBlock: { x: 312, y: 238, width: 96, height: 47 },
  };
}
