import type { Block, Cell, Column, Fact, Photo, Row, Table } from "../document/blocks.ts";
import { toSvg } from "../drawing/to-svg.ts";
import type { Pictures } from "../load-pictures.ts";
import { attributes, html, type Markup } from "./markup.ts";

type Place = { pictures: Pictures; id: string };

export function blockMarkup(block: Block, { pictures, id }: Place): Markup {
  switch (block.type) {
    case "heading":
      return html`<h3>${block.text}</h3>
        ${block.note && html`<p class="about">${block.note}</p>`}`;
    case "text":
      return html`<p${attributes({ class: block.tone })}>${linesMarkup(block.text)}</p>`;
    case "notice":
      return html`<p class="notice">${block.text}</p>`;
    case "facts":
      return factsMarkup(block.facts);
    case "list":
      return listMarkup(block.items);
    case "swatches":
      return html`<ul class="swatches">
        ${block.colours.map(swatchMarkup)}
      </ul>`;
    case "photos":
      return html`<div class="photos">${block.photos.map((photo) => photoMarkup(photo, pictures))}</div>`;
    case "drawing":
      return html`<figure>${toSvg(block.drawing, id)}</figure>`;
    case "table":
      return tableMarkup(block);
  }
}

export const listMarkup = (items: readonly string[]): Markup =>
  html`<ul>
    ${items.map((item) => html`<li dir="auto">${item}</li>`)}
  </ul> `;

export const factsMarkup = (facts: readonly Fact[]): Markup =>
  html`<dl class="facts">
    ${facts.map(
      ({ label, value, note, tone }) =>
        html`<div><dt>${label}</dt><dd${attributes({ class: tone })}>${value}${note && html`<small>${note}</small>`}</dd></div>`,
    )}
  </dl> `;

const linesMarkup = (text: string) => text.split("\n").map((line, index) => html`${index > 0 && html`<br />`}${line}`);

/** Colours as attributes, because a strict policy lets no style attribute through. */
const swatchMarkup = ({ name, hex }: { name: string; hex: string }) =>
  html`<li>
    <svg viewBox="0 0 10 4" preserveAspectRatio="none" aria-hidden="true">
      <rect width="10" height="4" fill="${hex}" /></svg
    >${name}
  </li>`;

/** The picture inside of the page; one that cannot be shown is named instead. */
export function photoMarkup({ picture, caption }: Photo, pictures: Pictures): Markup {
  const loaded = pictures.get(picture.assetId);
  const { widthPx, heightPx } = picture;
  const size = widthPx && heightPx ? { width: widthPx, height: heightPx } : {};
  const image = loaded && {
    src: `data:${loaded.contentType};base64,${Buffer.from(loaded.bytes).toString("base64")}`,
    alt: caption,
    class: loaded.contentType === "image/svg+xml" ? "board" : undefined,
    ...(loaded.contentType === "image/svg+xml" ? {} : size),
  };
  return html`<figure>
    ${image ? html`<img${attributes(image)}>` : html`<p class="gap">This picture cannot be shown.</p>`}
    <figcaption dir="auto">${caption}</figcaption>
  </figure> `;
}

const tableMarkup = ({ label, columns, rows }: Table): Markup =>
  html`<div class="scroll">
    <table>
      <caption>
        ${label}
      </caption>
      <thead>
        <tr>
          ${columns.map((column) => html`<th scope="col" ${attributes({ class: column.align })}>${column.label}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map((row) => rowMarkup(row, columns))}
      </tbody>
    </table>
  </div> `;

function rowMarkup(row: Row, columns: readonly Column[]): Markup {
  const across = attributes({ colspan: columns.length - 1 });
  switch (row.type) {
    case "item":
      return html`<tr>
        ${row.cells.map((cell, index) => cellMarkup(cell, columns[index]?.align))}
      </tr> `;
    case "group":
      return html`<tr class="group">
        <th scope="rowgroup" ${across} dir="auto">${row.label}</th>
        <td class="end">${row.amount}</td>
      </tr> `;
    case "total": {
      const kind = attributes({ class: ["total", row.strong && "strong", row.tone].filter(Boolean).join(" ") });
      return html`<tr${kind}><th scope="row"${across}>${row.label}</th><td class="end">${row.amount}</td></tr>
`;
    }
  }
}

const ticks: Record<string, string> = { "☑": "done", "☐": "not done" };

function cellMarkup(cell: Cell, align: string | undefined): Markup {
  const { text, note, tone } = typeof cell === "string" ? { text: cell, note: undefined, tone: undefined } : cell;
  const kind = attributes({
    class: [align, tone].filter(Boolean).join(" ") || undefined,
    dir: align ? undefined : "auto",
  });
  const tick = ticks[text];
  const shown = tick ? html`<span role="img" aria-label="${tick}">${text}</span>` : html`${text}`;
  return html`<td${kind}>${shown}${note && html`<small dir="auto">${note}</small>`}</td>`;
}
