import { useEffect, useRef, useState } from "preact/hooks";
import type { ProblemDetails } from "../../problem.ts";
import type { Conversation } from "../conversation.ts";
import type { Chat } from "../hooks/use-chat.ts";
import { useBottom } from "../hooks/use-bottom.ts";
import { toProblemDetails } from "../http-client.ts";
import { Composer } from "./composer.tsx";
import { ConnectionStatus } from "./connection-status.tsx";
import { Icon } from "./icons.tsx";
import { ProblemNotice } from "./problem-notice.tsx";
import { OutgoingView, TurnView } from "./turn.tsx";

/** The conversation of one session, and the place to continue it. */
export function ChatView({ chat, sessionId, focusOnShow }: { chat: Chat; sessionId: string; focusOnShow: boolean }) {
  const { client, state } = chat;
  const { conversation, connection, outbox } = state;
  const turns = conversation?.turns ?? [];
  const running = turns.find(({ status }) => status === "running");
  const queued = turns.filter(({ status }) => status === "queued");
  const isLive = connection.type === "live";
  const { box, isAtEnd, toEnd, onScroll } = useBottom(state, sessionId);

  const stop = () => running && client.cancel({ turnId: running.id });
  const send = (text: string) => {
    client.send(text);
    toEnd();
    return true;
  };

  return (
    <section class="chat" aria-label="Conversation">
      <div
        class="transcript"
        ref={box}
        onScroll={onScroll}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        role="log"
        aria-live="off"
        aria-label="Messages"
      >
        <div class="column">
          {state.hasOlder && <Older onRead={client.readOlder} />}
          {conversation === undefined && outbox.length === 0 && connection.type !== "ended" && <Skeleton />}
          {conversation?.turns.length === 0 && outbox.length === 0 && (
            <p class="empty">
              Tell me about your home: which rooms, how large, what should change, and what it may cost.
            </p>
          )}
          {turns.map((turn) => (
            <TurnView
              key={turn.id}
              turn={turn}
              place={queued.indexOf(turn) + 1}
              onCancel={(turnId) => client.cancel({ turnId })}
              onAskAgain={send}
            />
          ))}
          {outbox.map((message) => (
            <OutgoingView
              key={message.id}
              message={message}
              isLive={isLive}
              onSendAgain={client.sendAgain}
              onDiscard={(id) => client.cancel({ id })}
            />
          ))}
        </div>
      </div>
      <Announcer conversation={conversation} />
      <div class="dock">
        {!isAtEnd && (
          <button type="button" class="to-end" onClick={toEnd}>
            <Icon name="down" />
            Latest
          </button>
        )}
        <div class="column">
          <ConnectionStatus connection={connection} onRetry={client.wake} />
          {state.problem && (
            <ProblemNotice problem={state.problem}>
              <button type="button" class="small quiet" onClick={client.dismissProblem}>
                Dismiss
              </button>
            </ProblemNotice>
          )}
          <Composer
            draftKey={sessionId}
            placeholder={running ? "Write the next message; it waits for this answer" : "Write a message"}
            isBusy={running !== undefined}
            isDisabled={connection.type === "ended" && connection.reason !== "stopped"}
            focusOnShow={focusOnShow}
            onSend={send}
            onStop={stop}
          />
        </div>
      </div>
    </section>
  );
}

function Older({ onRead }: { onRead: () => Promise<void> }) {
  const [isReading, setReading] = useState(false);
  const [problem, setProblem] = useState<ProblemDetails>();
  const read = async () => {
    setReading(true);
    try {
      await onRead();
      setProblem(undefined);
    } catch (error) {
      setProblem(toProblemDetails(error));
    }
    setReading(false);
  };
  return (
    <div class="older">
      {problem && <ProblemNotice problem={problem} />}
      <button type="button" class="small quiet" disabled={isReading} onClick={() => void read()}>
        {isReading ? "Reading earlier messages" : "Show earlier messages"}
      </button>
    </div>
  );
}

function Skeleton() {
  return (
    <div class="skeleton" role="status">
      <span class="unseen">Opening the conversation</span>
      <i class="skeleton-line" />
      <i class="skeleton-line" />
      <i class="skeleton-line" />
    </div>
  );
}

/** Tells screen readers once that an answer began and once what it says, instead of every word as it comes. */
function Announcer({ conversation }: { conversation: Conversation | undefined }) {
  const last = conversation?.turns.findLast(({ status }) => status !== "queued");
  const known = useRef<string | undefined>(undefined);
  const [text, setText] = useState("");
  const state = last && `${last.id} ${last.status}`;
  useEffect(() => {
    const isFirst = known.current === undefined;
    known.current = state ?? "";
    if (isFirst || !last) return;
    if (last.status === "running") setText("The agent is answering.");
    else if (last.status === "completed") setText(last.text);
    else if (last.status === "cancelled") setText("The answer was stopped.");
  }, [state]);
  return (
    <div class="unseen" role="status">
      {text}
    </div>
  );
}
