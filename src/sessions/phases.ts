import { decidedIn } from "../approvals/places.ts";
import { withdrawApprovals } from "../approvals/store.ts";
import type { NewEvent } from "../chat/store.ts";
import type { Sql } from "../db/client.ts";
import { Problem } from "../problem.ts";
import { failedGuard } from "./guards.ts";
import type { Owner } from "./owner.ts";
import type { Phase } from "./schema.ts";

/** Every way from one phase to another. */
const ways: Record<Phase, readonly Phase[]> = {
  INTAKE: ["CHECKLIST"],
  CHECKLIST: ["PLAN"],
  PLAN: ["CHECKLIST", "RENDER"],
  RENDER: ["PLAN", "PAYMENT", "COMPLETE"],
  PAYMENT: ["RENDER", "COMPLETE"],
  COMPLETE: ["ITERATE", "PAYMENT"],
  ITERATE: ["PLAN", "RENDER"],
};

/** Where a phase falls back to when what it stands on changes. Nothing falls out of a payment. */
const before: Partial<Record<Phase, Phase>> = {
  COMPLETE: "ITERATE",
  ITERATE: "PLAN",
  RENDER: "PLAN",
  PLAN: "CHECKLIST",
};

/** Who moves a phase or changes a plan. */
export type By = { actor: "user" | "agent" | "system"; turnId?: string };
type Place = { id: string; phase: Phase };
type Move = By & { to: Phase; reason: string };

/**
 * The only way a phase changes, together with {@link fallBack}; what is asked in a phase is withdrawn on leaving it.
 * Call with the session locked, and append the events.
 * @throws {Problem} guard-failed, naming what is missing
 */
export async function movePhase(sql: Sql, owner: Owner, { id, phase }: Place, move: Move): Promise<NewEvent[]> {
  const { to } = move;
  if (!ways[phase].includes(to)) {
    throw new Problem("guard-failed", `From ${phase} the next phase can be ${ways[phase].join(" or ")}, not ${to}`);
  }
  const missing = await failedGuard(sql, owner, id, to);
  if (missing) throw new Problem("guard-failed", missing);
  const moved = await record(sql, owner, { id, phase }, move);
  return [moved, ...(await withdrawApprovals(sql, owner, id, ({ kind }) => !decidedIn[kind].includes(to)))];
}

/**
 * Goes back as far as a change demands, so that a phase never stands on what is no longer there. Call it after every
 * change of rooms, checklist, picks, plan or budget, with the session locked, and append the events.
 * @throws {Problem} conflict when the payment stands in the way, or nothing is left to go back to
 */
export async function fallBack(sql: Sql, owner: Owner, { id, phase }: Place, by: By): Promise<NewEvent[]> {
  const events: NewEvent[] = [];
  for (let at = phase; ;) {
    const missing = await failedGuard(sql, owner, id, at);
    if (!missing) return events;
    const to = before[at];
    if (!to) throw new Problem("conflict", `${missing}. It cannot be changed in ${at}`);
    events.push(await record(sql, owner, { id, phase: at }, { ...by, to, reason: missing }));
    at = to;
  }
}

/**
 * For deletions: they do not move the phase, they are refused when it stands on what they take away.
 * Call with the session locked, after the deletion. @throws {Problem} conflict with the way out
 */
export async function keepPhase(sql: Sql, owner: Owner, { id, phase }: Place): Promise<void> {
  const missing = await failedGuard(sql, owner, id, phase);
  if (!missing) return;
  const back = before[phase];
  const wayOut = back ? `go back to ${back} first` : "put something in its place first";
  throw new Problem("conflict", `The phase ${phase} stands on it: ${missing}. To delete it, ${wayOut}`);
}

async function record(sql: Sql, owner: Owner, { id, phase: from }: Place, move: Move): Promise<NewEvent> {
  const { to, actor, reason, turnId } = move;
  await sql`
    with moved as (update sessions set phase = ${to} where id = ${id} and owner_id = ${owner.id})
    insert into phase_transitions (session_id, owner_id, turn_id, from_phase, to_phase, actor, reason)
    values (${id}, ${owner.id}, ${turnId ?? null}, ${from}, ${to}, ${actor}, ${reason})`;
  return { type: "phase.changed", from, to, reason };
}
