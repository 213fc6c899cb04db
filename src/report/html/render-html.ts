import type { Cover, ReportDocument } from "../document/blocks.ts";
import { toDocument } from "../document/document.ts";
import type { Pictures } from "../load-pictures.ts";
import type { Report } from "../schema.ts";
import { attributes, html, type Markup, trusted } from "./markup.ts";
import { blockMarkup, factsMarkup, listMarkup, photoMarkup } from "./blocks.ts";
import { style } from "./style.ts";

/** Nothing runs and nothing is fetched: the page's own style, and pictures that are inside of it. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "img-src data:",
  `style-src 'sha256-${new Bun.CryptoHasher("sha256").update(style).digest("base64")}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** The report as one page that needs nothing else, to be read on a screen or printed on A4. */
export function renderHtml(report: Report, pictures: Pictures): string {
  const document = toDocument(report);
  return pageMarkup(document.cover.title, bodyMarkup(document, pictures));
}

/** Written by hand: the policy knows it by its hash, so not a space of it may change. */
const styleElement = trusted(`<style>${style}</style>`);

/** A page in the report's dress. */
export const pageMarkup = (title: string, content: Markup): string =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title}</title>
        ${styleElement}
      </head>
      <body>
        <main>${content}</main>
      </body>
    </html> `.text;

function bodyMarkup({ cover, sections, footer }: ReportDocument, pictures: Pictures): Markup {
  return html`${coverMarkup(cover, pictures)}
    ${sections.map(
      ({ title, anchor, blocks, flows }) =>
        html`<section aria-labelledby="${anchor}" ${attributes({ class: flows ? "flows" : undefined })}>
          <h2 id="${anchor}">${title}</h2>
          ${blocks.map((block, index) => blockMarkup(block, { pictures, id: `${anchor}-${index}` }))}
        </section> `,
    )}
    <footer>${footer}</footer>`;
}

function coverMarkup({ title, subtitle, status, date, photo, facts, open }: Cover, pictures: Pictures): Markup {
  return html`<header class="cover">
<p class="kicker">${subtitle}</p>
<h1>${title}</h1>
<p${attributes({ class: `status ${status.tone}` })}>${status.text}</p>
<p class="date">As of ${date}</p>
${photo && pictures.has(photo.picture.assetId) && photoMarkup(photo, pictures)}
${factsMarkup(facts)}
${
  open.length > 0 &&
  html`<h3>Still open</h3>
    ${listMarkup(open)}`
}
</header>`;
}
