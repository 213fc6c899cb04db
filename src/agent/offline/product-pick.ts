import type { Room } from "../../rooms/schema.ts";
import type { FoundProduct, PicksInput } from "../tools/schema.ts";
import { tokenize } from "./tokens.ts";
import { chosenByHomeowner as reason, hasChosen, hasWord, quantityOf } from "./product-choice.ts";
import { productsOf } from "./products-found.ts";
import { roomsNamed } from "./named-rooms.ts";
import type { Outlook } from "./outlook.ts";
import type { ProductTalk } from "./product-talk.ts";
import type { PlannedItem } from "./room-items.ts";
import type { Reading, ToolCall } from "./situation.ts";
import { ordinals, roomWords } from "./vocabulary.ts";

/** What came of the homeowner's words about products, once they were looked up. */
export type ProductAnswer =
  | { type: "shown"; talk: ProductTalk; products: FoundProduct[] }
  | { type: "chosen"; product: FoundProduct }
  | { type: "several"; talk: ProductTalk; products: FoundProduct[] }
  | { type: "none"; talk: ProductTalk };

const mostShown = 8;
const wholeShelf = 30;
const fewOfEach = 6;
const emptyWords = new Set(
  "a an the one ones of in with and for my our please instead some that this kind type use take choose pick want like prefer go".split(
    " ",
  ),
);

/** Looks the products up, then picks the one that was chosen: each once in a turn, and where the phase offers it. */
export function productCalls(reading: Reading, outlook: Outlook): ToolCall[] {
  const { products: talk, tools } = reading;
  if (!talk || !tools.has("search_products")) return [];
  const answer = productAnswer(reading);
  if (!answer) return [{ name: "search_products", arguments: queryOf(reading, talk) }];
  if (answer.type !== "chosen" || hasPicked(reading) || !tools.has("pick_product")) return [];
  const picks = picksOf(reading, outlook, answer.product);
  return picks.length > 0 ? [{ name: "pick_product", arguments: { picks } }] : [];
}

/** A product was chosen that can only be picked in an earlier phase. */
export const wantsPick = (reading: Reading) =>
  productAnswer(reading)?.type === "chosen" && !reading.tools.has("pick_product");

/** Whether this turn picked the product that the homeowner chose. */
export const hasPicked = ({ outcomes }: Reading) => hasChosen(outcomes);

/** Undefined before the search. */
export function productAnswer(reading: Reading): ProductAnswer | undefined {
  const { products: talk, outcomes } = reading;
  const query = talk && queryOf(reading, talk);
  const search = outcomes.find(
    ({ name, ok, arguments: given }) => ok && name === "search_products" && Bun.deepEquals(given, query),
  );
  if (!talk || !search) return undefined;
  const products = productsOf(search);
  if (talk.kind === "show") {
    const { thing } = talk;
    const called = thing === undefined ? products : products.filter((product) => hasWord(product, [thing]));
    const shown = called.length > 0 ? called : products;
    if (shown.length === 0) return { type: "none", talk };
    return { type: "shown", talk, products: byPrice(shown).slice(0, mostShown) };
  }
  const name = nameIn(reading, talk);
  const found = bestOf(products, wordsOf(name.replace(superlatives, "")), wordsOf(talk.shelf ?? ""));
  const [best, ...others] = least.test(name)
    ? byPrice(found).slice(0, 1)
    : most.test(name)
      ? byPrice(found).slice(-1)
      : found;
  if (!best) return { type: "none", talk };
  return others.length === 0
    ? { type: "chosen", product: best }
    : { type: "several", talk, products: byPrice([best, ...others]).slice(0, mostShown) };
}

const least = /\b(cheapest|least expensive|least dear)\b/i;
const most = /\b(dearest|most expensive|best)\b/i;
const superlatives = /\b(cheapest|least expensive|least dear|dearest|most expensive|best)\b/gi;

const byPrice = (products: readonly FoundProduct[]) => products.toSorted((a, b) => a.price - b.price);

function queryOf(reading: Reading, talk: ProductTalk) {
  const { category } = talk;
  const [room, ...others] = roomsMeant(reading);
  const roomType = room && others.every(({ type }) => type === room.type) ? room.type : undefined;
  const shelf = {
    ...(category && { categories: [category] }),
    ...(category && roomType && { roomType }),
    perCategory: category ? wholeShelf - 1 : fewOfEach,
  };
  if (talk.kind === "show") return shelf;
  const query = nameIn(reading, talk).replace(superlatives, "").trim().slice(0, 200);
  return query === "" ? shelf : { query, ...shelf };
}

