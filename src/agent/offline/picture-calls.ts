import { meansAll, namesIn, readAnswer } from "../../approvals/wording.ts";
import { hasMoved, hasUsed } from "./calls.ts";
import { pictureWish } from "./picture-wishes.ts";
import { hasApproved, lastDecided, photoOf, picturesOf, type RoomPicture } from "./pictures.ts";
import type { Reading, ToolCall } from "./situation.ts";
import { agrees } from "./agreement.ts";
import type { Talk } from "./talk.ts";
import { wants } from "./wants.ts";

/** What the homeowner decided on with this message, if it was a picture. The decision is applied before the turn begins. */
function decidedPicture({ project, said, original }: Reading): RoomPicture | undefined {
  const pictures = picturesOf(project);
  const last = lastDecided(project);
  const picture = pictures.find(({ render }) => render !== undefined && render.id === last?.id);
  if (!picture) return undefined;
  const { acts } = said.talk;
  // By its words, as it was judged before the turn; a button's words say it too.
  const { decision } = readAnswer(original, roomsIn(original, pictures)) ?? {};
  const isApproval = decision === "approve" || acts.has("approve");
  const isRejection = decision === "reject" || acts.has("reject");
  const isSaid = picture.state === "approved" ? isApproval : picture.state === "rejected" && isRejection;
  return isSaid ? picture : undefined;
}

/** The same with those that were decided on in the same breath: “approve both”. */
export function decidedTogether(reading: Reading): RoomPicture[] {
  const decided = decidedPicture(reading);
  if (!decided) return [];
  const { original, project } = reading;
  const pictures = picturesOf(project);
  const names = roomsIn(original, pictures);
  const isMeant = ({ room }: RoomPicture) => names.includes(room.name) || (names.length === 0 && meansAll(original));
  const together = pictures.filter((picture) => picture.state === decided.state && isMeant(picture));
  return together.length > 0 ? together : [decided];
}

const roomsIn = (text: string, pictures: readonly RoomPicture[]) =>
  namesIn(
    text,
    pictures.map(({ room }) => room.name),
  );

/** Pictures to be made, and questions to be asked again: once in a turn. */
export function pictureCalls(reading: Reading): ToolCall[] {
  if (hasUsed(reading, "generate_render") || hasUsed(reading, "request_approval")) return [];
  const pictures = picturesOf(reading.project);
  const decided = decidedPicture(reading);
  const wish = decided?.state === "approved" ? undefined : pictureWish(reading, pictures);
  if (wish) {
    const free = wish.pictures.filter(({ state }) => state !== "making");
    return free.map((picture) => drawing(picture, reading, wish.instructions));
  }
  const goesOn = hasMoved(reading, "RENDER") || wantsPictures(reading) || decided?.state === "approved";
  if (!goesOn || wantsToFinish(reading)) return [];
  const isDue = ({ state }: RoomPicture) =>
    state === "missing" || state === "outdated" || (state === "failed" && decided === undefined);
  const questions = pictures.filter(({ state }) => state === "unasked");
  return [
    ...pictures.filter(isDue).map((picture) => drawing(picture, reading)),
    ...questions.map(({ render }) => ({
      name: "request_approval",
      arguments: { kind: "render", ...(render && { renderId: render.id }) },
    })),
  ];
}

const wantsPictures = (reading: Reading) =>
  wants(reading, "pictures") || (reading.asked?.topic === "again" && agrees(reading.said.talk));

/** A new picture of a room; a further version where one can be gone on from. */
function drawing({ room, render }: RoomPicture, reading: Reading, instructions?: string): ToolCall {
  const photo = photoOf(room, reading);
  return {
    name: "generate_render",
    arguments: {
      roomId: room.id,
      ...(instructions && { instructions }),
      ...(render?.assetId && { parentId: render.id }),
      ...(photo && { baseAssetId: photo.id }),
    },
  };
}

/** “That is enough”, or a yes to the question whether to hand over. */
export function wantsToFinish({ said, asked }: Reading): boolean {
  const { acts } = said.talk;
  if (acts.has("finish")) return true;
  return asked?.topic === "handover" && (agrees(said.talk) || acts.has("next") || acts.has("report"));
}

/** “Leave it”, “no” and “fine” to what to change. */
const leaves = ({ acts }: Talk) => acts.has("skip") || acts.has("no") || acts.has("content");

/** The homeowner has decided on every picture, or wants no more of them, and one at least is approved. */
export function isReadyToFinish(reading: Reading): boolean {
  const { project, said, asked } = reading;
  if (!hasApproved(project)) return false;
  if (wantsToFinish(reading)) return true;
  const states = picturesOf(project).map(({ state }) => state);
  const isLeft = asked?.topic === "picture" && leaves(said.talk);
  if (isLeft || wants(reading, "pictures"))
    return states.every((state) => state === "approved" || state === "rejected");
  return decidedPicture(reading)?.state === "approved" && states.every((state) => state === "approved");
}
