/** HTML or SVG that is safe as it is. Only this file makes it, so that no text gets in unescaped. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

// Neither HTML nor XML has a way to write these; the last ones would turn the text around them.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const unwritable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/g;

/** Text of a user without what no format can show, and without what turns the text around it. */
export const writable = (text: string): string => text.toWellFormed().replaceAll(unwritable, "");

const escaped = (text: string) => writable(text).replaceAll(/[&<>"']/g, (character) => entities[character] ?? "");

type Value = string | number | Markup | undefined | null | false | readonly Value[];

function toText(value: Value): string {
  if (value instanceof Markup) return value.text;
  if (typeof value === "string") return escaped(value);
  if (typeof value === "number") return String(value);
  return value ? value.map(toText).join("") : "";
}

/** A template whose values are escaped; nothing, null and false leave no trace, lists are joined. */
export const html = (parts: TemplateStringsArray, ...values: Value[]): Markup =>
  new Markup(parts.reduce((text, part, index) => text + toText(values[index - 1]) + part));

/** What the program itself wrote: never text of a user. */
export const trusted = (text: string): Markup => new Markup(text);

/** ` name="value"` of each that is given. */
export const attributes = (values: Readonly<Record<string, string | number | undefined>>): Markup =>
  new Markup(
    Object.entries(values)
      .map(([name, value]) => (value === undefined ? "" : ` ${name}="${escaped(String(value))}"`))
      .join(""),
  );
