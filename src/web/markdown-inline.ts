export type Inline =
  | { type: "text"; text: string }
  | { type: "code"; text: string }
  | { type: "strong" | "emphasis" | "strike"; content: Inline[] }
  | { type: "link"; href: string; content: Inline[] }
  | { type: "break" };

const delimiters = [
  { mark: "***", type: "strong" },
  { mark: "**", type: "strong" },
  { mark: "__", type: "strong" },
  { mark: "~~", type: "strike" },
  { mark: "*", type: "emphasis" },
  { mark: "_", type: "emphasis" },
] as const;

const patterns: { pattern: RegExp; read: (match: string[]) => Inline | undefined }[] = [
  { pattern: /\n/y, read: () => ({ type: "break" }) },
  { pattern: /\\([!-/:-@[-`{-~])/y, read: ([, text = ""]) => ({ type: "text", text }) },
  { pattern: /(`{1,2})([^`\n]+)\1(?!`)/y, read: ([, , text = ""]) => ({ type: "code", text: text.trim() }) },
  {
    // Pictures become links: a page must not load what a model names.
    pattern: /!?\[([^[\]\n]{1,500})\]\(([^()\s]{1,2000})(?: "[^"\n]*")?\)/y,
    read: ([, text = "", href = ""]) =>
      isSafe(href) ? { type: "link", href, content: parseInline(text, false) } : undefined,
  },
  {
    pattern: /\bhttps?:\/\/[^\s<>"'`*]{0,2000}[^\s<>"'`*.,:;!?)\]]/y,
    read: ([href = ""]) => ({ type: "link", href, content: [{ type: "text", text: href }] }),
  },
];
const special = /[\n\\`![h*_~]/g;

/**
 * Emphasis, code, links and line breaks of one paragraph; anything else is text. With `isOpen` the paragraph may
 * still be written, and emphasis shows from its first word on instead of its asterisks.
 */
export function parseInline(source: string, isOpen = true): Inline[] {
  const parts: Inline[] = [];
  /** Marks that nothing closes any more: searching again for each of them would take quadratic time. */
  const unclosed = new Set<string>();
  let at = 0;
  while (at < source.length) {
    const found = patternAt(source, at) ?? emphasisAt(source, at, isOpen, unclosed);
    if (found) {
      add(parts, found.part);
      at = found.end;
    } else {
      special.lastIndex = at + 1;
      const next = special.exec(source)?.index ?? source.length;
      add(parts, { type: "text", text: source.slice(at, next) });
      at = next;
    }
  }
  return parts;
}

/** Neighbouring text becomes one part. */
function add(parts: Inline[], part: Inline) {
  const last = parts.at(-1);
  if (part.type === "text" && last?.type === "text") parts[parts.length - 1] = { ...last, text: last.text + part.text };
  else parts.push(part);
}

function patternAt(source: string, at: number): { part: Inline; end: number } | undefined {
  for (const { pattern, read } of patterns) {
    pattern.lastIndex = at;
    const match = pattern.exec(source);
    const part = match ? read(match) : undefined;
    if (match && part) return { part, end: at + match[0].length };
  }
  return undefined;
}

const isSpace = (character: string | undefined) => character === undefined || /\s/.test(character);
const isWord = (character: string | undefined) => character !== undefined && /[\p{L}\p{N}]/u.test(character);

function emphasisAt(source: string, at: number, isOpen: boolean, unclosed: Set<string>) {
  const delimiter = delimiters.find(({ mark }) => source.startsWith(mark, at));
  if (!delimiter || unclosed.has(delimiter.mark)) return undefined;
  const { mark, type } = delimiter;
  const from = at + mark.length;
  // Inside a word these are letters of it: snake_case, 3*4*2.
  const isInsideWord = isWord(source[at - 1]) && (mark.length === 1 || mark === "__");
  if (isInsideWord || isSpace(source[from])) return undefined;
  const to = closingMark(source, mark, from);
  if (to === undefined) unclosed.add(mark);
  if (to === undefined && !(isOpen && mark === "**")) return undefined;
  const content = parseInline(source.slice(from, to ?? source.length), false);
  return { part: { type, content }, end: to === undefined ? source.length : to + mark.length };
}

function closingMark(source: string, mark: string, from: number): number | undefined {
  for (let to = source.indexOf(mark, from + 1); to !== -1; to = source.indexOf(mark, to + 1)) {
    if (isSpace(source[to - 1])) continue;
    if (mark === "*" && (source[to + 1] === "*" || source[to - 1] === "*")) continue;
    if (mark.startsWith("_") && isWord(source[to + mark.length])) continue;
    return to;
  }
  return undefined;
}

const isSafe = (href: string): boolean => /^(https?:\/\/|mailto:|\/(?!\/))/i.test(href);
