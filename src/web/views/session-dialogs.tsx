import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { ProblemDetails } from "../../problem.ts";
import type { Session } from "../../sessions/schema.ts";
import type { Api } from "../api.ts";
import { goTo, startHref } from "../hooks/use-route.ts";
import { RequestFailed, toProblemDetails } from "../http-client.ts";
import { Modal } from "./modal.tsx";
import { ProblemNotice } from "./problem-notice.tsx";

type Common = { api: Api; session: Session; onClose: () => void };

export function RenameDialog({ api, session, onDone, onClose }: Common & { onDone: (session: Session) => void }) {
  const [title, setTitle] = useState(session.title ?? "");
  const rename = async () => {
    onDone(await api.renameSession(session.id, title.trim()));
  };
  return (
    <Question title="Rename" confirm="Rename" isReady={title.trim() !== ""} onConfirm={rename} onClose={onClose}>
      <label class="field">
        <span>Name</span>
        <input
          value={title}
          maxLength={200}
          autofocus
          onInput={(event) => setTitle(event.currentTarget.value)}
          onFocus={(event) => event.currentTarget.select()}
        />
      </label>
    </Question>
  );
}

export function DeleteDialog(props: Common & { isCurrent: boolean; onDone: (id: string) => void }) {
  const { api, session, isCurrent, onDone, onClose } = props;
  const remove = async () => {
    try {
      await api.deleteSession(session.id);
    } catch (error) {
      // Gone already, by another tab or device, is what was asked for.
      if (!(error instanceof RequestFailed && error.problem.status === 404)) throw error;
    }
    onDone(session.id);
    if (isCurrent) goTo(startHref);
  };
  return (
    <Question title="Delete this renovation?" confirm="Delete" isDangerous onConfirm={remove} onClose={onClose}>
      <p>
        <strong>{session.title ?? "New renovation"}</strong> will be removed with its conversation, rooms and plan. This
        cannot be undone.
      </p>
    </Question>
  );
}

/** Asks, and stays open until what was confirmed is done. */
function Question(props: {
  title: string;
  confirm: string;
  isReady?: boolean;
  isDangerous?: boolean;
  onConfirm: () => Promise<void>;
  onClose: () => void;
  children: ComponentChildren;
}) {
  const { isReady = true, isDangerous = false, onClose } = props;
  const [isWorking, setWorking] = useState(false);
  const [problem, setProblem] = useState<ProblemDetails>();

  const confirm = async (event: Event) => {
    event.preventDefault();
    if (!isReady || isWorking) return;
    setWorking(true);
    try {
      await props.onConfirm();
      onClose();
    } catch (error) {
      setProblem(toProblemDetails(error));
      setWorking(false);
    }
  };

  return (
    <Modal kind="dialog" label={props.title} onClose={onClose}>
      <form class="question-form" onSubmit={(event) => void confirm(event)}>
        <h2>{props.title}</h2>
        {props.children}
        {problem && <ProblemNotice problem={problem} />}
        <div class="question-actions">
          <button type="button" class="button quiet" onClick={onClose}>
            Cancel
          </button>
          <button
            type="submit"
            class={isDangerous ? "button danger" : "button primary"}
            disabled={!isReady || isWorking}
          >
            {props.confirm}
          </button>
        </div>
      </form>
    </Modal>
  );
}
