declare const markup: unique symbol;

/** Well-formed SVG. Only this file makes it, so that no text gets in unescaped. */
export type Markup = string & { readonly [markup]: true };

type Value = string | number | undefined;
type Attributes = Readonly<Record<string, Value>>;

/** Attributes that say how a shape looks; lengths in millimetres of paper. */
export type Paint = {
  fill?: string | undefined;
  stroke?: string | undefined;
  width?: number | undefined;
  dash?: string | undefined;
  opacity?: number | undefined;
  cap?: "round" | "square" | undefined;
};

export type Point = readonly [x: number, y: number];

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

// XML 1.0 has no way to write these, not even escaped.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const notXml = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

const escaped = (text: string) =>
  text
    .toWellFormed()
    .replace(notXml, "")
    .replace(/[&<>"']/g, (character) => entities[character] ?? "");

/** A number as the drawing writes it: hundredths are enough on paper and keep the file small. */
export const rounded = (value: number) => String(Math.round(value * 100) / 100 || 0);

const attribute = ([name, value]: [string, Value]) => {
  if (value === undefined) return "";
  return ` ${name}="${typeof value === "number" ? rounded(value) : escaped(value)}"`;
};

/** An element; children are markup, never text. */
export function element(name: string, attributes: Attributes, children: readonly Markup[] = []): Markup {
  const start = `<${name}${Object.entries(attributes).map(attribute).join("")}`;
  return (children.length > 0 ? `${start}>${children.join("")}</${name}>` : `${start}/>`) as Markup;
}

/** Text between tags. */
export const characters = (text: string): Markup => escaped(text) as Markup;

const look = ({ fill, stroke, width, dash, opacity, cap }: Paint): Attributes => ({
  fill: fill ?? "none",
  stroke,
  "stroke-width": stroke ? (width ?? 0.2) : undefined,
  "stroke-dasharray": dash,
  "stroke-linecap": cap,
  "stroke-linejoin": stroke ? "round" : undefined,
  opacity,
});

export const group = (attributes: Attributes, children: readonly Markup[]): Markup =>
  element("g", attributes, children);

export const rectangle = (x: number, y: number, width: number, height: number, paint: Paint, radius = 0): Markup =>
  element("rect", {
    x,
    y,
    width: Math.max(0, width),
    height: Math.max(0, height),
    rx: radius > 0 ? Math.min(radius, width / 2, height / 2) : undefined,
    ...look(paint),
  });

export const circle = (x: number, y: number, radius: number, paint: Paint): Markup =>
  element("circle", { cx: x, cy: y, r: Math.max(0, radius), ...look(paint) });

export const ellipse = (x: number, y: number, radiusX: number, radiusY: number, paint: Paint): Markup =>
  element("ellipse", { cx: x, cy: y, rx: Math.max(0, radiusX), ry: Math.max(0, radiusY), ...look(paint) });

export const line = (from: Point, to: Point, paint: Paint): Markup =>
  element("line", { x1: from[0], y1: from[1], x2: to[0], y2: to[1], ...look(paint), fill: undefined });

export const path = (d: string, paint: Paint): Markup => element("path", { d, ...look(paint) });

export const polygon = (points: readonly Point[], paint: Paint): Markup =>
  element("polygon", { points: points.map(([x, y]) => `${rounded(x)},${rounded(y)}`).join(" "), ...look(paint) });

/** Many lines of one look as a single path. */
export function strokes(segments: readonly (readonly [Point, Point])[], paint: Paint): Markup[] {
  if (segments.length === 0) return [];
  const d = segments.map(([from, to]) => `M${from.map(rounded).join(" ")}L${to.map(rounded).join(" ")}`);
  return [path(d.join(""), paint)];
}
