export type XmlElement = {
  name: string;
  attributes: Readonly<Record<string, string>>;
  children: (XmlElement | string)[];
};

/** Far more than a picture of this service has. */
const maxElements = 50_000;
const token =
  /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!\[CDATA\[([\s\S]*?)\]\]>|<(\/?)([A-Za-z][\w:.-]*)((?:[^>"']|"[^"]*"|'[^']*')*?)(\/?)>|([^<]+)/g;
const attribute = /([A-Za-z_][\w:.-]*)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const entities: Record<string, string> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

/**
 * The root element of a well-formed document without a DTD: the five entities of XML and character references are all it
 * knows, so nothing can be expanded or fetched. @throws {Error} for anything else
 */
export function parseXml(text: string): XmlElement {
  const root: XmlElement = { name: "", attributes: {}, children: [] };
  const open = [root];
  let count = 0;
  for (const [, cdata, closing, name, list = "", empty, characters] of text.matchAll(token)) {
    const parent = open.at(-1) ?? root;
    if (characters !== undefined || cdata !== undefined) parent.children.push(cdata ?? decode(characters ?? ""));
    if (name === undefined) continue;
    if (closing) {
      if (open.pop()?.name !== name || open.length === 0) throw new Error(`</${name}> closes nothing`);
      continue;
    }
    if (++count > maxElements) throw new Error(`More than ${maxElements} elements`);
    const element: XmlElement = { name, attributes: attributesOf(list), children: [] };
    parent.children.push(element);
    if (!empty) open.push(element);
  }
  const [only, ...more] = root.children.filter((child) => typeof child !== "string");
  if (open.length > 1 || !only || more.length > 0) throw new Error("This is no well-formed XML document");
  return only;
}

const attributesOf = (list: string) =>
  Object.fromEntries([...list.matchAll(attribute)].map(([, name = "", a, b]) => [name, decode(a ?? b ?? "")]));

const decode = (text: string) =>
  text.replaceAll(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(\w+));/gi, (whole, decimal, hex, name) => {
    if (name) return entities[name] ?? whole;
    const code = decimal ? Number(decimal) : Number.parseInt(hex, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : "";
  });
