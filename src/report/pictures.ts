import type { Asset } from "../assets/schema.ts";
import type { Render } from "../renders/schema.ts";
import type { Room } from "../rooms/schema.ts";
import type { ReportPicture, ReportRender } from "./schema.ts";

/** A report shows what matters and stays printable; the rest is counted. */
const photosPerRoom = 2;
const photosOfProject = 4;
const photosInAll = 30;

type Sources = { rooms: readonly Room[]; assets: readonly Asset[]; renders: readonly Render[] };
type OfRoom = { render: ReportRender | null; photos: ReportPicture[]; more: number };
export type ChosenPictures = { rooms: ReadonlyMap<string, OfRoom>; others: ReportPicture[]; moreOthers: number };

/** Which pictures a report shows. `renders` newest first; of a room the approved one, else the newest not rejected. */
export function choosePictures({ rooms, assets, renders }: Sources): ChosenPictures {
  const byId = new Map(assets.map((asset) => [asset.id, asset]));
  const photos = assets.filter(({ kind, contentType }) => kind !== "render" && contentType !== "application/pdf");
  const shown = new Map(rooms.map(({ id }) => [id, renderOf(id, renders, byId)]));
  const befores = new Set([...shown.values()].map((render) => render?.before?.assetId));
  const rest = photos.filter(({ id }) => !befores.has(id)).toReversed();
  let left = photosInAll;
  const take = (own: readonly Asset[], most: number) => {
    const taken = own.slice(0, Math.min(most, left)).map(toPicture);
    left -= taken.length;
    return { photos: taken, more: own.length - taken.length };
  };
  const ofRooms = rooms.map(({ id }) => {
    const own = rest.filter(({ roomId }) => roomId === id);
    return [id, { render: shown.get(id) ?? null, ...take(own, photosPerRoom) }] as const;
  });
  const others = take(
    rest.filter(({ roomId }) => roomId === null),
    photosOfProject,
  );
  return { rooms: new Map(ofRooms), others: others.photos, moreOthers: others.more };
}

function renderOf(roomId: string, renders: readonly Render[], assets: ReadonlyMap<string, Asset>): ReportRender | null {
  const ready = renders.filter((render) => render.roomId === roomId && render.status === "ready");
  const render =
    ready.find(({ decision }) => decision === "approved") ?? ready.find(({ decision }) => decision === "open");
  const picture = assets.get(render?.assetId ?? "");
  if (!render || !picture) return null;
  const { version, decision, renderer, baseAssetId } = render;
  const before = assets.get(baseAssetId ?? "");
  return {
    picture: toPicture(picture),
    before: before && before.contentType !== "application/pdf" ? toPicture(before) : null,
    version,
    decision,
    renderer,
  };
}

const toPicture = ({ id, kind, contentType, widthPx, heightPx, sha256, caption }: Asset): ReportPicture => ({
  assetId: id,
  kind,
  contentType,
  widthPx,
  heightPx,
  sha256,
  caption,
});

/** Every picture that a report shows, each once. */
export function picturesIn({ rooms, pictures }: { rooms: readonly RoomPictures[]; pictures: ReportPicture[] }) {
  const all = rooms.flatMap(({ render, pictures: own }) => [render?.picture, render?.before, ...own]);
  const known = [...all, ...pictures].filter((picture) => picture !== undefined && picture !== null);
  return new Map(known.map((picture) => [picture.assetId, picture]));
}
type RoomPictures = { render: ReportRender | null; pictures: ReportPicture[] };
