import type { ChecklistItem } from "../../../checklist/schema.ts";
import type { Room } from "../../../rooms/schema.ts";
import { formatNumber, formatRound } from "../../format.ts";
import { useDisclosure } from "../../hooks/use-disclosure.ts";
import { Icon } from "../icons.tsx";
import { ChecklistItemLine } from "./checklist-item.tsx";
import { ChecklistItemForm } from "./checklist-item-form.tsx";
import type { ProjectView } from "./context.ts";
import { costOf } from "./item-cost.ts";

/** Every room's items, to be ticked off and changed. */
export function ChecklistTab({ view }: { view: ProjectView }) {
  const { rooms, checklist } = view.project;
  if (!rooms || !checklist) return <p class="open">Reading the checklist…</p>;
  if (rooms.length === 0) {
    return <p class="open empty-tab">Once there is a room, the agent writes down here what it needs.</p>;
  }
  return (
    <>
      {checklist.length === 0 && (
        <p class="open empty-tab">
          Nothing is listed yet. Tell the agent to go on, or add what you know is needed yourself.
        </p>
      )}
      {rooms.map((room) => (
        <RoomChecklist
          key={room.id}
          view={view}
          room={room}
          items={checklist.filter(({ roomId }) => roomId === room.id)}
        />
      ))}
    </>
  );
}

function RoomChecklist({ view, room, items }: { view: ProjectView; room: Room; items: ChecklistItem[] }) {
  const form = useDisclosure();
  const done = items.filter((item) => item.done).length;
  const picks = view.project.picks ?? [];
  const pickedFor = (item: ChecklistItem) => picks.filter(({ itemId }) => itemId === item.id);
  const cost = items
    .filter(({ priority }) => priority !== "optional")
    .reduce((sum, item) => sum + costOf(item, pickedFor(item)), 0);
  return (
    <section class="checklist">
      <h3>
        {room.name}
        {items.length > 0 && (
          <span class="count">
            {formatNumber(done)} of {formatNumber(items.length)} done
          </span>
        )}
        {cost > 0 && <span class="sum">{formatRound(cost, view.currency)}</span>}
      </h3>
      {items.length > 0 && (
        <progress class="progress" value={done} max={items.length} aria-label={`${room.name}: done`} />
      )}
      <ul class="items">
        {items.map((item) => (
          <ChecklistItemLine key={item.id} view={view} item={item} picks={pickedFor(item)} />
        ))}
      </ul>
      {form.isOpen ? (
        <ChecklistItemForm view={view} roomId={room.id} onDone={form.close} />
      ) : (
        <button ref={form.opener} type="button" class="small quiet add-line" onClick={form.open}>
          <Icon name="plus" />
          Add an item<span class="unseen"> to {room.name}</span>
        </button>
      )}
    </section>
  );
}
