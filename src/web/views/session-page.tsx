import { useCallback, useEffect, useMemo } from "preact/hooks";
import type { Session } from "../../sessions/schema.ts";
import type { Api, ServiceStart } from "../api.ts";
import { useChat } from "../hooks/use-chat.ts";
import { useProject } from "../hooks/use-project.ts";
import { ChatView } from "./chat/chat.tsx";
import { Gone } from "./gone.tsx";
import { Icon } from "./icons.tsx";
import { Modal } from "./modal.tsx";
import { OfflineBadge } from "./offline-badge.tsx";
import { PhaseBar } from "./phase-bar.tsx";
import type { ProjectView } from "./project/context.ts";
import { ProjectPanel, useProjectTab } from "./project/panel.tsx";
import { sessionTitle } from "./session-list.tsx";

type Props = {
  api: Api;
  start: ServiceStart | undefined;
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

const panelLabel = "Your project";
/** Until somebody names a currency; the service's own default. */
const defaultCurrency = "EUR";

/** One renovation: its conversation, and beside it what is known and can be changed. */
export function SessionPage(props: Props) {
  const { api, sessionId, listed, onGone, layout, isPanelOpen, onPanel, onMenu } = props;
  const { project, projectApi, hear, refresh, retryFailed } = useProject(api, sessionId, props.onSession);
  const chat = useChat(sessionId, hear);
  const state = chat?.state;
  const session = project.session ?? listed;
  const phase = state?.conversation?.phase ?? session?.phase;
  const title = sessionTitle(session);
  const connection = state?.connection;
  const isGone = connection?.type === "ended" && connection.reason === "gone";
  const [tab, setTab] = useProjectTab(phase);

  useEffect(() => {
    document.title = isGone ? "Renovation Agent" : `${title} – Renovation Agent`;
  }, [isGone, title]);
  useEffect(() => {
    if (isGone) onGone(sessionId);
  }, [isGone, onGone, sessionId]);
  useEffect(() => {
    if (connection?.type === "live") retryFailed();
  }, [connection?.type, retryFailed]);
  const closePanel = useCallback(() => onPanel(false), [onPanel]);

  const view = useMemo<ProjectView>(
    () => ({
      project,
      currency: session?.currency ?? project.budget?.currency ?? defaultCurrency,
      api: projectApi,
      catalogue: api,
      refresh,
      approvals: state?.conversation?.approvals ?? [],
      answer: (answer) => chat?.client.answer(answer),
      answering: (state?.requests ?? []).flatMap((one) => (one.type === "answer" ? [one.approvalId] : [])),
    }),
    [api, chat, project, projectApi, refresh, session, state],
  );
  const panel = <ProjectPanel view={view} tab={tab} onTab={setTab} />;
  if (isGone) return <Gone onMenu={layout.hasSidebar ? undefined : onMenu} />;

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
          {props.start?.agent === "offline" && <OfflineBadge />}
          {phase && <PhaseBar phase={phase} />}
        </header>
        {chat && <ChatView chat={chat} view={view} sessionId={sessionId} focusOnShow={layout.hasSidebar} />}
      </main>
      {layout.hasPanel ? (
        <aside class="panel" aria-label={panelLabel}>
          {panel}
        </aside>
      ) : (
        isPanelOpen && (
          <Modal kind="drawer-end" label={panelLabel} onClose={closePanel}>
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
