import { useState } from "preact/hooks";
import type { Render } from "../../../renders/schema.ts";
import type { Room } from "../../../rooms/schema.ts";
import { useAction } from "../../hooks/use-action.ts";
import type { ProjectView } from "./context.ts";
import { Choice, InlineForm } from "./form.tsx";

type Props = { view: ProjectView; room: Room; parent: Render | undefined; onDone: () => void };

/** Asks for a picture of a room: from scratch, from a photo, or as a further version of the last one. */
export function RenderForm({ view, room, parent, onDone }: Props) {
  const photos = (view.project.assets ?? []).filter(
    ({ kind, roomId, contentType }) =>
      kind === "photo" && contentType.startsWith("image/") && (roomId === room.id || roomId === null),
  );
  const [instructions, setInstructions] = useState("");
  const [photo, setPhoto] = useState(photos.find(({ roomId }) => roomId === room.id)?.id ?? "");
  const { isWorking, problem, run } = useAction();
  const ask = async () => {
    const wish = instructions.trim();
    const render = {
      roomId: room.id,
      ...(wish ? { instructions: wish } : {}),
      ...(parent ? { parentId: parent.id } : {}),
      ...(photo ? { baseAssetId: photo } : {}),
    };
    if (await run(() => view.api.createRender(render))) {
      view.refresh("renders");
      onDone();
    }
  };
  return (
    <InlineForm
      label={`Picture of ${room.name}`}
      save="Make the picture"
      isReady
      isWorking={isWorking}
      problem={problem}
      onSave={() => void ask()}
      onCancel={onDone}
    >
      <label class="field">
        <span>{parent ? "What should be different" : "What it should show"} (optional)</span>
        <textarea
          rows={2}
          maxLength={1_000}
          value={instructions}
          placeholder="Darker worktop, open shelves"
          onInput={(event) => setInstructions(event.currentTarget.value)}
        />
      </label>
      {photos.length > 0 && (
        <Choice
          label="Start from"
          value={photo}
          options={[
            { value: "", name: "The room's size and style" },
            ...photos.map(({ id, caption, name }) => ({ value: id, name: `Photo: ${caption ?? name ?? "untitled"}` })),
          ]}
          onChange={setPhoto}
        />
      )}
    </InlineForm>
  );
}
