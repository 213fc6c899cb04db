import { wordAt } from "./lexicon.ts";
import type { Measure } from "./measures.ts";
import { emptyWords, politeWords } from "./talk-words.ts";
import type { RoomMention } from "./room-mentions.ts";
import type { Text } from "./text.ts";
import type { Token } from "./tokens.ts";
import { budgetCues, currencyWords, type LengthUnit, lengthUnits } from "./units.ts";
import { roomWords } from "./vocabulary.ts";

const imperialArea = { m2: 0.09290304, imperial: true } as const;
/** Nobody has a room that big: it is a budget. */
const beyondAreaM2 = 1_000;

/** "12" after "How big is it?" is an area, in the square of the `home` unit. */
export function bareArea(text: Text, home: LengthUnit | undefined): Measure[] {
  return areaAt(text, loneNumberAt(text), home);
}

type AreaOptions = { home: LengthUnit | undefined; /** "Kitchen 15" may be a sum. */ asksMoney: boolean };

/** "the kitchen is 12 and the bedrooms 14 and 10": the numbers that rooms are said to be, and that count nothing else. */
export function areasOfRooms(text: Text, rooms: readonly RoomMention[], { home, asksMoney }: AreaOptions): Measure[] {
  return rooms.flatMap(({ to, plural, ordinal }) => {
    let at = to;
    while (betweenRoomAndArea.has(wordAt(text.tokens, at) ?? "")) at++;
    const isBare = at === to && (asksMoney || ordinal !== undefined);
    if (isBare || text.segment[at] !== text.segment[to - 1] || isAboutMoney(text, to)) return [];
    const listed = [at];
    for (; isFreeNumber(text, at + 2) && isLink(text.tokens[at + 1]); at += 2) listed.push(at + 2);
    const fits = endsArea(text, at + 1) && (plural || listed.length === 1);
    return fits ? listed.flatMap((number) => (isFreeNumber(text, number) ? areaAt(text, number, home) : [])) : [];
  });
}

const isFreeNumber = ({ tokens, used }: Text, at: number) => tokens[at]?.kind === "number" && !used(at);
const isLink = (token: Token | undefined) =>
  token !== undefined && token.kind !== "number" && /^(?:and|,)$/.test(token.text);

function endsArea({ tokens }: Text, at: number): boolean {
  const next = tokens[at];
  if (next?.kind === "number") return false;
  return next === undefined || next.kind === "mark" || afterArea.has(next.text) || roomWords(tokens, at) !== undefined;
}
const afterArea = new Set("and not now instead".split(" "));
const betweenRoomAndArea = new Set(
  "is are has of about around approx approximately roughly ca now only just".split(" "),
);

function isAboutMoney({ tokens, segment }: Text, before: number): boolean {
  return tokens.slice(0, before).some((_, at) => segment[at] === segment[before - 1] && budgetCues(tokens, at));
}

function areaAt(text: Text, at: number, home: LengthUnit | undefined): Measure[] {
  const token = text.tokens[at];
  if (token?.kind !== "number" || token.scaled) return [];
  const { m2, imperial = false } = home?.imperial ? imperialArea : { m2: 1 };
  const areaM2 = Math.round((token.decimal ?? token.value) * m2 * 100) / 100;
  if (areaM2 >= beyondAreaM2) return [];
  text.use(at, at + 1);
  return [{ from: at, to: at + 1, areaM2, imperial, assumed: true }];
}

/** The only number of a text that says nothing else. */
export function loneNumber(text: Text): number | undefined {
  const token = text.tokens[loneNumberAt(text)];
  return token?.kind === "number" ? token.value : undefined;
}

function loneNumberAt({ tokens, used }: Text): number {
  const numbers = [...tokens.keys()].filter((at) => tokens[at]?.kind === "number");
  const [only = -1] = numbers;
  const number = tokens[only];
  if (numbers.length !== 1 || number?.kind !== "number" || number.scaled || used(only)) return -1;
  const isMoney = tokens.some((token) => token.kind === "mark" && "€$£%".includes(token.text));
  return !isMoney && isWordless(tokens) ? only : -1;
}

/** "feet", "I meant metres": corrects the unit of the size before. */
export function loneUnit({ tokens }: Text): "metric" | "imperial" | undefined {
  const [unit, ...others] = tokens.flatMap((_, at) => lengthUnits(tokens, at) ?? []);
  const fits = unit && others.length === 0 && unit.value.cm <= 100 && isShort(tokens);
  return fits ? (unit.value.imperial ? "imperial" : "metric") : undefined;
}

/** "pounds", "in dollars please", "pounds not dollars": corrects the currency of the budget before. */
export function loneCurrency(text: Text): string | undefined {
  const { tokens } = text;
  const said = [...tokens.keys()].filter((at) => currencyWords(tokens, at));
  const [at, ...others] = said.filter((at) => wordAt(tokens, at - 1) !== "not");
  if (at === undefined || others.length > 0 || !isShort(tokens)) return undefined;
  for (const at of said) text.use(at, at + 1);
  return currencyWords(tokens, at)?.value;
}

const isShort = (tokens: Text["tokens"]) => tokens.length <= 6 && tokens.every(({ kind }) => kind !== "number");

const isWordless = (tokens: Text["tokens"]) =>
  tokens.every((token) => token.kind !== "word" || emptyWords.has(token.text) || politeWords.has(token.text));
