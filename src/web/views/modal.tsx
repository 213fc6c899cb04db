import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

/** The browser's own modal dialog: it keeps the focus inside, closes by Escape and gives the focus back. */
export function Modal(props: {
  kind: "dialog" | "dialog wide" | "drawer-start" | "drawer-end";
  label: string;
  onClose: () => void;
  children: ComponentChildren;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const { onClose } = props;
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      class={`modal ${props.kind}`}
      aria-label={props.label}
      onClose={onClose}
      // A click on the backdrop has the dialog itself as its target.
      onMouseDown={(event) => event.target === dialog.current && onClose()}
    >
      <div class="modal-content">{props.children}</div>
    </dialog>
  );
}
