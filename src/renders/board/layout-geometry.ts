/** A rectangle on the floor, in centimetres from the room's inner corner; y grows away from the top wall. */
export type Rect = { x: number; y: number; width: number; depth: number };

/** Walls as the plan shows them. Sides of the room: `top` and `bottom` are its width, `left` and `right` its length. */
export type Wall = "top" | "right" | "bottom" | "left";
export const walls: readonly Wall[] = ["top", "left", "right", "bottom"];

export const opposite: Readonly<Record<Wall, Wall>> = { top: "bottom", bottom: "top", left: "right", right: "left" };

export type Floor = { widthCm: number; lengthCm: number };

/** Touching is not overlapping; a millimetre is rounding. */
const tolerance = 0.1;

export const overlap = (a: Rect, b: Rect) =>
  a.x < b.x + b.width - tolerance &&
  b.x < a.x + a.width - tolerance &&
  a.y < b.y + b.depth - tolerance &&
  b.y < a.y + a.depth - tolerance;

export const isInside = (rect: Rect, { widthCm, lengthCm }: Floor) =>
  rect.x >= -tolerance &&
  rect.y >= -tolerance &&
  rect.x + rect.width <= widthCm + tolerance &&
  rect.y + rect.depth <= lengthCm + tolerance;

/** To tenths of a millimetre: enough for a plan, and no noise in the drawing. */
export const rounded = ({ x, y, width, depth }: Rect): Rect => ({
  x: tenths(x),
  y: tenths(y),
  width: tenths(width),
  depth: tenths(depth),
});
const tenths = (cm: number) => Math.round(cm * 100) / 100;

export const lengthOfWall = (wall: Wall, { widthCm, lengthCm }: Floor) =>
  wall === "top" || wall === "bottom" ? widthCm : lengthCm;

/** How far it is from a wall to the one opposite. */
export const depthFrom = (wall: Wall, floor: Floor) =>
  lengthOfWall(wall === "top" || wall === "bottom" ? "left" : "top", floor);

/**
 * Where a rectangle given from a wall lies in the room: x along the wall to the right of someone who looks at it from
 * above with the wall on top, y away from the wall.
 */
export function fromWall(wall: Wall, { x, y, width, depth }: Rect, { widthCm, lengthCm }: Floor): Rect {
  switch (wall) {
    case "top":
      return { x, y, width, depth };
    case "bottom":
      return { x: widthCm - x - width, y: lengthCm - y - depth, width, depth };
    case "right":
      return { x: widthCm - y - depth, y: x, width: depth, depth: width };
    case "left":
      return { x: y, y: lengthCm - x - width, width: depth, depth: width };
  }
}

/** The wall behind something that is turned clockwise by quarters from its back being at that wall. */
export function turned(wall: Wall, quarters: number): Wall {
  const clockwise: Wall[] = ["top", "right", "bottom", "left"];
  return clockwise[(clockwise.indexOf(wall) + quarters) % 4] ?? wall;
}
