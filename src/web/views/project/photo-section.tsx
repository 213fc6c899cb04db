import { useRef, useState } from "preact/hooks";
import { useUploads } from "../../hooks/use-uploads.ts";
import { uploadTypes } from "../../labels.ts";
import { Icon } from "../icons.tsx";
import { UploadList } from "../upload-list.tsx";
import type { ProjectView } from "./context.ts";
import { Choice } from "./form.tsx";
import { PhotoCard } from "./photo-card.tsx";

/** Photos, floor plans and documents: dropped, chosen or taken with the camera. */
export function PhotoSection({ view }: { view: ProjectView }) {
  const { rooms = [], assets } = view.project;
  const [roomId, setRoomId] = useState("");
  const [isOver, setOver] = useState(false);
  const { uploads, add, drop } = useUploads(view.api.url, () => view.refresh("assets"));
  const chooser = useRef<HTMLInputElement>(null);
  const camera = useRef<HTMLInputElement>(null);
  const files = assets?.filter(({ kind }) => kind !== "render") ?? [];
  const send = (list: FileList | null | undefined) => {
    if (list && list.length > 0) add(list, roomId ? { roomId } : {});
  };
  const onChosen = (event: { currentTarget: HTMLInputElement }) => {
    send(event.currentTarget.files);
    // The same file may be chosen again.
    event.currentTarget.value = "";
  };

  return (
    <section class="photos">
      <h3>Photos and plans{files.length > 0 && <span class="count">{files.length}</span>}</h3>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping a file is a shortcut for the buttons in it */}
      <div
        class={isOver ? "drop over" : "drop"}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          send(event.dataTransfer?.files);
        }}
      >
        <p>
          Drop photos, floor plans or PDFs here
          <span class="open"> JPEG, PNG, WebP or PDF</span>
        </p>
        <div class="drop-actions">
          <button type="button" class="small" onClick={() => chooser.current?.click()}>
            <Icon name="plus" />
            Choose files
          </button>
          <button type="button" class="small camera" onClick={() => camera.current?.click()}>
            <Icon name="camera" />
            Take a photo
          </button>
          <input
            ref={chooser}
            class="unseen"
            type="file"
            multiple
            accept={uploadTypes}
            aria-label="Files to upload"
            tabIndex={-1}
            onChange={onChosen}
          />
          <input
            ref={camera}
            class="unseen"
            type="file"
            accept="image/*"
            capture="environment"
            aria-label="Photo to take"
            tabIndex={-1}
            onChange={onChosen}
          />
        </div>
        {rooms.length > 0 && (
          <Choice
            label="They show"
            value={roomId}
            options={[{ value: "", name: "The whole home" }, ...rooms.map(({ id, name }) => ({ value: id, name }))]}
            onChange={setRoomId}
          />
        )}
      </div>
      <UploadList uploads={uploads} onDrop={drop} />
      <ul class="photo-grid">
        {files.map((asset) => (
          <PhotoCard key={asset.id} view={view} asset={asset} rooms={rooms} />
        ))}
      </ul>
    </section>
  );
}
