import { useRef } from "preact/hooks";
import type { Asset } from "../../../assets/schema.ts";
import { useAttachments } from "../../hooks/use-attachments.ts";
import { useBottom } from "../../hooks/use-bottom.ts";
import type { Chat } from "../../hooks/use-chat.ts";
import { type NextStep, nextSteps } from "../../next-steps.ts";
import type { ProjectView } from "../project/context.ts";
import { Icon } from "../icons.tsx";
import { ProblemNotice } from "../problem-notice.tsx";
import { UploadList } from "../upload-list.tsx";
import { Announcer } from "./announcer.tsx";
import { Attachments } from "./attachments.tsx";
import { Composer } from "./composer.tsx";
import { ConnectionStatus } from "./connection-status.tsx";
import { NextSteps } from "./next-steps.tsx";
import { Transcript } from "./transcript.tsx";

type Props = { chat: Chat; view: ProjectView; sessionId: string; focusOnShow: boolean };

/** The conversation of one session, and the place to continue it. */
export function ChatView({ chat, view, sessionId, focusOnShow }: Props) {
  const { client, state } = chat;
  const { conversation, connection, outbox } = state;
  const turns = conversation?.turns ?? [];
  const running = turns.find(({ status }) => status === "running");
  const isIdle = outbox.length === 0 && !turns.some(({ status }) => status === "running" || status === "queued");
  const { box, isAtEnd, toEnd, onScroll } = useBottom(state, sessionId);
  const { project } = view;
  const hasFiles = project.assets !== null;
  const attached = useAttachments(view.api.url);
  /** An upload of a moment ago may not be in the list yet. */
  const uploaded = useRef<readonly Asset[]>([]);
  uploaded.current = [...uploaded.current, ...attached.assets.filter((asset) => !uploaded.current.includes(asset))];
  const known = project.assets && [...project.assets, ...uploaded.current];
  const files = { known: known ?? undefined, url: view.api.assetUrl };

  const stop = () => running && client.cancel({ turnId: running.id });
  const send = (text: string) => {
    // What is still on its way would be left behind without a word.
    if (attached.isUploading) return false;
    client.send(
      text,
      attached.assets.map(({ id }) => id),
    );
    attached.clear();
    toEnd();
    return true;
  };
  const take = (step: NextStep) => {
    if (step.type === "say") send(step.text);
    else client.answer({ approvalId: step.approvalId, decision: "approve" });
  };
  const steps =
    conversation && isIdle && connection.type === "live"
      ? nextSteps({ ...project, phase: conversation.phase, approvals: conversation.approvals })
      : [];

  return (
    // A browser leaves the page for a file that is dropped where nobody takes it.
    <section
      class="chat"
      aria-label="Conversation"
      onDragOver={(event) => hasFiles && event.dataTransfer?.types.includes("Files") && event.preventDefault()}
      onDrop={(event) => {
        const dropped = event.dataTransfer?.files;
        if (!hasFiles || !dropped || dropped.length === 0) return;
        event.preventDefault();
        attached.add(dropped);
      }}
    >
      <div
        class="transcript"
        id="messages"
        ref={box}
        onScroll={onScroll}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        role="log"
        aria-live="off"
        aria-label="Messages"
      >
        <div class="column">
          <Transcript chat={chat} files={files} />
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
          <NextSteps steps={steps} onStep={take} />
          <Composer
            draftKey={sessionId}
            placeholder={running ? "Write the next message; it waits for this answer" : "Write a message"}
            isBusy={running !== undefined}
            isDisabled={connection.type === "ended" && connection.reason !== "stopped"}
            focusOnShow={focusOnShow}
            onFiles={hasFiles ? attached.add : undefined}
            attachments={
              <>
                {attached.problem && (
                  <ProblemNotice problem={attached.problem}>
                    <button type="button" class="small quiet" onClick={attached.dismissProblem}>
                      Dismiss
                    </button>
                  </ProblemNotice>
                )}
                <UploadList uploads={attached.uploads} onDrop={attached.drop} />
                <Attachments ids={attached.assets.map(({ id }) => id)} files={files} onRemove={attached.remove} />
              </>
            }
            onSend={send}
            onStop={stop}
          />
        </div>
      </div>
    </section>
  );
}
