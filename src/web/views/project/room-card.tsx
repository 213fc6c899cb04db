import type { Room } from "../../../rooms/schema.ts";
import { formatMoney, formatRound, formatSize, formatSlug } from "../../format.ts";
import { useDisclosure } from "../../hooks/use-disclosure.ts";
import { Icon } from "../icons.tsx";
import { Picture } from "../picture.tsx";
import type { ProjectView } from "./context.ts";
import { RoomForm } from "./room-form.tsx";

/** A room as it is known; its pencil turns it into a form. */
export function RoomCard({ view, room, spentMinor }: { view: ProjectView; room: Room; spentMinor: number }) {
  const form = useDisclosure();
  const { currency } = view;
  const type = formatSlug(room.type);
  const size = formatSize(room);
  const photo = view.project.assets?.findLast(({ roomId, kind }) => roomId === room.id && kind === "photo");
  if (form.isOpen) {
    return (
      <li class="room">
        <RoomForm view={view} room={room} onDone={form.close} />
      </li>
    );
  }
  return (
    <li class="room">
      <div class="room-head">
        <div>
          <h4>{room.name}</h4>
          {type.toLowerCase() !== room.name.toLowerCase() && <p class="room-type">{type}</p>}
        </div>
        {photo && <Picture class="room-photo" src={view.api.assetUrl(photo.id, 160)} alt="" />}
        <button
          ref={form.opener}
          type="button"
          class="icon-button slim"
          aria-label={`Edit ${room.name}`}
          title="Edit"
          onClick={form.open}
        >
          <Icon name="pencil" />
        </button>
      </div>
      {size.length > 0 ? (
        <p class="room-size">
          {size.map((part) => (
            <span key={part}>{part}</span>
          ))}
        </p>
      ) : (
        <p class="open">Size not known yet</p>
      )}
      {(room.budgetMinor !== null || spentMinor > 0) && (
        <p class="room-budget">
          {spentMinor > 0 && <>{formatRound(spentMinor, currency)} </>}
          {room.budgetMinor !== null && (
            <span class="open">
              {spentMinor > 0 ? "of " : "at most "}
              {formatMoney(room.budgetMinor, currency)}
            </span>
          )}
          {room.budgetMinor === null && <span class="open">without the reserve</span>}
        </p>
      )}
      {room.requirements.length > 0 && (
        <ul class="requirements">
          {room.requirements.map((requirement) => (
            <li key={requirement}>{requirement}</li>
          ))}
        </ul>
      )}
      {room.notes && <p class="room-notes">{room.notes}</p>}
    </li>
  );
}
