import { useState } from "preact/hooks";
import type { Product, ProductCategory } from "../../../catalog/schema.ts";
import type { Room } from "../../../rooms/schema.ts";
import { formatMoney, formatNumber, formatSlug } from "../../format.ts";
import { useAction } from "../../hooks/use-action.ts";
import { useProductSearch } from "../../hooks/use-product-search.ts";
import { productCategories, unitLabels } from "../../labels.ts";
import { Icon } from "../icons.tsx";
import { Modal } from "../modal.tsx";
import { ProblemNotice } from "../problem-notice.tsx";
import type { ProjectView } from "./context.ts";
import { Choice } from "./form.tsx";

type Props = { view: ProjectView; rooms: Room[]; room: Room; onClose: () => void };

/** The catalogue, searched while one types; what is picked goes to the chosen room. */
export function ProductDialog({ view, rooms, room, onClose }: Props) {
  const [query, setQuery] = useState("");
  const [category, setCategory] = useState<ProductCategory | "">("");
  const [roomId, setRoomId] = useState(room.id);
  const current = rooms.find(({ id }) => id === roomId) ?? room;
  const { products, problem } = useProductSearch(view.catalogue, {
    currency: view.currency,
    roomType: current.type,
    ...(query.trim() ? { query: query.trim() } : {}),
    ...(category ? { category } : {}),
  });

  return (
    <Modal kind="dialog wide" label="Find a product" onClose={onClose}>
      <div class="dialog-body">
        <div class="dialog-head">
          <h2>Find a product</h2>
          <button type="button" class="icon-button" aria-label="Close" onClick={onClose}>
            <Icon name="close" />
          </button>
        </div>
        <div class="field-row search">
          <label class="field">
            <span>Words</span>
            <input
              type="search"
              value={query}
              placeholder="oak floor, black tap…"
              autofocus
              onInput={(event) => setQuery(event.currentTarget.value)}
            />
          </label>
          <Choice
            label="Shelf"
            value={category}
            options={[
              { value: "", name: "All" },
              ...productCategories.map((value) => ({ value, name: formatSlug(value) })),
            ]}
            onChange={setCategory}
          />
          {rooms.length > 1 && (
            <Choice
              label="For"
              value={roomId}
              options={rooms.map(({ id, name }) => ({ value: id, name }))}
              onChange={setRoomId}
            />
          )}
        </div>
        {problem && <ProblemNotice problem={problem} />}
        <p class="unseen" role="status">
          {products && `${products.length} products found`}
        </p>
        {products?.length === 0 && <p class="open">Nothing fits. Try fewer words or another shelf.</p>}
        <ul class="products">
          {products?.map((product) => (
            <ProductLine key={product.slug} view={view} product={product} room={current} />
          ))}
        </ul>
      </div>
    </Modal>
  );
}

function ProductLine({ view, product, room }: { view: ProjectView; product: Product; room: Room }) {
  const { isWorking, problem, run } = useAction();
  const picked = view.project.picks?.filter(
    ({ productSlug, roomId }) => productSlug === product.slug && roomId === room.id,
  );
  const isPicked = (picked?.length ?? 0) > 0;
  const style = view.project.session?.styleSlug;
  const quantity = usualQuantity(product, room);
  const pick = () =>
    run(() =>
      view.api.createPick({ roomId: room.id, itemId: null, productSlug: product.slug, quantity, reason: null }),
    );
  return (
    <li class="product">
      <span>
        <span class="pick-name">{product.name}</span>
        <span class="pick-facts">{product.summary}</span>
        {style && product.styles.includes(style) && <span class="tag nice">suits {formatSlug(style)}</span>}
      </span>
      <span class="product-price">
        {formatMoney(product.priceMinor, product.currency)}
        {product.unit !== "piece" && <span class="open"> per {unitLabels[product.unit]}</span>}
      </span>
      <button type="button" class="small" disabled={isWorking} onClick={() => void pick()}>
        <Icon name={isPicked ? "check" : "plus"} />
        {isPicked ? "Pick again" : "Pick"}
        <span class="unseen"> {product.name}</span>
        {quantity !== 1 && (
          <span class="open">
            {" "}
            {formatNumber(quantity)} {unitLabels[product.unit]}
          </span>
        )}
      </button>
      {problem && <ProblemNotice problem={problem} />}
    </li>
  );
}

/** What is sold by the square metre covers the floor; of anything else there is one. */
const usualQuantity = ({ unit }: Product, { areaM2 }: Room) =>
  unit === "m2" && areaM2 ? Math.round(areaM2 * 110) / 100 : 1;
