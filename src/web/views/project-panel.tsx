import type { ComponentChildren } from "preact";
import type { Room } from "../../rooms/schema.ts";
import { formatMoney, formatSize, formatSlug } from "../format.ts";
import type { Project } from "../hooks/use-project.ts";
import { ProblemNotice } from "./problem-notice.tsx";

/** What is known of the renovation so far; it fills while one talks. */
export function ProjectPanel({ session, rooms, problem }: Project) {
  const hasBudget = session?.budgetMinor != null;
  return (
    <div class="project">
      <h2>Your project</h2>
      {problem && <ProblemNotice problem={problem} />}
      <dl class="facts">
        <Fact name="Budget">
          {hasBudget ? (
            <span class="figure">{formatBudget(session.budgetMinor ?? 0, session.currency)}</span>
          ) : (
            <span class="open">Not known yet</span>
          )}
        </Fact>
        <Fact name="Style">
          {session?.styleSlug ? formatSlug(session.styleSlug) : <span class="open">Not chosen yet</span>}
        </Fact>
      </dl>
      <h3>Rooms{rooms && rooms.length > 0 && <span class="count">{rooms.length}</span>}</h3>
      {rooms?.length === 0 && <p class="open">Rooms appear here as you mention them.</p>}
      <ul class="rooms">
        {rooms?.map((room) => (
          <RoomCard key={room.id} room={room} currency={session?.currency ?? null} />
        ))}
      </ul>
    </div>
  );
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div class="fact">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function RoomCard({ room, currency }: { room: Room; currency: string | null }) {
  const size = formatSize(room);
  const type = formatSlug(room.type);
  return (
    <li class="room">
      <h4>{room.name}</h4>
      {type.toLowerCase() !== room.name.toLowerCase() && <p class="room-type">{type}</p>}
      {size.length > 0 ? (
        <p class="room-size">
          {size.map((part) => (
            <span key={part}>{part}</span>
          ))}
        </p>
      ) : (
        <p class="open">Size not known yet</p>
      )}
      {room.budgetMinor !== null && <p class="room-budget">{formatBudget(room.budgetMinor, currency)}</p>}
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

/** An amount whose currency nobody named yet is a plain number. */
const formatBudget = (minor: number, currency: string | null) =>
  currency ? formatMoney(minor, currency) : new Intl.NumberFormat().format(minor / 100);
