/** An element of a parsed drawing; `text` is its own, without that of its children. */
export type SvgElement = { name: string; attributes: Record<string, string>; children: SvgElement[]; text: string };

/**
 * Reads a drawing that is nothing but elements, attributes and text.
 * @throws {Error} for anything else, and for what is not well-formed
 */
export function parseSvg(source: string): SvgElement {
  const root = toElement(Bun.XML.parse(source, { compact: false }));
  if (root.name !== "svg") throw new Error(`is no svg element but ${root.name}`);
  return root;
}

function toElement({ name, attributes, children }: Bun.XML.Node): SvgElement {
  const element: SvgElement = { name, attributes, children: [], text: "" };
  for (const child of children) {
    if (typeof child === "string") element.text += child;
    else if ("name" in child) element.children.push(toElement(child));
    else throw new Error(`a drawing has no ${JSON.stringify(child)}`);
  }
  return element;
}

/** The element and all below it, in drawing order. */
const elementsOf = (element: SvgElement): SvgElement[] => [element, ...element.children.flatMap(elementsOf)];

export const partsOf = (root: SvgElement, part: string) =>
  elementsOf(root).filter(({ attributes }) => attributes["data-part"] === part);

export const textsOf = (root: SvgElement) =>
  elementsOf(root)
    .filter(({ name }) => name === "text")
    .map(({ text }) => text);
