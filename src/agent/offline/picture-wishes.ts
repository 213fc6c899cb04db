import { readAnswer } from "../../approvals/wording.ts";
import type { Room } from "../../rooms/schema.ts";
import { roomsNamed } from "./named-rooms.ts";
import { lastDecided, picturesOf, type RoomPicture } from "./pictures.ts";
import type { Reading } from "./situation.ts";
import type { Act } from "./talk-words.ts";
import { cutTo } from "./text.ts";
import { theRoom } from "./wording.ts";

/** What a message wants of pictures that are there: drawn again, with a change in the homeowner's own words if one is named. */
export type PictureWish = { pictures: RoomPicture[]; instructions?: string };

const longestInstructions = 1_000;
/** A message that does one of these says nothing about what a picture shows. */
const otherActs: readonly Act[] = [
  "approve",
  "finish",
  "skip",
  "unknown",
  "help",
  "status",
  "who",
  "cost",
  "dates",
  "report",
];

/** Words about what is seen, which once everything is decided on mean a picture more than anything else. */
const looks =
  /\b(darker|too dark|lighter|brighter|too bright|warmer|cooler|colder|colou?rs|colou?rful|bolder|softer|calmer|livelier)\b/i;

/** Undefined where the message is about something else. */
export function pictureWish(reading: Reading, pictures: readonly RoomPicture[]): PictureWish | undefined {
  const drawn = pictures.filter(({ render }) => render?.assetId != null);
  const failed = pictures.filter(({ state }) => state === "failed");
  const note = noteIn(reading);
  const { acts } = reading.said.talk;
  // A photo that comes now is to be seen beside the picture.
  const isAgain =
    acts.has("redraw") || (isInRender(reading) && reading.attachments.some(({ kind }) => kind === "photo"));
  const instructions = note ?? (saysMore(reading, drawn) ? reading.original.trim() : undefined);
  if (!isAgain && instructions === undefined) return undefined;
  const found = meant(reading, isAgain ? [...drawn, ...failed] : drawn);
  if (found.length === 0) return undefined;
  return { pictures: found, ...(instructions && { instructions: cutTo(instructions, longestInstructions) }) };
}

const isInRender = ({ project }: Reading) => project.session.phase === "RENDER";

/** What was added to a rejection by its button. */
function noteIn({ original, said }: Reading): string | undefined {
  const [first = "", ...rest] = original.split("\n\n");
  const note = rest.join("\n\n").trim();
  const isRejection = said.talk.acts.has("reject") && /^I do not approve picture/.test(first);
  return isRejection && note !== "" ? note : undefined;
}

/** An answer to “What shall I change?”, or words about what is to be seen while a picture waits. */
function saysMore({ asked, said, attachments, original }: Reading, drawn: readonly RoomPicture[]): boolean {
  const { acts } = said.talk;
  if (otherActs.some((act) => acts.has(act)) || decides(original, drawn)) return false;
  const isAnswer = asked?.topic === "picture" && !acts.has("no") && !acts.has("next");
  const isOpen = drawn.some(({ state }) => state === "waiting" || state === "rejected");
  const hasWords = said.unread > 0 || said.wishes.length > 0 || said.rooms.some(({ wishes }) => wishes.length > 0);
  const isRedraw = acts.has("redraw") && hasWords;
  const isAboutLooks = isOpen || looks.test(original);
  return (hasWords && attachments.length === 0 && !said.isQuestion && (isAnswer || isAboutLooks)) || isRedraw;
}

/** “Approve the kitchen and the hall” is about pictures, but not about what they show. */
function decides(message: string, drawn: readonly RoomPicture[]): boolean {
  const names = drawn.map(({ room }) => room.name.toLowerCase());
  const bare = names
    .reduce((text, name) => text.replaceAll(name, " "), message.toLowerCase())
    .replaceAll(/\band\b/g, " ");
  return readAnswer(bare) !== undefined;
}

/** The pictures that are meant: of the rooms named, of the room that was asked about, or the only one there can be. */
function meant(reading: Reading, pictures: readonly RoomPicture[]): RoomPicture[] {
  const of = (rooms: readonly Room[]) => pictures.filter(({ room }) => rooms.some(({ id }) => id === room.id));
  const { asked, attachments } = reading;
  const named = of(roomsNamed(reading));
  if (named.length > 0) return named;
  const shown = pictures.filter(({ room }) => attachments.some(({ roomId }) => roomId === room.id));
  if (shown.length > 0) return shown;
  const subject = asked?.topic === "picture" ? pictures.filter(({ room }) => theRoom(room.name) === asked.subject) : [];
  if (subject.length > 0) return subject;
  const open = pictures.filter(({ state }) => state === "waiting" || state === "rejected" || state === "failed");
  if (open.length === 1) return open;
  const decided = lastDecided(reading.project);
  const last = pictures.filter(({ render }) => render !== undefined && render.id === decided?.id);
  if (open.length === 0 && last.length > 0) return last;
  return open.length > 0 ? open : [...pictures];
}

/** “Darker worktop, and I want open shelves” while a picture waits is about the picture: nothing of it is kept as a wish. */
export function isAboutPicture(reading: Reading): boolean {
  const { rooms = [], budget, style, decisions } = reading.intake.input ?? {};
  const isOther = rooms.some((room) =>
    Object.keys(room).some((field) => field !== "roomId" && field !== "requirements"),
  );
  if (isOther || budget || style || decisions) return false;
  return pictureWish(reading, picturesOf(reading.project)) !== undefined;
}
