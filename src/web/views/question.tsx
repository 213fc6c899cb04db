import type { ComponentChildren } from "preact";
import { useAction } from "../hooks/use-action.ts";
import { Modal } from "./modal.tsx";
import { ProblemNotice } from "./problem-notice.tsx";

type Props = {
  title: string;
  confirm: string;
  onConfirm: () => Promise<unknown>;
  onClose: () => void;
  children: ComponentChildren;
};

/** Asks, and stays open until what was confirmed is done. */
export function Question(props: Props & { isReady?: boolean; isDangerous?: boolean }) {
  const { isReady = true, isDangerous = false, onClose } = props;
  const { isWorking, problem, run } = useAction();

  const confirm = async (event: Event) => {
    event.preventDefault();
    event.stopPropagation();
    if (isReady && (await run(props.onConfirm))) onClose();
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

/** Asks before something is removed for good. */
export const ConfirmDialog = (props: Props) => <Question {...props} isDangerous />;
