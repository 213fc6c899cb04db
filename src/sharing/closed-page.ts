import { html } from "../report/html/markup.ts";
import { pageMarkup } from "../report/html/render-html.ts";

/** What a person sees under an address that opens nothing. */
export const closedPage = (): string =>
  pageMarkup(
    "This link opens nothing",
    html`<header class="cover">
      <h1>This link opens nothing</h1>
      <p>It is unknown, has expired, or was revoked. Ask whoever sent it to you for a new one.</p>
    </header>`,
  );
