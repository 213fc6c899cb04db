import { useState } from "preact/hooks";
import type { Asset } from "../../../assets/schema.ts";
import type { Room } from "../../../rooms/schema.ts";
import { useAction } from "../../hooks/use-action.ts";
import { ignoreGone } from "../../http-client.ts";
import { assetKindLabels } from "../../labels.ts";
import { Icon } from "../icons.tsx";
import { Picture } from "../picture.tsx";
import { ConfirmDialog } from "../question.tsx";
import type { ProjectView } from "./context.ts";
import { Choice, Field, InlineForm } from "./form.tsx";

const kinds = ["photo", "floor_plan", "document"] as const;
type Kind = (typeof kinds)[number];

/** One file, with what it shows. */
export function PhotoCard({ view, asset, rooms }: { view: ProjectView; asset: Asset; rooms: Room[] }) {
  const [open, setOpen] = useState<"form" | "deletion">();
  const room = rooms.find(({ id }) => id === asset.roomId);
  const title = asset.caption ?? asset.name ?? assetKindLabels[asset.kind];
  const isPicture = asset.contentType.startsWith("image/");
  return (
    <li class={open === "form" ? "photo editing" : "photo"}>
      <a href={view.api.assetUrl(asset.id)} target="_blank" rel="noopener" class="photo-frame">
        {isPicture ? (
          <Picture src={view.api.assetUrl(asset.id, 480)} alt={title} />
        ) : (
          <span class="photo-file">
            <Icon name="file" />
            {asset.name ?? "PDF"}
          </span>
        )}
      </a>
      {open === "form" ? (
        <PhotoForm view={view} asset={asset} rooms={rooms} onDone={() => setOpen(undefined)} />
      ) : (
        <div class="photo-text">
          <span class="photo-title">{title}</span>
          <span class="open">{room?.name ?? assetKindLabels[asset.kind]}</span>
          <span class="photo-actions">
            <button
              type="button"
              class="icon-button slim"
              aria-label={`Describe ${title}`}
              title="Describe"
              onClick={() => setOpen("form")}
            >
              <Icon name="pencil" />
            </button>
            <button
              type="button"
              class="icon-button slim"
              aria-label={`Delete ${title}`}
              title="Delete"
              onClick={() => setOpen("deletion")}
            >
              <Icon name="bin" />
            </button>
          </span>
        </div>
      )}
      {open === "deletion" && (
        <ConfirmDialog
          title="Delete this file?"
          confirm="Delete"
          onConfirm={() => view.api.deleteAsset(asset.id).catch(ignoreGone)}
          onClose={() => setOpen(undefined)}
        >
          <p>
            <strong>{title}</strong> will be gone for you and the agent.
          </p>
        </ConfirmDialog>
      )}
    </li>
  );
}

function PhotoForm(props: { view: ProjectView; asset: Asset; rooms: Room[]; onDone: () => void }) {
  const { view, asset, rooms, onDone } = props;
  const [caption, setCaption] = useState(asset.caption ?? "");
  const [roomId, setRoomId] = useState(asset.roomId ?? "");
  const [kind, setKind] = useState<Kind>(asset.kind === "render" ? "photo" : asset.kind);
  const { isWorking, problem, run } = useAction();
  const save = async () => {
    const change = { caption: caption.trim() || null, roomId: roomId || null, kind };
    if (await run(() => view.api.changeAsset(asset.id, change))) onDone();
  };
  return (
    <InlineForm
      label="Describe the file"
      save="Save"
      isReady
      isWorking={isWorking}
      problem={problem}
      onSave={() => void save()}
      onCancel={onDone}
    >
      <Field label="What it shows" value={caption} maxLength={500} onChange={setCaption} />
      <Choice
        label="Room"
        value={roomId}
        options={[{ value: "", name: "The whole home" }, ...rooms.map(({ id, name }) => ({ value: id, name }))]}
        onChange={setRoomId}
      />
      <Choice
        label="Kind"
        value={kind}
        options={kinds.map((value) => ({ value, name: assetKindLabels[value] }))}
        onChange={setKind}
      />
    </InlineForm>
  );
}
