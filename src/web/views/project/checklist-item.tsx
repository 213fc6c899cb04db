import { useState } from "preact/hooks";
import type { ChecklistItem } from "../../../checklist/schema.ts";
import type { ProductPick } from "../../../picks/schema.ts";
import { formatRound } from "../../format.ts";
import { useAction } from "../../hooks/use-action.ts";
import { useDisclosure } from "../../hooks/use-disclosure.ts";
import { Icon } from "../icons.tsx";
import { ProblemNotice } from "../problem-notice.tsx";
import { ChecklistItemForm } from "./checklist-item-form.tsx";
import type { ProjectView } from "./context.ts";
import { costOf } from "./item-cost.ts";

/** One thing to do or to buy: ticked by its box, changed by its pencil. */
export function ChecklistItemLine(props: { view: ProjectView; item: ChecklistItem; picks: ProductPick[] }) {
  const { view, item, picks } = props;
  const form = useDisclosure();
  /** What was clicked, until the service says so too. */
  const [wished, setWished] = useState<boolean>();
  const { problem, run, isWorking } = useAction();
  const isDone = wished ?? item.done;
  const cost = costOf(item, picks);

  const tick = async (done: boolean) => {
    setWished(done);
    await run(() => view.api.tickItem(item.id, done));
    setWished(undefined);
  };
  if (form.isOpen) {
    return (
      <li class="item">
        <ChecklistItemForm view={view} roomId={item.roomId} item={item} onDone={form.close} />
      </li>
    );
  }
  return (
    <li class={isDone ? "item done" : "item"}>
      <label class="item-label">
        <input
          type="checkbox"
          checked={isDone}
          aria-busy={isWorking}
          onChange={(event) => void tick(event.currentTarget.checked)}
        />
        <span>
          <span class="item-text">{item.description}</span>
          {picks.map((pick) => (
            <span key={pick.id} class="item-pick">
              {pick.productName}
            </span>
          ))}
          {item.priority !== "must" && (
            <span class={`tag ${item.priority}`}>{item.priority === "nice" ? "nice to have" : "optional"}</span>
          )}
        </span>
      </label>
      <span class="item-cost" title={item.estimateBasis ?? undefined}>
        {cost > 0 ? formatRound(cost, view.currency) : <span class="open">open</span>}
      </span>
      <button
        ref={form.opener}
        type="button"
        class="icon-button slim"
        aria-label={`Edit ${item.description}`}
        title="Edit"
        onClick={form.open}
      >
        <Icon name="pencil" />
      </button>
      {problem && <ProblemNotice problem={problem} />}
    </li>
  );
}
