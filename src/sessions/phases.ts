import type { NewEvent } from "../chat/store.ts";
import type { Sql } from "../db/client.ts";
import { Problem } from "../problem.ts";
import type { Owner } from "./owner.ts";
import type { Phase } from "./schema.ts";

/** Every way from one phase to another. */
const ways: Record<Phase, readonly Phase[]> = {
  INTAKE: ["CHECKLIST"],
  CHECKLIST: ["PLAN"],
  PLAN: ["CHECKLIST", "RENDER"],
  RENDER: ["PLAN", "PAYMENT"],
  PAYMENT: ["RENDER", "COMPLETE"],
  COMPLETE: ["ITERATE", "PAYMENT"],
  ITERATE: ["PLAN", "RENDER"],
};

type Move = { to: Phase; actor: "user" | "agent" | "system"; reason: string; turnId?: string };

/**
 * The only way a phase changes. Call with the session locked, and append the event it returns.
 * @throws {Problem} guard-failed, naming what is missing
 */
export async function movePhase(
  sql: Sql,
  owner: Owner,
  session: { id: string; phase: Phase },
  { to, actor, reason, turnId }: Move,
): Promise<NewEvent> {
  const from = session.phase;
  if (!ways[from].includes(to)) {
    throw new Problem("guard-failed", `From ${from} the next phase can be ${ways[from].join(" or ")}, not ${to}`);
  }
  await checkGuard(sql, owner, session.id, to);
  await sql`
    with moved as (update sessions set phase = ${to} where id = ${session.id} and owner_id = ${owner.id})
    insert into phase_transitions (session_id, owner_id, turn_id, from_phase, to_phase, actor, reason)
    values (${session.id}, ${owner.id}, ${turnId ?? null}, ${from}, ${to}, ${actor}, ${reason})`;
  return { type: "phase.changed", from, to, reason };
}

async function checkGuard(sql: Sql, owner: Owner, sessionId: string, to: Phase) {
  if (to === "CHECKLIST") {
    const [room] = await sql`select id from rooms where session_id = ${sessionId} and owner_id = ${owner.id} limit 1`;
    if (!room) throw new Problem("guard-failed", "The checklist needs at least one room");
    return;
  }
  // What the later phases stand on cannot be made yet, so their guards cannot be met.
  throw new Problem("guard-failed", `${to} needs what the phases before it leave behind, and that is not there yet`);
}
