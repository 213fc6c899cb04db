import { useEffect, useRef, useState } from "preact/hooks";
import type { Approval } from "../../../approvals/schema.ts";
import type { AskedApproval } from "../../asked-approvals.ts";
import type { Answer } from "../../protocol-client.ts";
import { Icon } from "../icons.tsx";
import { PlanFactsView } from "./plan-facts.tsx";
import { RenderFactsView } from "./render-facts.tsx";
import type { ProjectApi } from "../../project-api.ts";

const titles: Record<Approval["kind"], string> = {
  plan: "Is this your plan?",
  over_budget: "May it cost more than the budget?",
  render: "Do you like this picture?",
};
const yes: Record<Approval["kind"], string> = {
  plan: "Approve the plan",
  over_budget: "Go over the budget",
  render: "Approve the picture",
};
const no: Record<Approval["kind"], string> = {
  plan: "Not yet",
  over_budget: "Find savings",
  render: "Not like this",
};
const outcomes: Record<Exclude<Approval["status"], "pending">, string> = {
  approved: "You approved this.",
  rejected: "You did not approve this.",
  expired: "This question has expired.",
  withdrawn: "Overtaken: something it stood on has changed.",
};

type Props = {
  approval: AskedApproval;
  /** Its answer is on its way. */
  isSending: boolean;
  assetUrl: ProjectApi["assetUrl"];
  onAnswer: (answer: Answer) => void;
};

/** A decision with the facts it is about; answered here or elsewhere, it stays as a record. */
export function ApprovalCard({ approval, isSending, assetUrl, onAnswer }: Props) {
  const { kind, status, note, approvalId } = approval;
  const heading = useRef<HTMLHeadingElement>(null);
  const wasAnsweredHere = useRef(false);
  const answer = (given: Omit<Answer, "approvalId">) => {
    wasAnsweredHere.current = true;
    onAnswer({ approvalId, ...given });
  };
  useEffect(() => {
    // The buttons are gone, and with them the focus.
    if (status !== "pending" && wasAnsweredHere.current) heading.current?.focus({ preventScroll: true });
  }, [status]);

  return (
    <section class={`approval ${status}`} aria-labelledby={`approval-${approvalId}`}>
      <h3 id={`approval-${approvalId}`} ref={heading} tabIndex={-1}>
        {status === "approved" && <Icon name="check" />}
        {titles[kind]}
      </h3>
      {approval.kind === "render" ? (
        <RenderFactsView facts={approval.facts} assetUrl={assetUrl} />
      ) : (
        <PlanFactsView facts={approval.facts} isOpen={status === "pending"} />
      )}
      {status === "pending" ? (
        <Buttons kind={kind} isSending={isSending} onAnswer={answer} />
      ) : (
        <p class="outcome">
          {outcomes[status]}
          {note && <q>{note}</q>}
        </p>
      )}
    </section>
  );
}

type ButtonsProps = {
  kind: Approval["kind"];
  isSending: boolean;
  onAnswer: (answer: Omit<Answer, "approvalId">) => void;
};

function Buttons({ kind, isSending, onAnswer }: ButtonsProps) {
  const [isRejecting, setRejecting] = useState(false);
  const [note, setNote] = useState("");
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (!isRejecting) return;
    field.current?.focus({ preventScroll: true });
    field.current?.closest(".approval")?.scrollIntoView({ block: "end" });
  }, [isRejecting]);
  const reject = () => onAnswer({ decision: "reject", ...(note.trim() ? { note: note.trim() } : {}) });

  if (!isRejecting) {
    return (
      <div class="approval-actions">
        <button
          type="button"
          class="button primary"
          disabled={isSending}
          onClick={() => onAnswer({ decision: "approve" })}
        >
          {isSending ? "Sending" : yes[kind]}
        </button>
        <button type="button" class="button" disabled={isSending} onClick={() => setRejecting(true)}>
          {no[kind]}
        </button>
      </div>
    );
  }
  return (
    <div class="approval-note">
      <label class="field">
        <span>What should be different? (optional)</span>
        <textarea
          ref={field}
          rows={2}
          maxLength={1_000}
          value={note}
          onInput={(event) => setNote(event.currentTarget.value)}
          onKeyDown={(event) => event.key === "Escape" && setRejecting(false)}
        />
      </label>
      <div class="approval-actions">
        <button type="button" class="button primary" disabled={isSending} onClick={reject}>
          {isSending ? "Sending" : no[kind]}
        </button>
        <button type="button" class="button quiet" disabled={isSending} onClick={() => setRejecting(false)}>
          Back
        </button>
      </div>
    </div>
  );
}
