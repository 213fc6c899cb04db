import type { OutgoingMessage } from "../../outbox.ts";
import { ProblemNotice } from "../problem-notice.tsx";
import { Attachments, type Files } from "./attachments.tsx";

/** A message on its way: shown at once, and never lost from sight until the service has it. */
export function OutgoingView(props: {
  message: OutgoingMessage;
  isLive: boolean;
  files: Files;
  onSendAgain: (id: string) => void;
  onDiscard: (id: string) => void;
}) {
  const { message, isLive, files, onSendAgain, onDiscard } = props;
  return (
    <article class="turn">
      <div class="question outgoing">
        <h2 class="unseen">You</h2>
        <Attachments ids={message.attachments ?? []} files={files} />
        <p class="bubble">{message.text}</p>
        {message.problem ? (
          <ProblemNotice problem={message.problem}>
            <button type="button" class="small" onClick={() => onSendAgain(message.id)}>
              Send again
            </button>
            <button type="button" class="small quiet" onClick={() => onDiscard(message.id)}>
              Discard
            </button>
          </ProblemNotice>
        ) : (
          <p class="delivery">
            {isLive ? "Sending" : "Kept here until there is a connection"}
            {!isLive && message.status === "unsent" && (
              <button type="button" class="link" onClick={() => onDiscard(message.id)}>
                Discard
              </button>
            )}
          </p>
        )}
      </div>
    </article>
  );
}
