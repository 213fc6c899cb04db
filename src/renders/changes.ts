import { decidedIn } from "../approvals/places.ts";
import type { Change } from "../chat/store.ts";
import type { Sql } from "../db/client.ts";
import { Problem } from "../problem.ts";
import { getRoom } from "../rooms/store.ts";
import type { Owner } from "../sessions/owner.ts";
import type { By } from "../sessions/phases.ts";
import type { Session } from "../sessions/schema.ts";
import { insertRenderTurn } from "../turns/store.ts";
import { checkTokens } from "../turns/token-cap.ts";
import { requirePhoto } from "./base-photo.ts";
import type { NewRender, Render, RendererName } from "./schema.ts";
import { getRender, insertRender, listRenders, renderChanged } from "./store.ts";

/** Pictures that one room keeps; one whose file was deleted counts no more. */
const maxRendersPerRoom = 20;

/** Who asks for a picture, and what the service has for it. */
export type AskedBy = By & {
  /** Those that are configured: the first is taken where none is named. */
  renderers?: readonly RendererName[];
  /** What the owner may use in a day, where the one who asks was not counted yet. */
  dailyTokens?: number | undefined;
};

/** The one that is always there. */
const boardOnly: readonly RendererName[] = ["concept_board"];

/**
 * Asks for a picture of a room: a render and the turn that makes it, both queued. A further version of a render starts
 * from its photo unless another is given. Call with the session locked, and append the events.
 * @throws {Problem} guard-failed outside of RENDER and ITERATE; not-found for the room, the parent or the photo;
 * invalid-input for a parent of another room, a file that is no photo, or a renderer that is not configured;
 * conflict while another picture of the room is under way, or when it has too many; token-cap
 */
export async function requestRender(
  sql: Sql,
  owner: Owner,
  session: Pick<Session, "id" | "phase" | "styleSlug">,
  input: NewRender,
  { renderers = boardOnly, dailyTokens }: AskedBy,
): Promise<Change<Render>> {
  const { id: sessionId, phase, styleSlug } = session;
  if (!decidedIn.render.includes(phase))
    throw new Problem("guard-failed", `Pictures are made in ${decidedIn.render.join(" and ")}, and this is ${phase}`);
  const { roomId, instructions = null } = input;
  const room = await getRoom(sql, owner, sessionId, roomId);
  const parent = input.parentId ? await getRender(sql, owner, sessionId, input.parentId) : undefined;
  if (parent && parent.roomId !== roomId) throw refused("parentId", "is a picture of another room");
  if (parent && parent.assetId === null) throw refused("parentId", "has no picture to go on from");
  if (input.baseAssetId) await requirePhoto(sql, owner, sessionId, input.baseAssetId);
  const renderer = input.renderer ?? renderers[0] ?? "concept_board";
  if (!renderers.includes(renderer)) throw refused("renderer", `is not configured: there is ${renderers.join(", ")}`);
  await requireRoomFor(sql, owner, sessionId, room);
  // A board costs nothing.
  if (renderer === "gemini" && dailyTokens !== undefined) await checkTokens(sql, owner, dailyTokens);

  const turnId = await insertRenderTurn(sql, owner, sessionId);
  const render = await insertRender(sql, owner, sessionId, {
    roomId,
    turnId,
    parentId: parent?.id ?? null,
    baseAssetId: input.baseAssetId ?? parent?.baseAssetId ?? null,
    renderer,
    instructions,
    styleSlug,
  });
  return { result: render, events: [renderChanged(render)] };
}

async function requireRoomFor(sql: Sql, owner: Owner, sessionId: string, room: { id: string; name: string }) {
  const renders = await listRenders(sql, owner, sessionId, { roomId: room.id });
  if (renders.some(({ status }) => status === "queued" || status === "running"))
    throw new Problem("conflict", `A picture of ${room.name} is under way already: wait for it, or cancel its turn`);
  if (renders.filter(({ assetId }) => assetId !== null).length >= maxRendersPerRoom)
    throw new Problem("conflict", `A room has at most ${maxRendersPerRoom} pictures: delete one of ${room.name} first`);
}

const refused = (field: string, detail: string) =>
  new Problem("invalid-input", `${field} ${detail}`, { errors: [{ pointer: `/${field}`, detail }] });
