import type { Room } from "../../rooms/schema.ts";
import { styleNameIn } from "../../catalog/style-search.ts";
import { perEuro } from "../../prices/currencies.ts";
import type { Project } from "../project.ts";
import type { IntakeInput } from "../tools/schema.ts";
import { shareWish } from "./budget.ts";
import { addWishes, giveSizes, type PlannedRoom, planRooms } from "./rooms-to-save.ts";
import { together } from "./sizes.ts";
import type { Understanding } from "./understanding.ts";
import { capitalised, fromMinorUnits, list } from "./wording.ts";

export type Intake = {
  /** What `save_intake` is to be called with; nothing when there is nothing new. */
  input: IntakeInput | undefined;
  /** What could not be settled, each as a sentence for the homeowner. */
  doubts: string[];
  /** Doubts that saving the input settles. */
  absent: string[];
  /** "bedrooms", without saying how many. */
  uncounted?: string;
};

/** What a message changes about the renovation. `focus` is the room that was just asked or talked about. */
export function intakeOf(told: Understanding, project: Project, focus: Room | undefined): Intake {
  const said = withShare(told, project);
  const plan = planRooms(said.rooms, project.rooms, focus);
  const doubts = [...said.doubts, ...plan.doubts, ...(said.isOnly ? othersStay(said, project.rooms) : [])];
  doubts.push(...placeLooseSizes(said, plan.rooms, project.rooms, focus));
  const constraints = placeLooseWishes(said, plan.rooms);
  const style = said.styles.undecided ? undefined : said.styles.wanted[0];
  for (const slug of said.styles.undecided ? [] : said.styles.wanted.slice(1)) {
    constraints.push(`with touches of ${styleNameIn(project.styles, slug)}`);
  }
  const budget = budgetOf(said, project);
  if (typeof budget === "string") doubts.push(budget);

  const rooms = plan.rooms.map(({ change }) => withoutKnown(change, project.rooms)).filter(changesSomething);
  const fresh = constraints.filter((wish) => !project.session.constraints.some((known) => sameWords(known, wish)));
  const input = {
    ...(rooms.length > 0 && { rooms: rooms.slice(0, 20) }),
    ...(budget && typeof budget !== "string" && { budget }),
    ...(style && style !== project.session.styleSlug && { style }),
    ...(fresh.length > 0 && { constraints: [...new Set(fresh)].slice(0, 20) }),
  };
  return {
    input: Object.keys(input).length > 0 ? input : undefined,
    doubts,
    absent: plan.absent,
    ...(plan.uncounted && { uncounted: plan.uncounted }),
  };
}

/** "5k for the bathroom" is a part of the budget where that is known, and there are other rooms. */
function withShare(said: Understanding, { rooms, session }: Project): Understanding {
  const { budget, ...others } = said;
  const fact = said.rooms[budget?.room ?? -1];
  const isOther = budget?.change !== undefined || (budget?.currency ?? session.currency) !== session.currency;
  if (!budget || !fact || isOther || rooms.length < 2 || !session.currency || session.budgetMinor === null) return said;
  if (budget.amount >= fromMinorUnits(session.budgetMinor, session.currency)) return said;
  const share = { ...fact, wishes: [...fact.wishes, shareWish(budget.amount)] };
  return { ...others, rooms: said.rooms.map((room) => (room === fact ? share : room)) };
}

/** "Only the kitchen" drops nothing by itself: the others are named instead. */
function othersStay({ rooms }: Understanding, known: readonly Room[]): string[] {
  const others = known.filter(({ type }) => rooms.every((room) => room.type !== type));
  const names = list(others.map(({ name }) => `the ${name.toLowerCase()}`));
  return others.length > 0
    ? [`${capitalised(names)} ${others.length > 1 ? "stay" : "stays"} on the list until you say “drop ${names}”.`]
    : [];
}

/** Sizes without a room: for the one just talked about, else for the only one, else in order for those that lack theirs. */
function placeLooseSizes(
  said: Understanding,
  planned: PlannedRoom[],
  known: readonly Room[],
  focus: Room | undefined,
): string[] {
  if (said.sizes.length === 0) return [];
  const staying = planned.filter(({ change }) => !change.remove);
  if (said.isTogether && staying.length > 1) return [together];
  const unsized = staying.filter(({ sized }) => !sized);
  const focused = staying.filter(({ room }) => room.id !== undefined && room.id === focus?.id);
  const onlyHeight = said.sizes.every(({ widthCm, lengthCm, areaM2 }) => (widthCm ?? lengthCm ?? areaM2) === undefined);
  if (onlyHeight && staying.length > 0 && (focused.length === 0 || said.isForEach)) {
    giveSizes(staying, said.sizes);
  } else if (said.isForEach && unsized.length > 1) {
    giveSizes(unsized, said.sizes);
  } else if (said.sizes.length > 1 && unsized.length > 1) {
    giveSizes([...focused, ...unsized.filter((room) => !focused.includes(room))], said.sizes);
  } else if (focused.length > 0 || staying.length === 1 || unsized.length === 1) {
    giveSizes(focused.length > 0 ? focused : staying.length === 1 ? staying : unsized, said.sizes);
  } else {
    return [known.length === 0 ? "I have a size now, but no room for it yet." : "Which room is that the size of?"];
  }
  return [];
}

/** Wishes without a room belong to the only one there is, those about the household to the whole renovation. */
function placeLooseWishes({ wishes }: Understanding, planned: PlannedRoom[]): string[] {
  const [only, ...others] = planned.filter(({ change }) => !change.remove);
  const constraints: string[] = [];
  for (const { text, household } of wishes) {
    if (only && others.length === 0 && !household) addWishes(only.change, [text]);
    else constraints.push(text);
  }
  return constraints;
}

const usualCurrencies = "please name the budget in euros, dollars, pounds or another usual currency.";

function budgetOf({ budget, loneCurrency }: Understanding, { session }: Project): IntakeInput["budget"] | string {
  const known =
    session.budgetMinor === null || !session.currency
      ? undefined
      : fromMinorUnits(session.budgetMinor, session.currency);
  if (!budget)
    return loneCurrency && perEuro[loneCurrency] && known && loneCurrency !== session.currency
      ? { amount: known, currency: loneCurrency }
      : undefined;
  const { change, amount, currency } = budget;
  if (currency && perEuro[currency] === undefined) return `I have no prices in ${currency}: ${usualCurrencies}`;
  if (!change) return { amount, ...(currency && { currency }) };
  if (known === undefined) return "There is no budget yet that I could change: what is the whole sum?";
  const changed = change === "raise" ? known + amount : known - amount;
  if (changed <= 0 || changed > 1_000_000_000)
    return "That would leave no budget I can plan with, so I kept the old one.";
  return { amount: changed };
}

/** Only what differs from the room as it is known. */
function withoutKnown(change: PlannedRoom["change"], known: readonly Room[]): PlannedRoom["change"] {
  const room = known.find(({ id }) => id === change.roomId);
  if (!room || !change.requirements) return change;
  const fresh = change.requirements.filter((wish) => !room.requirements.some((old) => sameWords(old, wish)));
  const { requirements: _, ...rest } = change;
  return fresh.length > 0 ? { ...rest, requirements: fresh } : rest;
}

const changesSomething = (change: PlannedRoom["change"]) =>
  change.roomId === undefined || Object.keys(change).length > 1;
const sameWords = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
