import { useCallback, useEffect, useState } from "preact/hooks";
import type { Api, ServiceStart } from "./api.ts";
import { useMedia } from "./hooks/use-media.ts";
import { useRoute } from "./hooks/use-route.ts";
import { useSessions } from "./hooks/use-sessions.ts";
import { Icon } from "./views/icons.tsx";
import { Modal } from "./views/modal.tsx";
import { SessionList } from "./views/session-list.tsx";
import { SessionPage } from "./views/session-page.tsx";
import { Welcome } from "./views/welcome.tsx";

type Drawer = "sessions" | "project";

/** The whole page: renovations, the one that is open, and what is known of it, as far as the window has room. */
export function App({ api }: { api: Api }) {
  const sessionId = useRoute();
  const sessions = useSessions(api);
  const start = useStart(api);
  const hasSidebar = useMedia("(min-width: 820px)");
  const hasPanel = useMedia("(min-width: 1180px)");
  const [drawer, setDrawer] = useState<Drawer>();
  const closeDrawer = useCallback(() => setDrawer(undefined), []);
  const openList = useCallback(() => setDrawer("sessions"), []);
  const openPanel = useCallback((isOpen: boolean) => setDrawer(isOpen ? "project" : undefined), []);

  useEffect(() => {
    if (!sessionId) document.title = "Renovation Agent";
  }, [sessionId]);

  const list = <SessionList api={api} sessions={sessions} current={sessionId} start={start} onChoose={closeDrawer} />;
  return (
    <div class="app">
      <button type="button" class="skip" onClick={focusMessage}>
        Skip to the message
      </button>
      {hasSidebar && <aside class="sidebar">{list}</aside>}
      {!hasSidebar && drawer === "sessions" && (
        <Modal kind="drawer-start" label="Your renovations" onClose={closeDrawer}>
          {list}
        </Modal>
      )}
      {sessionId ? (
        <SessionPage
          key={sessionId}
          api={api}
          start={start}
          sessionId={sessionId}
          listed={sessions.items?.find(({ id }) => id === sessionId)}
          onSession={sessions.put}
          onGone={sessions.drop}
          layout={{ hasSidebar, hasPanel }}
          isPanelOpen={drawer === "project"}
          onPanel={openPanel}
          onMenu={openList}
        />
      ) : (
        <main class="page">
          {!hasSidebar && (
            <header class="page-header bare">
              <button type="button" class="icon-button" aria-label="Open the list of renovations" onClick={openList}>
                <Icon name="menu" />
              </button>
            </header>
          )}
          <Welcome api={api} start={start} focusOnShow={hasSidebar} onCreated={sessions.put} />
        </main>
      )}
    </div>
  );
}

/** Not a link: the address holds the renovation that is open. */
const focusMessage = () => document.getElementById("message")?.focus();

/** What the service says of itself; without it a link and a number are missing, nothing else. */
function useStart(api: Api): ServiceStart | undefined {
  const [start, setStart] = useState<ServiceStart>();
  useEffect(() => {
    api.readStart().then(setStart, () => {});
  }, [api]);
  return start;
}
