import { useState } from "preact/hooks";
import type { Session } from "../../sessions/schema.ts";
import type { Api } from "../api.ts";
import { goTo, startHref } from "../hooks/use-route.ts";
import { ignoreGone } from "../http-client.ts";
import { ConfirmDialog, Question } from "./question.tsx";

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
    await api.deleteSession(session.id).catch(ignoreGone);
    onDone(session.id);
    if (isCurrent) goTo(startHref);
  };
  return (
    <ConfirmDialog title="Delete this renovation?" confirm="Delete" onConfirm={remove} onClose={onClose}>
      <p>
        <strong>{session.title ?? "New renovation"}</strong> will be removed with its conversation, rooms and plan. This
        cannot be undone.
      </p>
    </ConfirmDialog>
  );
}
