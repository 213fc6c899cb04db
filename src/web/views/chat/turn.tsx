import type { Turn } from "../../conversation.ts";
import { formatMoment } from "../../format.ts";
import { Mark } from "../icons.tsx";
import { Markdown } from "./markdown.tsx";
import { ProblemNotice } from "../problem-notice.tsx";
import { Attachments, type Files } from "./attachments.tsx";
import { ToolLine } from "./tool-line.tsx";

type TurnProps = {
  turn: Turn;
  /** Among the messages that wait, from 1. */
  place: number;
  files: Files;
  /** Undefined where it is tried again already. */
  onRetry: ((turnId: string) => void) | undefined;
  onCancel: (turnId: string) => void;
};

/** One exchange: the question, what the agent did, and its answer as far as it is written. */
export function TurnView({ turn, place, files, onRetry, onCancel }: TurnProps) {
  const { request, status } = turn;
  return (
    <article class="turn">
      {request && (
        <div class="question">
          <h2 class="unseen">You, {formatMoment(request.createdAt)}</h2>
          <Attachments ids={request.attachments} files={files} />
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
            {status === "running" && <Working turn={turn} />}
            <Ending turn={turn} onRetry={onRetry} />
          </div>
        </div>
      )}
    </article>
  );
}

const hasAnswer = ({ status, text, tools }: Turn) => status !== "queued" || text !== "" || tools.length > 0;

function Working({ turn }: { turn: Turn }) {
  const isWriting = turn.text !== "";
  return (
    <p class={isWriting ? "working writing" : "working"}>
      <span class="dots" aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
      {turn.waitingFor ? (
        <span class="waiting-for">{turn.waitingFor.title}. Trying again…</span>
      ) : (
        <span class="unseen">{isWriting ? "Writing" : "Thinking"}</span>
      )}
    </p>
  );
}

/** How the turn ended, where that was not as it should. */
function Ending({ turn, onRetry }: Pick<TurnProps, "turn" | "onRetry">) {
  const status = turn.status === "stored" ? turn.answer?.status : turn.status;
  const again = onRetry && (
    <button type="button" class="small" onClick={() => onRetry(turn.id)}>
      Try again
    </button>
  );
  if (status === "failed") {
    if (!onRetry) return <p class="ending">This answer failed and was tried again.</p>;
    const fallback = { type: "about:blank", title: "This answer failed", status: 500 };
    return <ProblemNotice problem={turn.problem ?? fallback}>{again}</ProblemNotice>;
  }
  if (status === "cancelled") {
    const isUntouched = turn.text === "" && turn.tools.length === 0;
    return <p class="ending">{isUntouched ? "You withdrew this message." : "You stopped this answer."}</p>;
  }
  return null;
}
