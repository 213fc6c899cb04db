import { useState } from "preact/hooks";
import type { Room, RoomChange, RoomType } from "../../../rooms/schema.ts";
import { formatNumber, formatSlug, metres, minorPerUnit, readNumber } from "../../format.ts";
import { useEdit } from "../../hooks/use-edit.ts";
import { ignoreGone } from "../../http-client.ts";
import { roomTypes } from "../../labels.ts";
import { ConfirmDialog } from "../question.tsx";
import type { ProjectView } from "./context.ts";
import { Choice, Field, InlineForm } from "./form.tsx";

type Sides = "width" | "length" | "height";
const centimetres = (text: string) => {
  const value = readNumber(text);
  return value === undefined ? null : Math.round(value * 100);
};

/** A room's name, use, size and limit; a new room without `room`. */
export function RoomForm({ view, room, onDone }: { view: ProjectView; room?: Room; onDone: () => void }) {
  const perUnit = minorPerUnit(view.currency);
  const [type, setType] = useState<RoomType>(room?.type ?? "kitchen");
  const [name, setName] = useState(room?.name ?? "");
  const [sides, setSides] = useState<Record<Sides, string>>({
    width: room?.widthCm ? metres(room.widthCm) : "",
    length: room?.lengthCm ? metres(room.lengthCm) : "",
    height: room?.heightCm ? metres(room.heightCm) : "",
  });
  const [limit, setLimit] = useState(room?.budgetMinor ? formatNumber(room.budgetMinor / perUnit) : "");
  const [isAsking, setAsking] = useState(false);
  const { isWorking, problem, save } = useEdit(room, () => view.refresh("rooms"));
  const isWrong = (text: string) => text.trim() !== "" && readNumber(text) === undefined;
  const isReady = ![...Object.values(sides), limit].some(isWrong) && (!room || name.trim() !== "");

  const submit = async () => {
    const limitValue = readNumber(limit);
    const values = {
      type,
      widthCm: centimetres(sides.width),
      lengthCm: centimetres(sides.length),
      heightCm: centimetres(sides.height),
      budgetMinor: limitValue === undefined ? null : Math.round(limitValue * perUnit),
      ...(name.trim() ? { name: name.trim() } : {}),
    };
    const isSaved = await save(async (shown) => {
      if (!shown) return view.api.createRoom(values);
      const change = changesOf(shown, values);
      return Object.keys(change).length > 0 ? view.api.changeRoom(shown, change) : undefined;
    });
    if (isSaved) onDone();
  };
  const remove = async () => {
    if (room) await view.api.deleteRoom(room).catch(ignoreGone);
  };
  const side = (key: Sides, label: string) => (
    <Field
      label={label}
      unit="m"
      isNumber
      value={sides[key]}
      isWrong={isWrong(sides[key])}
      onChange={(value) => setSides({ ...sides, [key]: value })}
    />
  );

  return (
    <InlineForm
      label={room ? `Edit ${room.name}` : "New room"}
      save={room ? "Save" : "Add the room"}
      isReady={isReady}
      isWorking={isWorking}
      problem={problem}
      onSave={() => void submit()}
      onCancel={onDone}
      extra={
        room && (
          <button type="button" class="small quiet bad end" onClick={() => setAsking(true)}>
            Remove
          </button>
        )
      }
    >
      <div class="field-row">
        <Field label="Name" value={name} maxLength={80} onChange={setName} />
        <Choice
          label="Used as"
          value={type}
          options={roomTypes.map((value) => ({ value, name: formatSlug(value) }))}
          onChange={setType}
        />
      </div>
      <div class="field-row">
        {side("width", "Width")}
        {side("length", "Length")}
        {side("height", "Height")}
      </div>
      <Field
        label="At most, for this room"
        unit={view.currency}
        isNumber
        value={limit}
        isWrong={isWrong(limit)}
        onChange={setLimit}
      />
      {isAsking && room && (
        <ConfirmDialog
          title={`Remove ${room.name}?`}
          confirm="Remove"
          onConfirm={remove}
          onClose={() => setAsking(false)}
        >
          <p>Its checklist and products go with it, and its work is taken out of the plan.</p>
        </ConfirmDialog>
      )}
    </InlineForm>
  );
}

/** Only what is different: a side that nobody touched must not undo what somebody else entered. */
function changesOf(room: Room, values: RoomChange): RoomChange {
  const isDifferent = ([key, value]: [string, unknown]) => room[key as keyof Room] !== value;
  return Object.fromEntries(Object.entries(values).filter(isDifferent));
}
