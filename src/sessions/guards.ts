import type { Sql } from "../db/client.ts";
import { moneyObstacle, planStanding } from "../plan/standing.ts";
import type { Owner } from "./owner.ts";
import type { Phase } from "./schema.ts";

/** Says what is missing, as a sentence without its full stop; undefined when it is all there. */
type Guard = (sql: Sql, owner: Owner, sessionId: string) => Promise<string | undefined>;

const needsRoom: Guard = async (sql, owner, sessionId) => {
  const [room] = await sql`select id from rooms where session_id = ${sessionId} and owner_id = ${owner.id} limit 1`;
  return room ? undefined : "The checklist needs at least one room";
};

const needsChecklists: Guard = async (sql, owner, sessionId) => {
  const bare = await sql<{ name: string }[]>`
    select name from rooms where session_id = ${sessionId} and owner_id = ${owner.id}
      and not exists (select from checklist_items where room_id = rooms.id and owner_id = ${owner.id})
    order by position, id`;
  if (bare.length === 0) return undefined;
  return `The plan needs a checklist for every room, and there is none for ${bare.map(({ name }) => name).join(", ")}`;
};

const needsApprovedPlan: Guard = async (sql, owner, sessionId) => {
  const standing = await planStanding(sql, owner, sessionId);
  if (!standing) return "The pictures need an approved plan, and there is no plan yet";
  if (standing.status !== "approved")
    return `The pictures need an approved plan, and version ${standing.version} is not approved`;
  return moneyObstacle(standing);
};

const needsApprovedRender: Guard = async (sql, owner, sessionId) => {
  // A room takes its renders along when it is deleted, and a render keeps no picture whose file is.
  const [approved] = await sql`
    select id from renders where session_id = ${sessionId} and owner_id = ${owner.id} and decision = 'approved'
      and asset_id is not null limit 1`;
  return approved ? undefined : "It needs an approved picture of at least one room, and there is none yet";
};

const needsPayments: Guard = async () =>
  "Payments are off in this version: with an approved picture the way leads from RENDER to COMPLETE";

/** What each phase stands on, the guards of the phases before it included. */
const guards: Record<Phase, readonly Guard[]> = {
  INTAKE: [],
  CHECKLIST: [needsRoom],
  PLAN: [needsRoom, needsChecklists],
  RENDER: [needsRoom, needsChecklists, needsApprovedPlan],
  PAYMENT: [needsPayments, needsRoom, needsChecklists, needsApprovedPlan, needsApprovedRender],
  COMPLETE: [needsRoom, needsChecklists, needsApprovedPlan, needsApprovedRender],
  ITERATE: [needsRoom, needsChecklists],
};

/** The first thing that is missing for a session to be in a phase; undefined when it may be. */
export async function failedGuard(
  sql: Sql,
  owner: Owner,
  sessionId: string,
  phase: Phase,
): Promise<string | undefined> {
  for (const guard of guards[phase]) {
    const missing = await guard(sql, owner, sessionId);
    if (missing) return missing;
  }
  return undefined;
}
