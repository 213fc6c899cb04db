/** An element of a parsed drawing. */
export type SvgElement = { name: string; attributes: Record<string, string>; children: SvgElement[]; text: string };

const entities: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };
const unescaped = (text: string) =>
  text.replace(/&([^;]*);?/g, (_match, name: string) => {
    const character = entities[name];
    if (character === undefined) throw new Error(`&${name}; is no entity of XML`);
    return character;
  });

const nameOf = "[A-Za-z][\\w:.-]*";
const tag = new RegExp(`<(/?)(${nameOf})((?:\\s+${nameOf}="[^"<]*")*)\\s*(/?)>|([^<]+)`, "y");

/**
 * Reads the XML that the board may use: elements, attributes, text.
 * @throws {Error} for anything else, and for what is not well-formed
 */
export function parseSvg(source: string): SvgElement {
  const root: SvgElement = { name: "", attributes: {}, children: [], text: "" };
  const open = [root];
  tag.lastIndex = 0;
  while (tag.lastIndex < source.length) {
    const at = tag.lastIndex;
    const match = tag.exec(source);
    const parent = open.at(-1);
    if (!match || !parent) throw new Error(`not well-formed at ${at}: ${source.slice(at, at + 60)}`);
    const [, closes, name = "", attributes = "", isEmpty, text] = match;
    if (text !== undefined) parent.text += unescaped(text);
    else if (closes) {
      if (parent.name !== name) throw new Error(`</${name}> closes <${parent.name}> at ${at}`);
      open.pop();
    } else {
      const child = { name, attributes: attributesOf(attributes), children: [], text: "" };
      parent.children.push(child);
      if (!isEmpty) open.push(child);
    }
  }
  const [svg, ...others] = root.children;
  if (open.length !== 1 || !svg || others.length > 0 || svg.name !== "svg") throw new Error("is not one svg element");
  return svg;
}

function attributesOf(source: string): Record<string, string> {
  const pairs = [...source.matchAll(new RegExp(`(${nameOf})="([^"]*)"`, "g"))].map(([, name = "", value = ""]) => [
    name,
    unescaped(value),
  ]);
  if (new Set(pairs.map(([name]) => name)).size !== pairs.length) throw new Error(`an attribute twice in ${source}`);
  return Object.fromEntries(pairs);
}

/** The element and all below it, in drawing order. */
const elementsOf = (element: SvgElement): SvgElement[] => [element, ...element.children.flatMap(elementsOf)];

export const partsOf = (root: SvgElement, part: string) =>
  elementsOf(root).filter(({ attributes }) => attributes["data-part"] === part);

export const textsOf = (root: SvgElement) =>
  elementsOf(root)
    .filter(({ name }) => name === "text")
    .map(({ text }) => text);
