import { useState } from "preact/hooks";
import type { Session } from "../../sessions/schema.ts";
import type { Api, ServiceStart } from "../api.ts";
import { formatMoment } from "../format.ts";
import { sessionHref, startHref } from "../hooks/use-route.ts";
import type { Sessions } from "../hooks/use-sessions.ts";
import { phaseLabels } from "../labels.ts";
import { Icon, Mark } from "./icons.tsx";
import { ProblemNotice } from "./problem-notice.tsx";
import { DeleteDialog, RenameDialog } from "./session-dialogs.tsx";

export const sessionTitle = (session: Session | undefined) => session?.title ?? "New renovation";

/** Every renovation, newest first, with what can be done to it. */
export function SessionList(props: {
  api: Api;
  sessions: Sessions;
  current: string | undefined;
  start: ServiceStart | undefined;
  onChoose: () => void;
}) {
  const { api, sessions, current, start, onChoose } = props;
  const { items, nextCursor } = sessions;
  const [asking, setAsking] = useState<{ about: "name" | "deletion"; session: Session }>();
  const close = () => setAsking(undefined);

  return (
    <div class="session-list">
      <p class="brand">
        <Mark />
        Renovation Agent
      </p>
      <a class="button new" href={startHref} aria-current={current ? undefined : "page"} onClick={onChoose}>
        <Icon name="plus" />
        New renovation
      </a>
      <nav aria-label="Your renovations">
        {sessions.problem && (
          <ProblemNotice problem={sessions.problem}>
            <button type="button" class="small" onClick={() => void sessions.refresh()}>
              Try again
            </button>
          </ProblemNotice>
        )}
        {items?.length === 0 && <p class="empty">Your renovations will be listed here.</p>}
        <ul>
          {items?.map((session) => (
            <li key={session.id} class={session.id === current ? "session current" : "session"}>
              <a
                href={sessionHref(session.id)}
                aria-current={session.id === current ? "page" : undefined}
                onClick={onChoose}
              >
                <span class="session-title">{sessionTitle(session)}</span>
                <span class="session-facts">
                  {phaseLabels[session.phase].name} ·{" "}
                  <time dateTime={session.updatedAt}>{formatMoment(session.updatedAt)}</time>
                </span>
              </a>
              <span class="session-actions">
                <button
                  type="button"
                  class="icon-button"
                  aria-label={`Rename ${sessionTitle(session)}`}
                  title="Rename"
                  onClick={() => setAsking({ about: "name", session })}
                >
                  <Icon name="pencil" />
                </button>
                <button
                  type="button"
                  class="icon-button"
                  aria-label={`Delete ${sessionTitle(session)}`}
                  title="Delete"
                  onClick={() => setAsking({ about: "deletion", session })}
                >
                  <Icon name="bin" />
                </button>
              </span>
            </li>
          ))}
        </ul>
        {nextCursor && (
          <button type="button" class="small quiet" onClick={() => void sessions.readMore(nextCursor)}>
            Show more
          </button>
        )}
      </nav>
      <footer>
        {start?.links.reference && <a href={start.links.reference}>API reference</a>}
        {start && <span>Version {start.version}</span>}
      </footer>
      {asking?.about === "name" && (
        <RenameDialog api={api} session={asking.session} onDone={sessions.put} onClose={close} />
      )}
      {asking?.about === "deletion" && (
        <DeleteDialog
          api={api}
          session={asking.session}
          onDone={sessions.drop}
          onClose={close}
          isCurrent={asking.session.id === current}
        />
      )}
    </div>
  );
}
