import { type Inline, parseInline } from "./markdown-inline.ts";

export type Block =
  | { type: "paragraph"; content: Inline[] }
  | { type: "heading"; level: number; content: Inline[] }
  | { type: "list"; start: number | undefined; items: Block[][] }
  | { type: "quote"; blocks: Block[] }
  | { type: "code"; text: string }
  | { type: "table"; head: Inline[][]; rows: Inline[][][] }
  | { type: "rule" };

/** Lists and quotes nest at most this deep; what is deeper stays text. */
const deepest = 8;

/**
 * Reads the Markdown that language models write, whole or as far as it has come: a code fence or emphasis that is not
 * closed yet counts as closed at the end. HTML has no meaning here and stays text.
 */
export const parseMarkdown = (text: string): Block[] => parseBlocks(text.replaceAll("\r\n", "\n").split("\n"), 0);

const fence = /^ {0,3}(`{3,}|~{3,})/;
const heading = /^ {0,3}(#{1,6})\s+(.*?)\s*#*\s*$/;
const rule = /^ {0,3}([-*_])(?:\s*\1){2,}\s*$/;
const quote = /^ {0,3}> ?/;
const listItem = /^( *)([-*+]|\d{1,9}[.)])(?: +|$)/;
const tableLine = /^\s*\|?[\s:|-]*-[\s:|-]*$/;

function parseBlocks(lines: string[], depth: number): Block[] {
  const blocks: Block[] = [];
  let at = 0;
  const line = () => lines[at] ?? "";
  const takeWhile = (holds: (text: string) => boolean) => {
    const from = at;
    while (at < lines.length && holds(line())) at += 1;
    return lines.slice(from, at);
  };

  while (at < lines.length) {
    const opening = fence.exec(line())?.[1];
    const title = heading.exec(line());
    if (line().trim() === "") {
      at += 1;
    } else if (opening) {
      at += 1;
      const text = takeWhile((text) => !text.trim().startsWith(opening)).join("\n");
      at += 1;
      blocks.push({ type: "code", text });
    } else if (title) {
      at += 1;
      blocks.push({ type: "heading", level: title[1]?.length ?? 1, content: parseInline(title[2] ?? "") });
    } else if (rule.test(line())) {
      at += 1;
      blocks.push({ type: "rule" });
    } else if (quote.test(line()) && depth < deepest) {
      const quoted = takeWhile((text) => quote.test(text)).map((text) => text.replace(quote, ""));
      blocks.push({ type: "quote", blocks: parseBlocks(quoted, depth + 1) });
    } else if (listItem.test(line()) && depth < deepest) {
      blocks.push(parseList(lines, at, depth, (end) => (at = end)));
    } else if (line().includes("|") && tableLine.test(lines[at + 1] ?? "") && (lines[at + 1] ?? "").includes("|")) {
      const head = cellsOf(line());
      at += 2;
      const rows = takeWhile((text) => text.includes("|") && text.trim() !== "").map(cellsOf);
      blocks.push({ type: "table", head, rows: rows.map((row) => head.map((_, i) => row[i] ?? [])) });
    } else {
      // At least one line, or a line that no rule takes would be read for ever.
      const first = lines.slice(at, ++at);
      blocks.push({ type: "paragraph", content: parseInline([...first, ...takeWhile(continuesParagraph)].join("\n")) });
    }
  }
  return blocks;
}

const continuesParagraph = (line: string): boolean =>
  line.trim() !== "" && ![fence, heading, rule, quote, listItem].some((start) => start.test(line));

function parseList(lines: string[], from: number, depth: number, end: (at: number) => void): Block {
  const first = listItem.exec(lines[from] ?? "");
  const indent = first?.[1]?.length ?? 0;
  const isOrdered = /\d/.test(first?.[2] ?? "");
  const items: string[][] = [];
  let at = from;
  for (; at < lines.length; at += 1) {
    const line = lines[at] ?? "";
    const marker = listItem.exec(line);
    const ownIndent = line.length - line.trimStart().length;
    if (marker && ownIndent <= indent + 1) {
      if (/\d/.test(marker[2] ?? "") !== isOrdered || ownIndent < indent) break;
      items.push([line.slice(marker[0].length).replace(/^\[([ xX])\] /, (_, mark) => (mark === " " ? "☐ " : "☑ "))]);
    } else if (line.trim() === "") {
      // A blank line ends the list unless the list goes on after it.
      const next = lines[at + 1] ?? "";
      if (!listItem.test(next) && !/^ {2,}\S/.test(next)) break;
      items.at(-1)?.push("");
    } else if (ownIndent > indent || continuesParagraph(line)) {
      if (lines[at - 1]?.trim() === "" && ownIndent <= indent) break;
      items.at(-1)?.push(line.slice(Math.min(ownIndent, indent + 2 + (isOrdered ? 1 : 0))));
    } else {
      break;
    }
  }
  end(at);
  const start = isOrdered ? Number.parseInt(first?.[2] ?? "1", 10) : undefined;
  return { type: "list", start, items: items.map((item) => parseBlocks(item, depth + 1)) };
}

const cellsOf = (line: string): Inline[][] =>
  line
    .trim()
    .replace(/^\||\|$/g, "")
    .split("|")
    .map((cell) => parseInline(cell.trim()));
