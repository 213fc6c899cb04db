import type { NewEvent } from "../chat/store.ts";
import type { Sql } from "../db/client.ts";
import { badCursor, type PageQuery, toPage } from "../paging.ts";
import { notFound, Problem, type ProblemDetails } from "../problem.ts";
import type { Owner } from "../sessions/owner.ts";
import { Render, RenderId } from "./schema.ts";

const columns = (sql: Sql) => sql`
  renders.id, room_id, rooms.name as room_name, turn_id, version, parent_id, base_asset_id, asset_id, renderer, status,
  decision, instructions, style_slug, problem, renders.created_at, finished_at, decided_at`;

const mine = (sql: Sql, owner: Owner, sessionId: string) => sql`
  renders join rooms on rooms.id = room_id where renders.session_id = ${sessionId} and renders.owner_id = ${owner.id}`;

type Filter = { roomId?: string | undefined };

/** Far more than a renovation has, so that failed and cancelled ones without end cannot fill the memory. */
const mostListed = 1_000;

/** The renders of a session or of one of its rooms, newest first. */
export async function listRenders(sql: Sql, owner: Owner, sessionId: string, { roomId }: Filter = {}) {
  const rows = await sql`
    select ${columns(sql)} from ${mine(sql, owner, sessionId)}
      and (${roomId ?? null}::uuid is null or room_id = ${roomId ?? null}::uuid)
    order by renders.id desc limit ${mostListed}`;
  return rows.map((row) => Render.parse(row));
}

/** Newest first: ids are UUIDv7. @throws {Problem} invalid-input for a foreign cursor */
export async function pageRenders(
  sql: Sql,
  owner: Owner,
  sessionId: string,
  { limit, cursor, roomId }: PageQuery & Filter,
) {
  const before = cursor === undefined ? null : RenderId.safeParse(cursor).data;
  if (before === undefined) throw new Problem("invalid-input", undefined, badCursor);
  const rows = await sql`
    select ${columns(sql)} from ${mine(sql, owner, sessionId)}
      and (${before}::uuid is null or renders.id < ${before}::uuid)
      and (${roomId ?? null}::uuid is null or room_id = ${roomId ?? null}::uuid)
    order by renders.id desc limit ${limit + 1}`;
  return toPage(
    rows.map((row) => Render.parse(row)),
    limit,
    ({ id }) => id,
  );
}

/** @throws {Problem} not-found */
export async function getRender(sql: Sql, owner: Owner, sessionId: string, id: string): Promise<Render> {
  const render = await findRender(sql, owner, sessionId, id);
  if (!render) throw notFound("render", id);
  return render;
}

/** Undefined when its room is gone. */
export async function findRender(sql: Sql, owner: Owner, sessionId: string, id: string): Promise<Render | undefined> {
  const [row] = await sql`select ${columns(sql)} from ${mine(sql, owner, sessionId)} and renders.id = ${id}`;
  return row && Render.parse(row);
}

/** The render that a turn makes; undefined once its room is gone. */
export async function findRenderOf(sql: Sql, owner: Owner, turn: { sessionId: string; turnId: string }) {
  const [row] = await sql`
    select ${columns(sql)} from ${mine(sql, owner, turn.sessionId)} and turn_id = ${turn.turnId}`;
  return row && Render.parse(row);
}

type NewRow = Pick<Render, "roomId" | "turnId" | "parentId" | "baseAssetId" | "renderer" | "styleSlug"> & {
  instructions: string | null;
};

/** The next version of its room, queued. Call with the session locked, after its turn was queued. */
export async function insertRender(sql: Sql, owner: Owner, sessionId: string, row: NewRow): Promise<Render> {
  const id = Bun.randomUUIDv7();
  await sql`
    insert into renders (id, session_id, owner_id, room_id, turn_id, version, parent_id, base_asset_id, renderer,
      instructions, style_slug, plan_version)
    values (${id}, ${sessionId}, ${owner.id}, ${row.roomId}, ${row.turnId},
      (select coalesce(max(version), 0) + 1 from renders where room_id = ${row.roomId}),
      ${row.parentId}, ${row.baseAssetId}, ${row.renderer}, ${row.instructions}, ${row.styleSlug},
      (select max(version) from plan_versions where session_id = ${sessionId} and owner_id = ${owner.id}))`;
  return getRender(sql, owner, sessionId, id);
}

type Change =
  | { status: "queued" | "running" | "cancelled" }
  | { status: "failed"; problem: ProblemDetails }
  | { status: "ready"; assetId: string };

/**
 * Moves the render of a turn on. Call with the session locked, and append the event.
 * Undefined when there is none any more, because its room was deleted.
 */
export async function changeRender(
  sql: Sql,
  owner: Owner,
  turn: { sessionId: string; turnId: string },
  change: Change,
  progress?: string,
): Promise<NewEvent | undefined> {
  const isOver = change.status !== "queued" && change.status !== "running";
  const [row] = await sql<Pick<Render, "id" | "roomId" | "status" | "decision">[]>`
    update renders set status = ${change.status}, finished_at = case when ${isOver} then clock_timestamp() end,
      problem = ${change.status === "failed" ? sql.json(change.problem) : null},
      asset_id = ${change.status === "ready" ? change.assetId : null}
    where turn_id = ${turn.turnId} and session_id = ${turn.sessionId} and owner_id = ${owner.id}
    returning id, room_id, status, decision`;
  return row && renderChanged(row, progress);
}

/** Keeps the homeowner's decision on a ready render. Call with the session locked, and append the event. */
export async function decideRender(
  sql: Sql,
  owner: Owner,
  sessionId: string,
  { id, decision }: Pick<Render, "id" | "decision">,
): Promise<NewEvent> {
  await sql`
    update renders set decision = ${decision}, decided_at = clock_timestamp()
    where id = ${id} and session_id = ${sessionId} and owner_id = ${owner.id}`;
  return renderChanged(await getRender(sql, owner, sessionId, id));
}

export const renderChanged = (
  { id, roomId, status, decision }: Pick<Render, "id" | "roomId" | "status" | "decision">,
  progress?: string,
): NewEvent => ({
  type: "render.changed",
  renderId: id,
  roomId,
  status,
  decision,
  ...(progress === undefined ? {} : { progress }),
});
