import { styleNameIn } from "../../catalog/style-search.ts";
import { dayWords } from "../../plan/day-words.ts";
import { IntakeInput } from "../tools/schema.ts";
import type { Reading } from "./situation.ts";
import { startIn } from "./start.ts";
import { aRoom, capitalised, list, moneyWords, sizeWords, theRoom } from "./wording.ts";

const openers = ["Got it.", "Thank you.", "Noted.", "Lovely."];
type Change = NonNullable<IntakeInput["rooms"]>[number];

/** What was saved in this turn, in a few sentences with sizes and sums, so that a mistake is seen at once. */
export function acknowledge(reading: Reading): string {
  const { outcomes, said, before, course } = reading;
  const { styles } = reading.project;
  const save = outcomes.find(({ name, ok }) => name === "save_intake" && ok);
  const input = save && IntakeInput.safeParse(save.arguments);
  if (!input?.success) return "";
  const { rooms = [], budget, style, constraints = [], decisions = [] } = input.data;
  const wishes = rooms.flatMap(({ requirements = [] }) => requirements).concat(constraints);
  const sentences = [
    onAdded(
      rooms.filter(({ roomId }) => !roomId),
      course.units === "imperial",
    ),
    ...rooms.filter(({ roomId, remove }) => roomId && !remove).map((change) => onChanged(change, reading)),
    rooms.some(({ remove }) => remove) ? onDropped(reading) : "",
    budget ? onBudget(budget, reading) : "",
    style
      ? `${styleNameIn(styles, style)} it is. ${styles.find(({ slug }) => slug === style)?.summary ?? ""}`.trim()
      : "",
    wishes.length > 0 ? `I keep in mind: ${list(wishes.map((wish) => `“${wish}”`))}.` : "",
    ...decisions
      .flatMap((decision) => startIn(decision) ?? [])
      .map((day) => `The plan will start on ${dayWords(day)} at the earliest.`),
    said.assumedUnits && isRoomy(rooms) ? "I took these as metres; if they were feet, just say “feet”." : "",
  ].filter((sentence) => sentence !== "");
  const opener = openers[before.filter(({ from }) => from === "planner").length % openers.length];
  return [opener, ...sentences].join(" ");
}

function onAdded(rooms: Change[], imperial: boolean): string {
  const described = rooms.map((room) => {
    const size = sizeWords(room, imperial);
    return `${aRoom(room.name ?? "Room")}${size ? ` of ${size}` : ""}`;
  });
  return described.length > 0 ? `On the list: ${list(described)}.` : "";
}

function onChanged(change: Change, { project, course, asked }: Reading): string {
  const room = project.rooms.find(({ id }) => id === change.roomId);
  const size = sizeWords(change, course.units === "imperial");
  if (!room || !size) return "";
  return `${capitalised(theRoom(room.name))} is ${asked?.topic === "size" ? "" : "now "}${size}.`;
}

function onDropped({ said }: Reading): string {
  const dropped = said.rooms.filter(({ removed }) => removed);
  const names = dropped.map(({ name, ordinal }) => theRoom(ordinal ? `${name} ${ordinal}` : name));
  return `${capitalised(list([...new Set(names)]))} ${names.length > 1 ? "are" : "is"} off the list.`;
}

function onBudget({ amount, currency }: NonNullable<IntakeInput["budget"]>, { project, course }: Reading): string {
  const { session, rooms } = project;
  const inMoney = (value: number) => moneyWords(value, session.currency);
  const area = rooms.reduce((sum, room) => sum + (room.areaM2 ?? 0), 0);
  const perArea =
    area >= 1 ? `, about ${inMoney(Math.round(amount / area))} for each of the ${Math.round(area)} m²` : "";
  const isGuess = currency === undefined && !course.spokeOfMoney && session.currency !== null;
  const guess = isGuess ? ` I count in ${session.currency}; name another currency to change that.` : "";
  return `The budget is ${inMoney(amount)}${perArea}.${guess}`;
}

/** Sides that would be large in metres and usual in feet. */
const isRoomy = (rooms: Change[]) =>
  rooms.some(
    ({ widthCm = 0, lengthCm = 0 }) => Math.min(widthCm, lengthCm) >= 600 || Math.max(widthCm, lengthCm) >= 900,
  );
