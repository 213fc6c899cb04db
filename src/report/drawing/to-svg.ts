import { attributes, html, type Markup, trusted } from "../html/markup.ts";
import type { Drawing, Paint, Shape } from "./shapes.ts";

/** The drawing as an inline SVG element: presentation attributes only, so that a strict policy lets it through. */
export function toSvg({ box, title, description, shapes }: Drawing, id: string): Markup {
  const { x, y, width, height } = box;
  const root = attributes({
    viewBox: [x, y, width, height].map(rounded).join(" "),
    role: "img",
    "aria-labelledby": `${id}-title ${id}-description`,
  });
  return html`<svg xmlns="${trusted("http://www.w3.org/2000/svg")}" ${root}>
    <title id="${id}-title">${title}</title>
    <desc id="${id}-description">${description}</desc>
    ${shapes.map(toElement)}
  </svg>`;
}

function toElement(shape: Shape): Markup {
  switch (shape.type) {
    case "rect": {
      const { x, y, width, height, radius } = shape;
      return element("rect", { x, y, width, height, rx: radius, ...look(shape) });
    }
    case "ellipse": {
      const { x, y, radiusX, radiusY } = shape;
      return element("ellipse", { cx: x, cy: y, rx: radiusX, ry: radiusY, ...look(shape) });
    }
    case "path":
      return element("path", { d: shape.d, ...look(shape) });
    case "text": {
      const { x, y, text, size, fill, bold, anchor, spacing, opacity } = shape;
      const how = { "font-size": size, "font-weight": bold ? 600 : undefined, "text-anchor": anchor };
      return element("text", { x, y, fill, opacity, "letter-spacing": spacing, ...how }, html`${text}`);
    }
    case "group": {
      const { matrix, opacity, label, shapes } = shape;
      const transform = matrix && `matrix(${matrix.map(rounded).join(" ")})`;
      return element(
        "g",
        { transform, opacity },
        html`${label && html`<title>${label}</title>`}${shapes.map(toElement)}`,
      );
    }
  }
}

const look = ({ fill, evenOdd, stroke, strokeWidth, dash, opacity, cap, join }: Paint) => ({
  fill: fill ?? "none",
  "fill-rule": evenOdd ? "evenodd" : undefined,
  stroke,
  "stroke-width": strokeWidth,
  "stroke-dasharray": dash?.join(" "),
  "stroke-linecap": cap,
  "stroke-linejoin": join,
  opacity,
});

type Values = Record<string, string | number | undefined>;

function element(name: string, values: Values, content: Markup = html``): Markup {
  const tidy = Object.entries(values).map(([key, value]) => [key, typeof value === "number" ? rounded(value) : value]);
  return html`<${trusted(name)}${attributes(Object.fromEntries(tidy))}>${content}</${trusted(name)}>`;
}

/** A hundredth of a point is finer than any printer. */
const rounded = (value: number) => String(Math.round(value * 100) / 100);
