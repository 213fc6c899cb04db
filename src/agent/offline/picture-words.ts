import { z } from "zod";
import type { Room } from "../../rooms/schema.ts";
import { hasMoved, hasUsed } from "./calls.ts";
import { ask } from "./questions.ts";
import { decidedTogether, wantsToFinish } from "./picture-calls.ts";
import { hasApproved, picturesOf, type RoomPicture } from "./pictures.ts";
import type { Reading } from "./situation.ts";
import { capitalised, list, theRoom } from "./wording.ts";

const Drawn = z.object({
  roomId: z.string(),
  instructions: z.string().optional(),
  parentId: z.string().optional(),
  baseAssetId: z.string().optional(),
});

const drawnNow = ({ outcomes }: Reading) =>
  outcomes
    .filter(({ name, ok }) => name === "generate_render" && ok)
    .flatMap(({ arguments: given }) => Drawn.safeParse(given).data ?? []);

/** What this turn did about the pictures, in a few sentences. */
export function picturesMade(reading: Reading): string[] {
  const drawn = drawnNow(reading);
  const rooms = drawn.flatMap(({ roomId }) => reading.project.rooms.find(({ id }) => id === roomId) ?? []);
  if (rooms.length === 0) return [];
  const isNew = drawn.every(({ parentId }) => parentId === undefined);
  const [note] = drawn.flatMap(({ instructions }) => instructions ?? []);
  const them = rooms.length > 1 ? "They come" : "It comes";
  const lead =
    isNew && note === undefined
      ? `I am drawing ${drawnRooms(rooms)}: the floor plan to scale, the palette, the materials and the products with their prices.`
      : note === undefined
        ? `I am drawing ${further(rooms)} by the plan as it stands.`
        : `I am drawing ${isNew ? drawnRooms(rooms) : further(rooms)} with your words on it: “${short(note)}”.`;
  const before = drawn.some(({ baseAssetId }) => baseAssetId) ? " Your photo stands beside it as the before." : "";
  return [`${lead}${before} ${them} here in a moment.`];
}

const drawnRooms = (rooms: readonly Room[]) =>
  rooms.length > 1 ? `concept boards of ${namesOf(rooms)}` : `a concept board of ${namesOf(rooms)}`;
const further = (rooms: readonly Room[]) =>
  rooms.length > 1
    ? `new versions of the pictures of ${namesOf(rooms)}`
    : `a new version of the picture of ${namesOf(rooms)}`;
const namesOf = (rooms: readonly Room[]) => list(rooms.map(({ name }) => theRoom(name)));
const short = (text: string) => (text.length > 120 ? `${text.slice(0, 119)}…` : text);

/** What this message decided about a picture. */
export function pictureDecided(reading: Reading): string {
  const decided = hasMoved(reading, "RENDER") ? [] : decidedTogether(reading);
  const [first] = decided;
  return first ? `${pictureOf(decided)} ${first.state === "approved" ? "approved" : "put aside"}.` : "";
}

/** How it stands with the pictures that need something, without those that this turn has dealt with. */
export function picturesOpen(reading: Reading): string[] {
  // How far those of this turn have come is not told: it may be another thing a moment later.
  const fresh = new Set(drawnNow(reading).map(({ roomId }) => roomId));
  const pictures = picturesOf(reading.project).filter(({ room }) => !fresh.has(room.id));
  const of = (state: RoomPicture["state"]) => pictures.filter((picture) => picture.state === state);
  const making = of("making");
  const waiting = of("waiting");
  const failed = of("failed");
  const needsOne = wantsToFinish(reading) && !hasApproved(reading.project);
  return [
    needsOne ? "The report needs at least one picture that you approved, so that there is something to show." : "",
    making.length > 0 ? `${pictureOf(making)} still being drawn and will be here in a moment.` : "",
    waiting.length > 0 ? `${pictureOf(waiting, "wait")} for your decision.${howToAnswer(waiting)}` : "",
    failed.length > 0 ? `${pictureOf(failed, "did")} not come about${why(failed[0]?.render)}.` : "",
  ].filter((part) => part !== "");
}

function pictureOf(pictures: readonly RoomPicture[], verb?: string): string {
  const names = namesOf(pictures.map(({ room }) => room));
  if (pictures.length > 1) return `The pictures of ${names} ${verb ?? "are"}`;
  return `The picture of ${names} ${verb === undefined ? "is" : (singular[verb] ?? verb)}`;
}

const singular: Record<string, string> = { wait: "waits" };

const howToAnswer = ([first, ...others]: readonly RoomPicture[]) =>
  first && others.length > 0
    ? ` Say “approve ${others.length > 1 ? "all" : "both"}”, name one such as “approve ${theRoom(first.room.name)}”, or press the button beside each.`
    : "";

function why(render: RoomPicture["render"]): string {
  if (render?.status === "cancelled") return ", because it was stopped";
  const said = render?.problem?.detail ?? render?.problem?.title;
  return said ? `: ${said.replace(/\.$/, "")}` : "";
}

/** The question that is open now. */
export function pictureQuestion(reading: Reading): string {
  const pictures = picturesOf(reading.project);
  const first = (state: RoomPicture["state"]) => pictures.find((picture) => picture.state === state);
  if (hasUsed(reading, "generate_render") || first("making") || first("waiting")) return ask({ topic: "verdict" });
  const rejected = first("rejected");
  if (rejected) return ask({ topic: "picture", subject: theRoom(rejected.room.name) });
  if (first("failed")) return ask({ topic: "again" });
  if (first("missing") ?? first("outdated") ?? first("unasked")) return ask({ topic: "pictures" });
  return ask({ topic: "handover" });
}

/** Every room with its picture, for “where are we?”. */
export const pictureList = (reading: Reading) =>
  picturesOf(reading.project)
    .map(({ room, state }) => `- **${capitalised(room.name)}**: ${stateWords[state]}`)
    .join("\n");

const stateWords: Record<RoomPicture["state"], string> = {
  missing: "no picture yet",
  outdated: "a picture of the plan before",
  making: "being drawn",
  failed: "the picture did not come about",
  waiting: "waits for your decision",
  unasked: "a picture that is not decided on",
  approved: "picture approved",
  rejected: "picture put aside",
};
