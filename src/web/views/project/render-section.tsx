import { useState } from "preact/hooks";
import type { Render } from "../../../renders/schema.ts";
import type { Room } from "../../../rooms/schema.ts";
import { useDisclosure } from "../../hooks/use-disclosure.ts";
import { Icon } from "../icons.tsx";
import { Picture } from "../picture.tsx";
import type { ProjectView } from "./context.ts";
import { RenderCard } from "./render-card.tsx";
import { RenderForm } from "./render-form.tsx";

/** Pictures of the rooms as they could be; each room's newest is open, the older ones below it. */
export function RenderSection({ view, rooms }: { view: ProjectView; rooms: Room[] }) {
  const { renders = [] } = view.project;
  const all = renders ?? [];
  return (
    <section class="renders">
      {rooms.map((room) => (
        <RoomRenders key={room.id} view={view} room={room} renders={all.filter(({ roomId }) => roomId === room.id)} />
      ))}
    </section>
  );
}

function RoomRenders({ view, room, renders }: { view: ProjectView; room: Room; renders: Render[] }) {
  const form = useDisclosure();
  const [chosenId, setChosenId] = useState<string>();
  const newestFirst = renders.toSorted((a, b) => b.version - a.version);
  const shown = newestFirst.find(({ id }) => id === chosenId) ?? newestFirst[0];
  return (
    <>
      <h3>
        {room.name}
        {!form.isOpen && (
          <button ref={form.opener} type="button" class="small quiet add" onClick={form.open}>
            <Icon name="spark" />
            {shown ? "Another picture" : "Make a picture"}
            <span class="unseen"> of {room.name}</span>
          </button>
        )}
      </h3>
      {form.isOpen && (
        <RenderForm
          view={view}
          room={room}
          parent={newestFirst.find(({ status }) => status === "ready")}
          onDone={() => {
            setChosenId(undefined);
            form.close();
          }}
        />
      )}
      {!shown && !form.isOpen && <p class="open">No picture of this room yet.</p>}
      {shown && <RenderCard key={shown.id} view={view} render={shown} />}
      {newestFirst.length > 1 && (
        <ul class="versions" aria-label={`Pictures of ${room.name}`}>
          {newestFirst.map((render) => (
            <li key={render.id}>
              <button
                type="button"
                aria-pressed={render.id === shown?.id}
                aria-label={`Version ${render.version}`}
                onClick={() => setChosenId(render.id)}
              >
                {render.assetId ? (
                  <Picture src={view.api.assetUrl(render.assetId, 160)} alt="" />
                ) : (
                  <span class="open">{render.status}</span>
                )}
                <span class="version-number">{render.version}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
