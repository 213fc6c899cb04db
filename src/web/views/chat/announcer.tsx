import { useEffect, useRef, useState } from "preact/hooks";
import type { Conversation } from "../../conversation.ts";

/** Tells screen readers once that an answer began and once what it says, instead of every word as it comes. */
export function Announcer({ conversation }: { conversation: Conversation | undefined }) {
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
