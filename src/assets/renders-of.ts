import type { NewEvent } from "../chat/store.ts";
import type { Sql } from "../db/client.ts";
import type { Owner } from "../sessions/owner.ts";

/** What stands on the asset: the approved picture of a room, a picture that is being decided on, one that is being made. */
export async function findNeed(sql: Sql, owner: Owner, sessionId: string, id: string) {
  const [row] = await sql<{ need: "approved" | "asked" | "base" }[]>`
    select case
        when asset_id is distinct from ${id}::uuid then 'base'
        when decision = 'approved' then 'approved'
        else 'asked' end as need
    from renders
    where session_id = ${sessionId} and owner_id = ${owner.id} and (
      (base_asset_id = ${id} and status in ('queued', 'running'))
      or (asset_id = ${id} and decision = 'approved' and not exists (
        select 1 from renders newer
        where newer.room_id = renders.room_id and newer.version > renders.version and newer.decision = 'approved'))
      or (asset_id = ${id} and exists (
        select 1 from approvals where approvals.render_id = renders.id and approvals.status = 'pending'
          and approvals.expires_at > clock_timestamp())))
    limit 1`;
  return row?.need;
}

/** The pictures of rooms that it is, or that were made from it, as the event `render.changed` tells of them. */
export async function listMadeWith(sql: Sql, owner: Owner, sessionId: string, id: string) {
  return sql<Omit<Extract<NewEvent, { type: "render.changed" }>, "type">[]>`
    select id as render_id, room_id, status, decision from renders
    where session_id = ${sessionId} and owner_id = ${owner.id} and (asset_id = ${id} or base_asset_id = ${id})
    order by id`;
}

/**
 * For a room that is about to be deleted: the pictures made of it go with it, though their content is swept
 * later; all other files stay in the session. Call with the session locked, before the deletion.
 * @returns those that went and those that stay
 */
export async function leaveRoom(sql: Sql, owner: Owner, sessionId: string, roomId: string): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    with made as (
      select asset_id from renders
      where room_id = ${roomId} and session_id = ${sessionId} and owner_id = ${owner.id} and asset_id is not null
    ), gone as (
      delete from assets where id in (select asset_id from made) and owner_id = ${owner.id} returning id
    ), staying as (
      update assets set room_id = null
      where room_id = ${roomId} and session_id = ${sessionId} and owner_id = ${owner.id}
        and id not in (select asset_id from made)
      returning id
    )
    select id from gone union all select id from staying order by id`;
  return rows.map(({ id }) => id);
}
