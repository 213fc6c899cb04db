import { readPicture } from "../assets/pictures.ts";
import type { Asset } from "../assets/schema.ts";
import type { AssetStorage } from "../assets/storage.ts";
import { Problem } from "../problem.ts";
import type { Owner } from "../sessions/owner.ts";
import type { Project } from "./project.ts";

/** A file that a model is shown with the homeowner's message, or why it cannot be. */
export type ShownFile = { asset: Asset } & ({ contentType: string; bytes: Uint8Array } | { problem: string });

/** What one request carries: a picture of this size is about 1,500 tokens, and all of them are read in a few hundred milliseconds. */
const mostFiles = 5;
const mostOfRooms = 2;
const maxSidePx = 1_536;
const maxBytes = 4 * 1_048_576;

/** The files of the message, then the newest photos of the rooms it names, or of the only room while it is looked at. */
export function filesToShow(attachments: readonly Asset[], project: Project, message: string): Asset[] {
  const { rooms, assets, session } = project;
  const text = message.toLowerCase();
  const named = rooms.filter(({ name }) => text.includes(name.toLowerCase()));
  const isLooking = session.phase === "INTAKE" || session.phase === "RENDER";
  const inView = named.length === 0 && rooms.length === 1 && isLooking ? rooms : named;
  const known = new Set(attachments.map(({ id }) => id));
  const ofRooms = assets.filter(
    ({ id, kind, roomId }) => kind !== "document" && !known.has(id) && inView.some((room) => room.id === roomId),
  );
  return [...attachments, ...ofRooms.slice(0, mostOfRooms)].slice(0, mostFiles);
}

type Storage = Pick<AssetStorage, "read">;

/** Reads them side by side. A file that cannot be read is told of: it is never a reason for the turn to fail. */
export const readFiles = (storage: Storage, owner: Owner, assets: readonly Asset[]): Promise<ShownFile[]> =>
  Promise.all(assets.map((asset) => readFile(storage, owner, asset)));

async function readFile(storage: Storage, owner: Owner, asset: Asset): Promise<ShownFile> {
  try {
    const { bytes, contentType } = await contentOf(storage, owner, asset);
    if (bytes.byteLength > maxBytes) return { asset, problem: "it is too large to be looked at" };
    return { asset, contentType, bytes };
  } catch (error) {
    const reason = error instanceof Problem ? error.message : "its content cannot be read";
    return { asset, problem: reason };
  }
}

async function contentOf(storage: Storage, owner: Owner, asset: Asset) {
  const { contentType, byteSize } = asset;
  if (contentType === "image/svg+xml") throw new Problem("invalid-input", "drawings are not looked at");
  if (contentType !== "application/pdf") {
    // A small picture goes as it is, unless it takes more bytes than one that is scaled down.
    const as = byteSize > maxBytes ? { as: "image/jpeg" as const } : {};
    return readPicture({ storage }, owner, asset, { maxSidePx, ...as });
  }
  if (byteSize > maxBytes) throw new Problem("invalid-input", "it is too large to be looked at");
  return { bytes: await storage.read(owner, asset.id), contentType };
}
