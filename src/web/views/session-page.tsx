import { useCallback, useEffect } from "preact/hooks";
import type { Session } from "../../sessions/schema.ts";
import type { Api } from "../api.ts";
import { useChat } from "../hooks/use-chat.ts";
import { useProject } from "../hooks/use-project.ts";
import { ChatView } from "./chat.tsx";
import { Icon } from "./icons.tsx";
import { Modal } from "./modal.tsx";
import { PhaseBar } from "./phase-bar.tsx";
import { ProjectPanel } from "./project-panel.tsx";
import { sessionTitle } from "./session-list.tsx";

type Props = {
  api: Api;
  sessionId: string;
  /** What the list knows of the session already. */
  listed: Session | undefined;
  onSession: (session: Session) => void;
  onGone: (id: string) => void;
  layout: { hasSidebar: boolean; hasPanel: boolean };
  isPanelOpen: boolean;
  onPanel: (isOpen: boolean) => void;
  onMenu: () => void;
};

/** One renovation: its conversation, and beside it what is known. */
export function SessionPage(props: Props) {
  const { api, sessionId, listed, onGone, layout, isPanelOpen, onPanel, onMenu } = props;
  const { hear, ...project } = useProject(api, sessionId, props.onSession);
  const chat = useChat(sessionId, hear);
  const session = project.session ?? listed;
  const phase = chat?.state.conversation?.phase ?? session?.phase;
  const title = sessionTitle(session);
  const connection = chat?.state.connection;
  const isGone = connection?.type === "ended" && connection.reason === "gone";

  useEffect(() => {
    document.title = `${title} – Renovation Agent`;
  }, [title]);
  useEffect(() => {
    if (isGone) onGone(sessionId);
  }, [isGone, onGone, sessionId]);
  const closePanel = useCallback(() => onPanel(false), [onPanel]);
  // A deleted session's project is not a problem of its own.
  const panel = <ProjectPanel {...project} problem={isGone ? undefined : project.problem} />;

  return (
    <>
      <main class="page">
        <header class="page-header">
          <div class="title-row">
            {!layout.hasSidebar && (
              <button type="button" class="icon-button" aria-label="Open the list of renovations" onClick={onMenu}>
                <Icon name="menu" />
              </button>
            )}
            <h1 title={title}>{title}</h1>
            {!layout.hasPanel && (
              <button type="button" class="button quiet project-button" onClick={() => onPanel(true)}>
                <Icon name="home" />
                Project
              </button>
            )}
          </div>
          {phase && <PhaseBar phase={phase} />}
        </header>
        {chat && <ChatView chat={chat} sessionId={sessionId} focusOnShow={layout.hasSidebar} />}
      </main>
      {layout.hasPanel ? (
        <aside class="panel" aria-label="What is known so far">
          {panel}
        </aside>
      ) : (
        isPanelOpen && (
          <Modal kind="drawer-end" label="What is known so far" onClose={closePanel}>
            <button type="button" class="icon-button drawer-close" aria-label="Close" onClick={closePanel}>
              <Icon name="close" />
            </button>
            {panel}
          </Modal>
        )
      )}
    </>
  );
}
