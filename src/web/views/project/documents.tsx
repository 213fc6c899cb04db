import { Icon } from "../icons.tsx";
import type { ProjectView } from "./context.ts";
import { ShareLinks } from "./share-links.tsx";

/** What can be taken along: the report, the shopping list, and a link for others. */
export function Documents({ view }: { view: ProjectView }) {
  const { api } = view;
  return (
    <section class="documents">
      <h3>To take along</h3>
      <div class="document-links">
        <a class="small" href={api.reportUrl("html")} target="_blank" rel="noopener">
          <Icon name="file" />
          Report
        </a>
        <a class="small" href={api.reportUrl("pdf")} target="_blank" rel="noopener">
          <Icon name="file" />
          PDF<span class="unseen"> of the report</span>
        </a>
        <a class="small" href={api.shoppingListUrl} download>
          <Icon name="basket" />
          Shopping list
        </a>
      </div>
      <ShareLinks view={view} />
    </section>
  );
}
