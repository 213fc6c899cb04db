import type { ComponentChildren, VNode } from "preact";
import { useMemo } from "preact/hooks";
import { type Block, parseMarkdown } from "../../markdown.ts";
import type { Inline } from "../../markdown-inline.ts";

/** Markdown as elements and text nodes only: what a model writes can never become markup of the page. */
export function Markdown({ text }: { text: string }) {
  const blocks = useMemo(() => parseMarkdown(text), [text]);
  return <div class="markdown">{blocks.map(blockView)}</div>;
}

function blockView(block: Block): VNode {
  switch (block.type) {
    case "paragraph":
      return <p>{block.content.map(inlineView)}</p>;
    case "heading":
      return block.level <= 2 ? <h3>{block.content.map(inlineView)}</h3> : <h4>{block.content.map(inlineView)}</h4>;
    case "list": {
      const items = block.items.map((item) => <li>{itemView(item)}</li>);
      return block.start === undefined ? <ul>{items}</ul> : <ol start={block.start}>{items}</ol>;
    }
    case "quote":
      return <blockquote>{block.blocks.map(blockView)}</blockquote>;
    case "code":
      return (
        <pre>
          <code>{block.text}</code>
        </pre>
      );
    case "table":
      return (
        <div class="table">
          <table>
            <thead>
              <tr>
                {block.head.map((cell) => (
                  <th scope="col">{cell.map(inlineView)}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {block.rows.map((row) => (
                <tr>
                  {row.map((cell) => (
                    <td>{cell.map(inlineView)}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      );
    case "rule":
      return <hr />;
  }
}

/** A list item that is one paragraph needs no paragraph around it. */
function itemView([first, ...rest]: Block[]): ComponentChildren {
  if (first?.type !== "paragraph") return [first, ...rest].flatMap((block) => (block ? [blockView(block)] : []));
  return [...first.content.map(inlineView), ...rest.map(blockView)];
}

function inlineView(inline: Inline): ComponentChildren {
  switch (inline.type) {
    case "text":
      return inline.text;
    case "code":
      return <code>{inline.text}</code>;
    case "strong":
      return <strong>{inline.content.map(inlineView)}</strong>;
    case "emphasis":
      return <em>{inline.content.map(inlineView)}</em>;
    case "strike":
      return <s>{inline.content.map(inlineView)}</s>;
    case "link":
      return (
        <a href={inline.href} target="_blank" rel="noopener noreferrer">
          {inline.content.map(inlineView)}
        </a>
      );
    case "break":
      return <br />;
  }
}
