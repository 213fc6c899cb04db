import { useState } from "preact/hooks";
import type { ProductPick } from "../../../picks/schema.ts";
import type { Room } from "../../../rooms/schema.ts";
import { formatMoney, formatNumber, formatRound } from "../../format.ts";
import { useAction } from "../../hooks/use-action.ts";
import { ignoreGone } from "../../http-client.ts";
import { unitLabels } from "../../labels.ts";
import { Icon } from "../icons.tsx";
import { ProblemNotice } from "../problem-notice.tsx";
import type { ProjectView } from "./context.ts";
import { ProductDialog } from "./product-dialog.tsx";

/** What will be bought, room by room, and the way to the catalogue. */
export function ProductsTab({ view }: { view: ProjectView }) {
  const { rooms, picks } = view.project;
  const [isSearching, setSearching] = useState<Room>();
  if (!rooms || !picks) return <p class="open">Reading the products…</p>;
  const [firstRoom] = rooms;
  const total = picks.reduce((sum, { costMinor }) => sum + costMinor, 0);
  return (
    <>
      <div class="tab-head">
        <p>
          {picks.length === 0 ? (
            <span class="open">Nothing is picked yet.</span>
          ) : (
            <>
              <strong>{formatRound(total, view.currency)}</strong> <span class="open">for all products</span>
            </>
          )}
        </p>
        {firstRoom && (
          <button type="button" class="small" onClick={() => setSearching(firstRoom)}>
            <Icon name="search" />
            Find a product
          </button>
        )}
      </div>
      {picks.length === 0 && (
        <p class="open empty-tab">
          The agent proposes products that suit the style and the budget. You can look through the catalogue yourself,
          too.
        </p>
      )}
      {rooms.map((room) => {
        const mine = picks.filter(({ roomId }) => roomId === room.id);
        return (
          mine.length > 0 && (
            <section key={room.id} class="picks">
              <h3>
                {room.name}
                <span class="count">{formatNumber(mine.length)}</span>
                <span class="sum">
                  {formatRound(
                    mine.reduce((sum, { costMinor }) => sum + costMinor, 0),
                    view.currency,
                  )}
                </span>
              </h3>
              <ul>
                {mine.map((pick) => (
                  <PickLine key={pick.id} view={view} pick={pick} />
                ))}
              </ul>
            </section>
          )
        );
      })}
      {isSearching && (
        <ProductDialog view={view} rooms={rooms} room={isSearching} onClose={() => setSearching(undefined)} />
      )}
    </>
  );
}

function PickLine({ view, pick }: { view: ProjectView; pick: ProductPick }) {
  const { isWorking, problem, run } = useAction();
  const remove = () =>
    run(async () => {
      try {
        await view.api.deletePick(pick).catch(ignoreGone);
      } finally {
        view.refresh("picks");
      }
    });
  return (
    <li class="pick">
      <span>
        <span class="pick-name">{pick.productName}</span>
        <span class="pick-facts">
          {formatNumber(pick.quantity)} {unitLabels[pick.unit]} × {formatMoney(pick.unitPriceMinor, view.currency)}
          {!pick.available && <span class="tag bad">no longer in the catalogue</span>}
        </span>
      </span>
      <span class="item-cost">{formatRound(pick.costMinor, view.currency)}</span>
      <button
        type="button"
        class="icon-button slim"
        aria-label={`Remove ${pick.productName}`}
        title="Remove"
        disabled={isWorking}
        onClick={() => void remove()}
      >
        <Icon name="cross" />
      </button>
      {problem && <ProblemNotice problem={problem} />}
    </li>
  );
}
