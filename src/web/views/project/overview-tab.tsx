import { formatMoney } from "../../format.ts";
import { useDisclosure } from "../../hooks/use-disclosure.ts";
import { Icon } from "../icons.tsx";
import { BudgetForm } from "./budget-form.tsx";
import type { ProjectView } from "./context.ts";
import { Documents } from "./documents.tsx";
import { RoomCard } from "./room-card.tsx";
import { RoomForm } from "./room-form.tsx";
import { StyleFact } from "./style-fact.tsx";

/** The renovation in short: money, style and rooms; and what can be taken along. */
export function OverviewTab({ view }: { view: ProjectView }) {
  const { session, rooms, budget } = view.project;
  const budgetForm = useDisclosure();
  const roomForm = useDisclosure();
  const hasBudget = session?.budgetMinor != null;

  return (
    <>
      <dl class="facts">
        <div class="fact">
          <dt>Budget</dt>
          <dd>
            {budgetForm.isOpen && session ? (
              <BudgetForm view={view} session={session} onDone={budgetForm.close} />
            ) : (
              <>
                {hasBudget ? (
                  formatMoney(session.budgetMinor ?? 0, view.currency)
                ) : (
                  <span class="open">Not known yet</span>
                )}
                <button ref={budgetForm.opener} type="button" class="link" onClick={budgetForm.open}>
                  {hasBudget ? "Change" : "Set"}
                  <span class="unseen"> the budget</span>
                </button>
              </>
            )}
          </dd>
        </div>
        <StyleFact view={view} />
        {session && session.constraints.length > 0 && (
          <div class="fact">
            <dt>To keep in mind</dt>
            <dd>
              <ul class="plain">
                {session.constraints.map((constraint) => (
                  <li key={constraint}>{constraint}</li>
                ))}
              </ul>
            </dd>
          </div>
        )}
      </dl>
      <h3>
        Rooms{rooms && rooms.length > 0 && <span class="count">{rooms.length}</span>}
        {!roomForm.isOpen && (
          <button ref={roomForm.opener} type="button" class="small quiet add" onClick={roomForm.open}>
            <Icon name="plus" />
            Add a room
          </button>
        )}
      </h3>
      {roomForm.isOpen && <RoomForm view={view} onDone={roomForm.close} />}
      {rooms?.length === 0 && !roomForm.isOpen && (
        <p class="open">Rooms appear here as you mention them. You can also add them yourself.</p>
      )}
      <ul class="rooms">
        {rooms?.map((room) => (
          <RoomCard
            key={room.id}
            view={view}
            room={room}
            spentMinor={budget?.rooms.find(({ roomId }) => roomId === room.id)?.allocatedMinor ?? 0}
          />
        ))}
      </ul>
      {rooms && rooms.length > 0 && <Documents view={view} />}
    </>
  );
}
