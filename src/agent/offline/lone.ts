import { wordAt } from "./lexicon.ts";
import type { Measure } from "./measures.ts";
import { emptyWords, politeWords } from "./talk-words.ts";
import type { Text } from "./text.ts";
import { currencyWords, lengthUnits } from "./units.ts";

/** "12" after "How big is it?" is an area. */
export function bareArea(text: Text): Measure[] {
  const at = loneNumberAt(text);
  const token = text.tokens[at];
  if (token?.kind !== "number") return [];
  const areaM2 = token.decimal ?? token.value;
  // Nobody has a room that big: it is a budget.
  if (areaM2 >= 1_000) return [];
  text.use(at, at + 1);
  return [{ from: at, to: at + 1, areaM2, imperial: false, assumed: true }];
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
