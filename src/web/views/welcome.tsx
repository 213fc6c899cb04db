import { useRef, useState } from "preact/hooks";
import type { ProblemDetails } from "../../problem.ts";
import type { Session } from "../../sessions/schema.ts";
import type { Api, ServiceStart } from "../api.ts";
import { browserStorage } from "../browser-storage.ts";
import { titleOf } from "../format.ts";
import { goTo, sessionHref } from "../hooks/use-route.ts";
import { toProblemDetails } from "../http-client.ts";
import { suggestions } from "../labels.ts";
import { newMessageId } from "../message-id.ts";
import { openOutbox } from "../outbox.ts";
import { Composer } from "./chat/composer.tsx";
import { Mark } from "./icons.tsx";
import { OfflineBadge } from "./offline-badge.tsx";
import { ProblemNotice } from "./problem-notice.tsx";

/** Where a renovation begins: the first message opens its session. */
export function Welcome(props: {
  api: Api;
  start: ServiceStart | undefined;
  focusOnShow: boolean;
  onCreated: (session: Session) => void;
}) {
  const { api, onCreated } = props;
  const [isOpening, setOpening] = useState(false);
  const [problem, setProblem] = useState<ProblemDetails>();
  /** The same key for the same words: trying again after a lost answer does not open a second session. */
  const request = useRef({ words: "", key: "" });

  async function begin(text: string, title = titleOf(text)): Promise<boolean> {
    if (isOpening) return false;
    const words = `${title}\n${text}`;
    if (request.current.words !== words) request.current = { words, key: newMessageId() };
    setOpening(true);
    try {
      const session = await api.createSession(title, request.current.key);
      // Whoever opens the session next finds the message waiting and sends it.
      const outbox = openOutbox(
        browserStorage(() => localStorage),
        session.id,
      );
      outbox.put({ id: request.current.key, text, createdAtMs: Date.now(), status: "unsent" });
      onCreated(session);
      goTo(sessionHref(session.id));
      return true;
    } catch (error) {
      setProblem(toProblemDetails(error));
      setOpening(false);
      return false;
    }
  }

  return (
    <section class="welcome" aria-label="Begin">
      <div class="column">
        <div class="welcome-head">
          <Mark />
          {props.start?.agent === "offline" && <OfflineBadge />}
        </div>
        <h1>What would you like to renovate?</h1>
        <p class="lead">
          Describe your home in your own words. Together we find out what each room needs, plan it and keep it inside
          your budget.
        </p>
        {problem && <ProblemNotice problem={problem} />}
        <Composer
          draftKey="start"
          placeholder="I want to redo my kitchen…"
          isBusy={false}
          isDisabled={isOpening}
          focusOnShow={props.focusOnShow}
          onSend={(text) => begin(text)}
          onStop={() => {}}
        />
        <h2 class="suggestions-title">Or begin with one of these</h2>
        <ul class="suggestions">
          {suggestions.map(({ title, text }) => (
            <li key={title}>
              <button type="button" class="chip" disabled={isOpening} onClick={() => void begin(text, title)}>
                <span class="chip-title">{title}</span>
                <span class="chip-text">{text}</span>
              </button>
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}
