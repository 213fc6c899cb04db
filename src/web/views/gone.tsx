import { startHref } from "../hooks/use-route.ts";
import { Icon, Mark } from "./icons.tsx";

/** Instead of a renovation that is not there any more. */
export function Gone({ onMenu }: { onMenu: (() => void) | undefined }) {
  return (
    <main class="page">
      {onMenu && (
        <header class="page-header bare">
          <button type="button" class="icon-button" aria-label="Open the list of renovations" onClick={onMenu}>
            <Icon name="menu" />
          </button>
        </header>
      )}
      <section class="welcome gone">
        <div class="column">
          <Mark />
          <h1>This renovation is not here</h1>
          <p class="lead" role="status">
            It was deleted, here or on another device, or its address is not right.
          </p>
          <a class="button primary" href={startHref}>
            <Icon name="plus" />
            Begin a new one
          </a>
        </div>
      </section>
    </main>
  );
}
