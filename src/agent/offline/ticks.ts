import { rateBySlug } from "../../prices/estimate.ts";
import type { Trade } from "../../prices/schema.ts";
import { itemsNamed } from "./item-edits.ts";
import { createLexicon } from "./lexicon.ts";
import type { PlannedItem } from "./room-items.ts";
import { clausesOf } from "./talk.ts";
import { readText, type Text } from "./text.ts";
import { negations, roomWords } from "./vocabulary.ts";

/** What a message says is done, or is not done after all. */
export type Tick = { item: PlannedItem; done: boolean };

const doneWords = createLexicon<"whole" | "part">([
  ["whole", "done, finished, complete, completed, ready, tick off, ticked off, tick"],
  [
    "part",
    "installed, fitted, laid, in place, painted, tiled, delivered, has been, have been, were here, was here, came",
  ],
]);
const tradeWords = createLexicon<Trade>([
  ["demolition", "demolition, demolition crew, strip out"],
  ["masonry", "mason, masonry, bricklayer"],
  ["electrical", "electrician, electrics, electrical work, wiring"],
  ["plumbing", "plumber, plumbing, pipes"],
  ["heating", "heating engineer, heating"],
  ["drywall", "drywaller, drywall, plasterboard"],
  ["plastering", "plasterer, plastering"],
  ["tiling", "tiler, tiling, tiled"],
  ["flooring", "floor layer, floor fitter, flooring"],
  ["carpentry", "carpenter, carpentry, joiner"],
  ["painting", "painter, painters, painting, painted, decorator"],
  ["kitchen_fitting", "kitchen fitter, kitchen fitters, kitchen fitting"],
  ["cleaning", "cleaner, cleaners, cleaning"],
]);
const everything = createLexicon([[true, "everything, all of it, it all, the whole thing, all the work, all work"]]);

/** The items that a message ticks off: by trade (“the painter is done”), by name, by room, or all. */
export function readTicks(message: string, items: readonly PlannedItem[]): Tick[] {
  const text = readText(message);
  const ticks = new Map<PlannedItem, Tick>();
  for (const [from, to] of clausesOf(text)) {
    if (text.questions.has(text.sentence[from] ?? 0) || !saysDone(text, from, to) || isAhead(text, from, to)) continue;
    const done = !isNegated(text, from, to);
    for (const item of meant(text, { from, to }, items)) {
      if (item.id !== undefined && item.done !== done) ticks.set(item, { item, done });
    }
  }
  return [...ticks.values()];
}

type Clause = { from: number; to: number };

function meant(text: Text, { from, to }: Clause, items: readonly PlannedItem[]): PlannedItem[] {
  const trades = valuesIn(text, { from, to }, tradeWords);
  const rooms = valuesIn(text, { from, to }, roomWords).filter((type) => type !== undefined);
  const inRooms = items.filter(({ room }) => rooms.length === 0 || rooms.includes(room.type));
  if (trades.length > 0) return inRooms.filter(({ work }) => work && trades.includes(rateBySlug(work.rate).trade));
  const named = itemsNamed(text, from, to, items).map(({ item }) => item);
  if (named.length > 0) return named;
  // “The kitchen is delivered” says nothing about its sockets.
  const isWhole = rooms.length > 0 && valuesIn(text, { from, to }, doneWords).includes("whole");
  return isWhole || valuesIn(text, { from, to }, everything).length > 0 ? inRooms : [];
}

const saysDone = (text: Text, from: number, to: number) => valuesIn(text, { from, to }, doneWords).length > 0;

/** “It should be done by March”. */
const isAhead = ({ tokens }: Text, from: number, to: number) =>
  tokens.slice(from, to).some((token) => token.kind === "word" && (token.text === "be" || token.text === "get"));

const isNegated = ({ tokens }: Text, from: number, to: number) =>
  tokens.slice(from, to).some((token) => token.kind === "word" && (token.text === "isnt" || negations.has(token.text)));

function valuesIn<T>(
  { tokens }: Text,
  { from, to }: Clause,
  lexicon: (tokens: Text["tokens"], at: number) => { value: T; length: number } | undefined,
): T[] {
  const values: T[] = [];
  for (let at = from; at < to; at++) {
    const found = lexicon(tokens, at);
    if (found) values.push(found.value);
  }
  return values;
}