/** The chosen product in words: its name where the planner has just listed it, also by “the first one” or “the cheapest”. */
function nameIn({ before }: Reading, { words }: ProductTalk): string {
  const said = words.replace(/\s+(?:for|in) (?:the |my |our )?[\p{L} ]+$/u, (tail) => (namesRoom(tail) ? "" : tail));
  const answer = before.findLast(({ from }) => from === "planner")?.text ?? "";
  const listed = [...answer.matchAll(/^- \*\*(.+?)\*\*, /gm)].map(([, name = ""]) => name);
  const spoken = said.toLowerCase();
  const exact = listed.filter((name) => spoken.includes(name.toLowerCase()));
  if (exact.length === 1) return exact[0] ?? said;
  // The list goes from the least dear to the dearest.
  if (least.test(spoken)) return listed[0] ?? said;
  if (most.test(spoken) || /\blast\b/.test(spoken)) return listed.at(-1) ?? said;
  for (const [word, place] of ordinals) if (spoken.split(/\W+/).includes(word)) return listed[place - 1] ?? said;
  return said;
}

const namesRoom = (text: string) => tokenize(text).some((_, at, tokens) => roomWords(tokens, at)?.value !== undefined);

const wordsOf = (text: string) =>
  (text.toLowerCase().match(/\p{L}+/gu) ?? []).filter((word) => !emptyWords.has(word)).map(singular);
const singular = (word: string) => (word.length > 3 ? word.replace(/s$/, "") : word);

/** The products that have every word, those with most of them in the name first; several only where nothing tells them apart. */
function bestOf(products: readonly FoundProduct[], said: readonly string[], shelf: readonly string[]): FoundProduct[] {
  // “The oak floor” is any floor of oak, whatever it is called.
  const words = said.filter((word) => !shelf.includes(word));
  if (words.length === 0) return shelf.length > 0 && said.length > 0 ? [...products] : [];
  const scored = products.flatMap((product) => {
    const name = wordsOf(product.name);
    const all = new Set([...name, ...wordsOf(`${product.summary} ${product.category} ${product.materials.join(" ")}`)]);
    if (!words.every((word) => all.has(word))) return [];
    const inName = words.filter((word) => name.includes(word)).length;
    const isWhole = inName === words.length && name.length === new Set(words).size;
    return [{ product, score: inName + (isWhole ? 1 : 0) }];
  });
  const best = Math.max(0, ...scored.map(({ score }) => score));
  return scored.filter(({ score }) => score === best && score > 0).map(({ product }) => product);
}

/** The rooms that the homeowner names, else all. */
function roomsMeant(reading: Reading): Room[] {
  const named = roomsNamed(reading);
  return named.length > 0 ? named : reading.project.rooms;
}

/** The product in the place of what was picked for the items that it fits; without such an item it is for the room itself. */
function picksOf(reading: Reading, { known }: Outlook, product: FoundProduct): PicksInput["picks"] {
  const { picks } = reading.project;
  const rooms = roomsMeant(reading);
  const items = known.filter((item) => rooms.some(({ id }) => id === item.room.id) && fits(item, product));
  const [only, ...others] = rooms;
  if (items.length === 0)
    return only && others.length === 0 ? [{ roomId: only.id, product: product.slug, quantity: 1, reason }] : [];
  return items.flatMap((item): PicksInput["picks"] => {
    if (item.id === undefined) return [];
    const old = picks.filter(({ itemId }) => itemId === item.id);
    const same = old.find(({ productSlug }) => productSlug === product.slug);
    const gone = old.filter((pick) => pick !== same).map(({ id }) => ({ pickId: id, remove: true }));
    if (same) return [...gone, { pickId: same.id, reason }];
    const quantity = quantityOf(product, item.buy?.amount ?? 1);
    return [...gone, { roomId: item.room.id, itemId: item.id, product: product.slug, quantity, reason }];
  });
}

const fits = ({ buy, category, done }: PlannedItem, product: FoundProduct) =>
  buy !== undefined && !done && category === product.category && hasWord(product, buy.words);
