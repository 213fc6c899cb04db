import type { OutgoingMessage } from "../outbox.ts";
import type { ToolCall, Turn } from "../conversation.ts";
import { formatMoment } from "../format.ts";
import { toolLabel } from "../labels.ts";
import { Icon, Mark } from "./icons.tsx";
import { Markdown } from "./markdown.tsx";
import { ProblemNotice } from "./problem-notice.tsx";

type TurnActions = { onCancel: (turnId: string) => void; onAskAgain: (text: string) => void };

/** One exchange: the question, what the agent did, and its answer as far as it is written. */
export function TurnView({ turn, place, onCancel, onAskAgain }: { turn: Turn; place: number } & TurnActions) {
  const { request, status } = turn;
  const question = request?.content;
  return (
    <article class="turn">
      {request && (
        <div class="question">
          <h2 class="unseen">You, {formatMoment(request.createdAt)}</h2>
          <p class="bubble">{request.content}</p>
          {status === "queued" && (
            <p class="delivery">
              {place <= 1 ? "Waiting for the answer before it" : `Waiting, number ${place} in line`}
              <button type="button" class="link" onClick={() => onCancel(turn.id)}>
                Withdraw
              </button>
            </p>
          )}
        </div>
      )}
      {hasAnswer(turn) && (
        <div class="answer" aria-busy={status === "running"}>
          <h2 class="unseen">Renovation Agent</h2>
          <Mark />
          <div class="answer-body">
            {turn.tools.length > 0 && (
              <ul class="tools">
                {turn.tools.map((tool) => (
                  <ToolLine key={tool.callId} tool={tool} />
                ))}
              </ul>
            )}
            {turn.text && <Markdown text={turn.text} />}
            {status === "running" && <Working isWriting={turn.text !== ""} />}
            <Ending turn={turn} onAskAgain={question === undefined ? undefined : () => onAskAgain(question)} />
          </div>
        </div>
      )}
    </article>
  );
}

const hasAnswer = ({ status, text, tools }: Turn) => status !== "queued" || text !== "" || tools.length > 0;

function Working({ isWriting }: { isWriting: boolean }) {
  return (
    <p class={isWriting ? "working writing" : "working"}>
      <span class="dots" aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
      <span class="unseen">{isWriting ? "Writing" : "Thinking"}</span>
    </p>
  );
}

/** How the turn ended, where that was not as it should. */
function Ending({ turn, onAskAgain }: { turn: Turn; onAskAgain: (() => void) | undefined }) {
  const status = turn.status === "stored" ? turn.answer?.status : turn.status;
  const again = onAskAgain && (
    <button type="button" class="small" onClick={onAskAgain}>
      Ask again
    </button>
  );
  if (status === "failed") {
    const fallback = { type: "about:blank", title: "This answer failed", status: 500 };
    return <ProblemNotice problem={turn.problem ?? fallback}>{again}</ProblemNotice>;
  }
  if (status !== "cancelled" && status !== undefined) return null;
  const isUntouched = turn.text === "" && turn.tools.length === 0;
  return (
    <p class={status ? "ending" : "ending unanswered"}>
      {status
        ? isUntouched
          ? "You withdrew this message."
          : "You stopped this answer."
        : "This message got no answer."}
      {again}
    </p>
  );
}

function ToolLine({ tool }: { tool: ToolCall }) {
  const facts = Object.entries(tool.arguments);
  return (
    <li class={`tool ${tool.status}`}>
      <details>
        <summary>
          {tool.status === "running" ? (
            <span class="spinner" aria-hidden="true" />
          ) : (
            <Icon name={tool.status === "ok" ? "check" : "cross"} />
          )}
          <span>{toolLabel(tool.name, tool.status)}</span>
        </summary>
        <div class="tool-details">
          {tool.summary && <p>{tool.summary}</p>}
          {facts.length > 0 && (
            <pre>
              <code>{JSON.stringify(tool.arguments, null, 2)}</code>
            </pre>
          )}
          {!tool.summary && facts.length === 0 && <p>Nothing more to show.</p>}
        </div>
      </details>
    </li>
  );
}

/** A message on its way: shown at once, and never lost from sight until the service has it. */
export function OutgoingView(props: {
  message: OutgoingMessage;
  isLive: boolean;
  onSendAgain: (id: string) => void;
  onDiscard: (id: string) => void;
}) {
  const { message, isLive, onSendAgain, onDiscard } = props;
  return (
    <article class="turn">
      <div class="question outgoing">
        <h2 class="unseen">You</h2>
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
