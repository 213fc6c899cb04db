import type { Asset } from "../../assets/schema.ts";
import type { Render } from "../../renders/schema.ts";
import type { Room } from "../../rooms/schema.ts";
import type { Project } from "../project.ts";
import { roomsNamed } from "./named-rooms.ts";
import type { Reading } from "./situation.ts";

/** How a room's newest picture stands. */
type PictureState =
  | "missing"
  /** It shows an older plan. */
  | "outdated"
  | "making"
  /** Or stopped by the homeowner. */
  | "failed"
  /** For the homeowner's decision. */
  | "waiting"
  /** The question about it was withdrawn with its phase, or has run out. */
  | "unasked"
  | "approved"
  | "rejected";

export type RoomPicture = { room: Room; render: Render | undefined; state: PictureState };

/** Where every room stands with its picture. */
export const picturesOf = (project: Project): RoomPicture[] =>
  project.rooms.map((room) => {
    const render = project.renders.find(({ roomId }) => roomId === room.id);
    return { room, render, state: stateOf(render, project) };
  });

function stateOf(render: Render | undefined, project: Project): PictureState {
  if (!render) return "missing";
  switch (render.status) {
    case "queued":
    case "running":
      return "making";
    case "failed":
    case "cancelled":
      return "failed";
    case "ready":
      if (project.plan && Date.parse(render.createdAt) < Date.parse(project.plan.createdAt)) return "outdated";
      if (render.decision !== "open") return render.decision;
      return isAsked(render, project) ? "waiting" : "unasked";
  }
}

const isAsked = ({ id }: Render, { approvals }: Project) =>
  approvals.some((asked) => asked.kind === "render" && asked.status === "pending" && asked.facts.renderId === id);

/** Whether any picture is approved at all, which the report needs. */
export const hasApproved = ({ renders }: Project) => renders.some(({ decision }) => decision === "approved");

/** The picture that was decided on last, if one was. */
export function lastDecided({ renders }: Project): Render | undefined {
  const decided = renders.filter(({ decidedAt }) => decidedAt !== null);
  return decided.sort((a, b) => Date.parse(b.decidedAt ?? "") - Date.parse(a.decidedAt ?? ""))[0];
}

const pictureTypes = new Set<Asset["contentType"]>(["image/jpeg", "image/png", "image/webp"]);

/** The photo that a room's picture is to be compared with: one that came with this message, else the newest of the room. */
export function photoOf(room: Room, reading: Reading): Asset | undefined {
  const { project, attachments } = reading;
  const isPhoto = ({ kind, contentType }: Asset) => kind === "photo" && pictureTypes.has(contentType);
  const named = roomsNamed(reading);
  const isMeant = project.rooms.length === 1 || (named.length === 1 && named[0]?.id === room.id);
  const own = project.assets.filter((asset) => isPhoto(asset) && asset.roomId === room.id);
  const loose = (assets: readonly Asset[]) => assets.find((asset) => isPhoto(asset) && asset.roomId === null);
  return (
    (isMeant ? loose(attachments) : undefined) ??
    own[0] ??
    (project.rooms.length === 1 ? loose(project.assets) : undefined)
  );
}
