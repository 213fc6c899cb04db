import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { draftName, keepDraft, readDraft } from "../../drafts.ts";
import { uploadTypes } from "../../labels.ts";
import { Icon } from "../icons.tsx";

const longestText = 8_000;
/** The rest is shown when it becomes short. */
const countdownFrom = 500;

/** Where a message is written. Drafts live in the tab, one for each session. */
export function Composer(props: {
  draftKey: string;
  placeholder: string;
  isBusy: boolean;
  isDisabled?: boolean;
  focusOnShow: boolean;
  /** Files can be sent along: chosen or pasted. */
  onFiles?: ((files: FileList) => void) | undefined;
  /** What is sent along with the next message. */
  attachments?: ComponentChildren;
  /** Takes the text, or leaves it here by answering false. */
  onSend: (text: string) => boolean | Promise<boolean>;
  onStop: () => void;
}) {
  const { draftKey, isBusy, isDisabled = false, focusOnShow, onStop } = props;
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useDraft(draftKey);
  const left = longestText - text.length;
  const canSend = text.trim() !== "" && left >= 0 && !isDisabled;
  useLayoutEffect(() => {
    const element = field.current;
    if (!element) return;
    element.style.height = "auto";
    element.style.height = `${element.scrollHeight}px`;
  }, [text]);
  useEffect(() => {
    if (focusOnShow) field.current?.focus();
  }, [draftKey, focusOnShow]);

  async function send() {
    if (!canSend) return;
    if (await props.onSend(text.trim())) setText("");
    field.current?.focus();
  }

  function stop() {
    onStop();
    // The button will be gone. Where there is no keyboard, the one on the screen would come up.
    if (focusOnShow) field.current?.focus();
  }

  function onKeyDown(event: KeyboardEvent) {
    // While an input method composes, Enter chooses a word.
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      void send();
    }
    if (event.key === "Escape" && isBusy) onStop();
  }

  return (
    <div class="composer">
      {props.attachments}
      <div class="composer-box">
        {props.onFiles && <FileButton onFiles={props.onFiles} />}
        <label class="unseen" for="message">
          Message
        </label>
        <textarea
          id="message"
          ref={field}
          rows={1}
          value={text}
          placeholder={props.placeholder}
          disabled={isDisabled}
          aria-describedby="message-hint"
          enterkeyhint="send"
          onInput={(event) => setText(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          onPaste={(event) => {
            const files = event.clipboardData?.files;
            if (props.onFiles && files && files.length > 0) props.onFiles(files);
          }}
        />
        {isBusy && (
          <button type="button" class="round stop" aria-label="Stop the answer" title="Stop (Esc)" onClick={stop}>
            <Icon name="stop" />
          </button>
        )}
        {(!isBusy || canSend) && (
          <button type="button" class="round send" aria-label="Send" disabled={!canSend} onClick={() => void send()}>
            <Icon name="send" />
          </button>
        )}
      </div>
      <p id="message-hint" class="hint">
        {left <= countdownFrom ? (
          <span class={left < 0 ? "over" : undefined}>
            {left < 0 ? `${-left} characters too long` : `${left} characters left`}
          </span>
        ) : (
          <span class="keys">
            <kbd>Enter</kbd> sends, <kbd>Shift</kbd> <kbd>Enter</kbd> starts a new line
            {isBusy && (
              <>
                , <kbd>Esc</kbd> stops
              </>
            )}
          </span>
        )}
      </p>
    </div>
  );
}

function FileButton({ onFiles }: { onFiles: (files: FileList) => void }) {
  const chooser = useRef<HTMLInputElement>(null);
  return (
    <>
      <button
        type="button"
        class="round attach"
        aria-label="Attach photos or documents"
        title="Attach"
        onClick={() => chooser.current?.click()}
      >
        <Icon name="clip" />
      </button>
      <input
        ref={chooser}
        class="unseen"
        type="file"
        multiple
        accept={uploadTypes}
        aria-label="Files to attach"
        tabIndex={-1}
        onChange={(event) => {
          if (event.currentTarget.files) onFiles(event.currentTarget.files);
          event.currentTarget.value = "";
        }}
      />
    </>
  );
}

/** Text kept in the tab under `key`, as far as the tab may keep anything. */
function useDraft(key: string) {
  const name = draftName(key);
  const [draft, setDraft] = useState(() => ({ name, text: readDraft(name) }));
  const text = draft.name === name ? draft.text : readDraft(name);
  const setText = (next: string) => {
    keepDraft(name, next);
    setDraft({ name, text: next });
  };
  return [text, setText] as const;
}
