import { keepAsset } from "../assets/keep.ts";
import type { AssetStorage } from "../assets/storage.ts";
import { getAsset } from "../assets/store.ts";
import type { Asset } from "../assets/schema.ts";
import { requestRenderApproval } from "../approvals/render-requests.ts";
import { decidedIn } from "../approvals/places.ts";
import type { NewEvent } from "../chat/store.ts";
import type { Sql } from "../db/client.ts";
import { Problem } from "../problem.ts";
import type { Owner } from "../sessions/owner.ts";
import { getSession } from "../sessions/store.ts";
import type { MakePicture } from "../turns/picture.ts";
import { loadBrief } from "./brief.ts";
import type { Renderer } from "./renderer.ts";
import type { Render, RendererName } from "./schema.ts";
import { changeRender, findRender, findRenderOf } from "./store.ts";

type Parts = {
  sql: Sql;
  storage: AssetStorage;
  /** Those that are configured. */
  renderers: Partial<Record<RendererName, Renderer>>;
};

/** Makes the pictures of turns with whichever renderer each was asked of. */
export const createMakePicture =
  ({ sql, storage, renderers }: Parts): MakePicture =>
  async ({ turn, signal, progress, billed }) => {
    const { owner, sessionId } = turn;
    const render = await findRenderOf(sql, owner, { sessionId, turnId: turn.id });
    if (!render) throw new Problem("not-found", "The room is gone");
    const renderer = renderers[render.renderer];
    // It was asked for under another configuration.
    if (!renderer) throw new Problem("model-misconfigured", "The image model is no longer configured");
    const brief = await loadBrief(sql, owner, sessionId, render);
    const parent = render.parentId ? await findRender(sql, owner, sessionId, render.parentId) : undefined;
    const picture = await renderer({
      owner,
      brief,
      photo: await findAsset(sql, owner, sessionId, render.baseAssetId),
      previous: await findAsset(sql, owner, sessionId, parent?.assetId ?? null),
      signal,
      progress,
      billed,
    });
    const { roomId, roomName, version } = render;
    const name = `${roomName}, picture ${version}`.slice(0, 200);
    const kept = await keepAsset(storage, owner, sessionId, {
      ...picture,
      kind: "render",
      roomId,
      name,
      caption: null,
    });
    return {
      discard: kept.discard,
      store: async (locked) => storePicture(locked, owner, { sessionId, turnId: turn.id }, await kept.insert(locked)),
    };
  };

async function findAsset(sql: Sql, owner: Owner, sessionId: string, id: string | null): Promise<Asset | undefined> {
  if (id === null) return undefined;
  try {
    return await getAsset(sql, owner, sessionId, id);
  } catch (error) {
    // Deleted since: the picture is made without it.
    if (error instanceof Problem && error.kind === "not-found") return undefined;
    throw error;
  }
}

/** The picture is there, and asks to be decided on where that can be. */
async function storePicture(
  sql: Sql,
  owner: Owner,
  turn: { sessionId: string; turnId: string },
  asset: Asset,
): Promise<NewEvent[]> {
  const { sessionId } = turn;
  const ready = await changeRender(sql, owner, turn, { status: "ready", assetId: asset.id });
  const render = await findRenderOf(sql, owner, turn);
  if (!ready || !render) throw new Problem("not-found", "The room is gone");
  return [{ type: "asset.changed", assetIds: [asset.id] }, ready, ...(await ask(sql, owner, sessionId, render))];
}

async function ask(sql: Sql, owner: Owner, sessionId: string, render: Render): Promise<NewEvent[]> {
  const session = await getSession(sql, owner, sessionId);
  // Gone back meanwhile: it can be asked about once pictures are decided on again.
  if (!decidedIn.render.includes(session.phase)) return [];
  return (await requestRenderApproval(sql, owner, session, render.id, {})).events;
}
