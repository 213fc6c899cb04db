import { useState } from "preact/hooks";
import type { ChecklistItem, ItemCategory, Priority } from "../../../checklist/schema.ts";
import { formatNumber, formatSlug, minorPerUnit, readNumber } from "../../format.ts";
import { useEdit } from "../../hooks/use-edit.ts";
import { ignoreGone } from "../../http-client.ts";
import { itemCategories, priorityLabels } from "../../labels.ts";
import type { ProjectView } from "./context.ts";
import { Choice, Field, InlineForm } from "./form.tsx";

type Props = { view: ProjectView; roomId: string; item?: ChecklistItem; onDone: () => void };

/** An item's words, weight and estimate; a new item without `item`. */
export function ChecklistItemForm({ view, roomId, item, onDone }: Props) {
  const perUnit = minorPerUnit(view.currency);
  const [description, setDescription] = useState(item?.description ?? "");
  const [category, setCategory] = useState<ItemCategory>(item?.category ?? "other");
  const [priority, setPriority] = useState<Priority>(item?.priority ?? "must");
  const [estimate, setEstimate] = useState(item?.estimateMinor ? formatNumber(item.estimateMinor / perUnit) : "");
  const { isWorking, problem, save } = useEdit(item, () => view.refresh("checklist"));
  const value = readNumber(estimate);
  const isWrong = estimate.trim() !== "" && value === undefined;

  const submit = async () => {
    const estimateMinor = value === undefined ? null : Math.round(value * perUnit);
    const values = { description: description.trim(), category, priority };
    const isSaved = await save((shown) => {
      if (!shown) return view.api.createItem({ ...values, roomId, done: false, estimateMinor });
      // An estimate that nobody touched keeps how it was computed.
      const isTouched = estimateMinor !== (shown.estimateMinor || null);
      return view.api.changeItem(shown, { ...values, ...(isTouched ? { estimateMinor } : {}) });
    });
    if (isSaved) onDone();
  };
  const remove = async () => {
    if (await save(async (shown) => shown && view.api.deleteItem(shown).catch(ignoreGone))) onDone();
  };

  return (
    <InlineForm
      label={item ? `Edit ${item.description}` : "New item"}
      save={item ? "Save" : "Add"}
      isReady={description.trim() !== "" && !isWrong}
      isWorking={isWorking}
      problem={problem}
      onSave={() => void submit()}
      onCancel={onDone}
      extra={
        item && (
          <button type="button" class="small quiet bad end" disabled={isWorking} onClick={() => void remove()}>
            Remove
          </button>
        )
      }
    >
      <Field label="What is needed" value={description} onChange={setDescription} />
      <div class="field-row">
        <Choice
          label="About"
          value={category}
          options={itemCategories.map((slug) => ({ value: slug, name: formatSlug(slug) }))}
          onChange={setCategory}
        />
        <Field
          label="Estimate"
          unit={view.currency}
          isNumber
          value={estimate}
          isWrong={isWrong}
          onChange={setEstimate}
        />
      </div>
      <Choice
        label="How important"
        value={priority}
        options={(Object.keys(priorityLabels) as Priority[]).map((slug) => ({
          value: slug,
          name: priorityLabels[slug],
        }))}
        onChange={setPriority}
      />
      {item?.estimateBasis && <p class="basis">Estimated as {item.estimateBasis}</p>}
    </InlineForm>
  );
}
