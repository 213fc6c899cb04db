/** How a shape looks. Lengths are in the drawing's own unit, colours are `#rrggbb`; no fill and no stroke unless given. */
export type Paint = {
  fill?: string;
  /** What lies within an even number of outlines is outside. */
  evenOdd?: boolean;
  stroke?: string;
  strokeWidth?: number;
  dash?: readonly number[];
  opacity?: number;
  cap?: "round" | "square";
  join?: "round" | "bevel";
};

/** a, b, c, d, e, f as SVG and PDF both have it. */
export type Matrix = readonly [number, number, number, number, number, number];

export type TextShape = {
  type: "text";
  x: number;
  /** Of the baseline. */
  y: number;
  text: string;
  size: number;
  fill: string;
  bold?: boolean;
  anchor?: "middle" | "end";
  spacing?: number;
  opacity?: number;
};

/** What both SVG and PDF can draw: the one description that every chart and board is drawn from. */
export type Shape =
  | ({ type: "rect"; x: number; y: number; width: number; height: number; radius?: number } & Paint)
  | ({ type: "ellipse"; x: number; y: number; radiusX: number; radiusY: number } & Paint)
  | ({ type: "path"; d: string } & Paint)
  | TextShape
  /** `label` is what the group stands for, read out and shown on hovering. */
  | { type: "group"; matrix?: Matrix; opacity?: number; label?: string; shapes: readonly Shape[] };

export type Drawing = {
  /** The area shown, in the drawing's own unit. */
  box: { x: number; y: number; width: number; height: number };
  title: string;
  /** What a person who cannot see it should know. */
  description: string;
  shapes: readonly Shape[];
};
