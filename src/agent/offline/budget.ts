import type { Money } from "./money.ts";
import type { RoomMention } from "./room-mentions.ts";
import type { Text } from "./text.ts";

/** A budget as it can be saved, in whole currency units; a `change` is relative to the one that is known. */
export type SaidBudget = Pick<Money, "amount" | "currency" | "change"> & {
  /** Which of the rooms that were named it is for, if it is for one alone: "5k for the bathroom". */
  room?: number;
};

export type BudgetReading = {
  budget?: SaidBudget;
  /** Too small to be meant: thousands are proposed instead. */
  small?: SaidBudget;
  /** Each room's part, where the parts make the whole. */
  shares?: { room: RoomMention; amount: number }[];
  doubt?: string;
};

const smallestBudget = 100;
const largestBudget = 1_000_000_000;

/** The whole budget that the amounts of a message make: the last one, or the sum of one for each room. */
export function judgeBudget(text: Text, all: readonly Money[], rooms: readonly RoomMention[]): BudgetReading {
  // "About 10 grand, could go to 12": beside a sum that is clear, the small one is none.
  const clear = all.filter(({ amount, change }) => change || amount >= smallestBudget);
  const money = clear.length > 0 ? clear : all;
  const last = money.at(-1);
  if (!last) return {};
  const unknown = money.find(({ unknownCurrency }) => unknownCurrency)?.unknownCurrency;
  if (unknown) {
    const doubt = `I am not sure which currency “${unknown}” is: please name one such as euros, dollars, pounds or SEK.`;
    return { doubt };
  }
  const shares = sharesOf(text, money, rooms);
  const parts = shares ?? addedUp(text, money);
  const sum = parts.reduce((total, { amount }) => total + amount, 0);
  const amount = Math.round(sum * 100) / 100;
  if (!(amount > 0)) return { doubt: "A budget has to be more than nothing for me to plan with it." };
  if (amount > largestBudget) return { doubt: "That budget is beyond what I can plan: a billion is the most." };
  const currency = last.currency ?? money.find((one) => one.currency)?.currency;
  const budget = { amount, ...(currency && { currency }), ...(last.change && { change: last.change }) };
  if (amount < smallestBudget && !last.change) return { small: budget };
  if (shares) return { budget, shares };
  const room = money.length === 1 ? rooms.findIndex((one) => isOnlyFor(text, last, one, rooms)) : -1;
  return { budget: room < 0 ? budget : { ...budget, room } };
}

/** How a room's part of the budget is kept. */
export const shareWish = (amount: number) => `about ${amount.toLocaleString("en-GB")} of the budget`;

function isOnlyFor(text: Text, { to, from }: Money, room: RoomMention, rooms: readonly RoomMention[]): boolean {
  const near = rooms.filter((other) => text.segment[other.from] === text.segment[from]);
  return near.length === 1 && !room.removed && isLinked(text, to, room.from);
}

/** "15k plus 5k", "15k + 5k": the last amount and those that it is added to. */
function addedUp({ source, tokens }: Text, money: readonly Money[]): readonly Money[] {
  const isAdded = ({ from }: Money, index: number) =>
    money[index - 1]?.to === from - 1 &&
    /^(?:plus|\+)$/i.test(source.slice(tokens[from - 1]?.start, tokens[from - 1]?.end));
  return money.slice(money.findLastIndex((part, index) => !isAdded(part, index)));
}

/** "10k for the kitchen and 5k for the bathroom". */
function sharesOf(text: Text, money: readonly Money[], rooms: readonly RoomMention[]): BudgetReading["shares"] {
  if (money.length < 2 || money.some(({ change }) => change)) return undefined;
  const shares = money.flatMap((part, index) => {
    const least = money[index - 1]?.to ?? 0;
    const most = money[index + 1]?.from ?? Number.POSITIVE_INFINITY;
    const inReach = rooms.filter(({ from, to, removed }) => !removed && from >= least && to <= most);
    const after = inReach.find(({ from }) => isLinked(text, part.to, from));
    const before = inReach.find(({ from, to }) => to <= part.from && text.segment[from] === text.segment[part.from]);
    const room = after ?? before;
    return room ? [{ room, amount: part.amount }] : [];
  });
  const owners = new Set(shares.map(({ room }) => room));
  return owners.size === money.length ? shares : undefined;
}

const links = new Set(["for", "on", "in", "to", "into"]);

/** Only "for" and the like stand between the amount and the room. */
function isLinked({ tokens }: Text, from: number, to: number): boolean {
  return to > from && tokens.slice(from, to).every((token) => token.kind === "word" && links.has(token.text));
}
