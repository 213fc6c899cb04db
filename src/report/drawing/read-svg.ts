import type { Drawing, Matrix, Paint, Shape } from "./shapes.ts";
import { parseTransform } from "./transform.ts";

type XmlElement = Bun.XML.Node;

/** What an element takes over from those around it. */
type Inherited = Paint & { fill: string; fontSize: number; bold: boolean; anchor: string; spacing: number };

const initial: Inherited = { fill: "#000000", fontSize: 16, bold: false, anchor: "start", spacing: 0 };

/**
 * Reads a picture of basic shapes, paths and texts with presentation attributes, as this service draws its boards.
 * What it does not know it leaves out. @throws {Error} for what is no such picture
 */
export function readSvg(text: string): Drawing {
  const root = Bun.XML.parse(text, { compact: false });
  const [x = 0, y = 0, width = 0, height = 0] = numbersIn(root.attributes["viewBox"]);
  if (root.name !== "svg" || !(width > 0) || !(height > 0)) throw new Error("This is no SVG picture with a viewBox");
  const title = root.children.filter(isElement).find(({ name }) => name === "title");
  return {
    box: { x, y, width, height },
    title: title ? textIn(title) : "",
    description: "",
    shapes: shapesIn(root, inherit(initial, root.attributes)),
  };
}

const shapesIn = ({ children }: XmlElement, inherited: Inherited): Shape[] =>
  children.filter(isElement).flatMap((child) => shapeOf(child, inherited));

/** Not text, a comment or a processing instruction. */
const isElement = (child: XmlElement["children"][number]): child is XmlElement =>
  typeof child !== "string" && "name" in child;

function shapeOf(element: XmlElement, around: Inherited): Shape[] {
  const { name, attributes } = element;
  const look = inherit(around, attributes);
  const value = (key: string) => Number.parseFloat(attributes[key] ?? "0") || 0;
  const shapes = plainShapes();
  const opacity = attributes["opacity"] === undefined ? undefined : value("opacity");
  const transform = attributes["transform"];
  if (shapes.length === 0 || (transform === undefined && opacity === undefined)) return shapes;
  const matrix: Matrix | undefined = transform === undefined ? undefined : parseTransform(transform);
  return [{ type: "group", shapes, ...(matrix ? { matrix } : {}), ...(opacity === undefined ? {} : { opacity }) }];

  function plainShapes(): Shape[] {
    const paint = paintOf(look);
    switch (name) {
      case "g":
        return shapesIn(element, look);
      case "rect": {
        const size = { width: value("width"), height: value("height") };
        return [{ type: "rect", x: value("x"), y: value("y"), ...size, radius: value("rx") || value("ry"), ...paint }];
      }
      case "circle":
        return [
          { type: "ellipse", x: value("cx"), y: value("cy"), radiusX: value("r"), radiusY: value("r"), ...paint },
        ];
      case "ellipse":
        return [
          { type: "ellipse", x: value("cx"), y: value("cy"), radiusX: value("rx"), radiusY: value("ry"), ...paint },
        ];
      case "line": {
        const d = `M${value("x1")} ${value("y1")}L${value("x2")} ${value("y2")}`;
        return [{ type: "path", d, ...paint }];
      }
      case "polyline":
      case "polygon": {
        const d = `M${numbersIn(attributes["points"]).join(" ")}${name === "polygon" ? "Z" : ""}`;
        return [{ type: "path", d, ...paint }];
      }
      case "path":
        return [{ type: "path", d: attributes["d"] ?? "", ...paint }];
      case "text":
        return textShapes(element, look);
      default:
        return [];
    }
  }
}

function textShapes(element: XmlElement, { fill, fontSize, bold, anchor, spacing }: Inherited): Shape[] {
  const [x = 0] = numbersIn(element.attributes["x"]);
  const [y = 0] = numbersIn(element.attributes["y"]);
  const text = textIn(element).replaceAll(/\s+/g, " ").trim();
  if (text === "" || fill === "none") return [];
  const how = { size: fontSize, fill, bold, ...(spacing === 0 ? {} : { spacing }) };
  return [{ type: "text", x, y, text, ...how, ...(anchor === "middle" || anchor === "end" ? { anchor } : {}) }];
}

const textIn = ({ children }: XmlElement): string =>
  children.map((child) => (typeof child === "string" ? child : isElement(child) ? textIn(child) : "")).join("");

function inherit(around: Inherited, attributes: XmlElement["attributes"]): Inherited {
  const own = (name: string) => attributes[name];
  const number = (name: string) => (own(name) === undefined ? undefined : Number.parseFloat(own(name) ?? ""));
  const dash = own("stroke-dasharray");
  const cap = own("stroke-linecap");
  const join = own("stroke-linejoin");
  const weight = own("font-weight");
  const stroke = own("stroke") === undefined ? around.stroke : colorOf(own("stroke"));
  const strokeWidth = number("stroke-width") ?? around.strokeWidth;
  return {
    ...around,
    fill: own("fill") === undefined ? around.fill : colorOf(own("fill")),
    ...(own("fill-rule") === undefined ? {} : { evenOdd: own("fill-rule") === "evenodd" }),
    fontSize: number("font-size") ?? around.fontSize,
    bold: weight === undefined ? around.bold : weight === "bold" || Number(weight) >= 600,
    anchor: own("text-anchor") ?? around.anchor,
    spacing: number("letter-spacing") ?? around.spacing,
    ...(stroke === undefined ? {} : { stroke }),
    ...(strokeWidth === undefined ? {} : { strokeWidth }),
    ...(dash === undefined ? {} : { dash: dash === "none" ? [] : numbersIn(dash) }),
    ...(cap === "round" || cap === "square" ? { cap } : {}),
    ...(join === "round" || join === "bevel" ? { join } : {}),
  };
}

function paintOf({ fill, evenOdd, stroke, strokeWidth = 1, dash, cap, join }: Inherited): Paint {
  return {
    ...(fill === "none" ? {} : { fill }),
    ...(evenOdd ? { evenOdd } : {}),
    ...(stroke === undefined || stroke === "none" ? {} : { stroke, strokeWidth }),
    ...(dash && dash.length > 0 ? { dash } : {}),
    ...(cap ? { cap } : {}),
    ...(join ? { join } : {}),
  };
}

/** `#rgb` as `#rrggbb`, `none`, and black for what is neither. */
function colorOf(text = ""): string {
  if (text === "none" || text === "transparent") return "none";
  if (/^#[0-9a-f]{6}$/i.test(text)) return text;
  if (/^#[0-9a-f]{3}$/i.test(text)) return `#${[...text.slice(1)].map((digit) => digit + digit).join("")}`;
  return text === "white" ? "#ffffff" : "#000000";
}

const numbersIn = (text = ""): number[] => (text.match(/[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?/gi) ?? []).map(Number);
