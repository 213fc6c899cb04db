import { settle } from "../approvals/settle.ts";
import type { Change, NewEvent } from "../chat/store.ts";
import type { Sql } from "../db/client.ts";
import { Problem } from "../problem.ts";
import { listRooms } from "../rooms/store.ts";
import { defaultCurrency } from "../sessions/money.ts";
import type { Owner } from "../sessions/owner.ts";
import { type By, movePhase } from "../sessions/phases.ts";
import type { Session } from "../sessions/schema.ts";
import { schedule } from "./schedule.ts";
import type { NewPlan, NewTask, Plan } from "./schema.ts";
import { deletePlan, findCurrentPlan, getPlan, insertPlan } from "./store.ts";
import { totalsOf } from "./totals.ts";
import { defaultStart } from "./working-days.ts";
import { withoutTasks } from "./without-tasks.ts";

type Place = Pick<Session, "id" | "phase" | "currency">;

/**
 * Writes a new version of the plan as a draft; totals, order and dates are computed. What was approved stays as it is.
 * Call with the session locked, and append the events.
 * @throws {Problem} guard-failed before PLAN, conflict after it, invalid-input for cycles, unknown rooms and the like
 */
export async function savePlan(sql: Sql, owner: Owner, session: Place, input: NewPlan, by: By): Promise<Change<Plan>> {
  const moved = await enterPlan(sql, owner, session, by);
  const rooms = await roomNames(sql, owner, session.id);
  for (const [index, { roomId }] of input.tasks.entries()) {
    if (roomId === null || rooms.has(roomId)) continue;
    const detail = `room ${roomId} does not exist`;
    throw new Problem("invalid-input", detail, { errors: [{ pointer: `/tasks/${index}/roomId`, detail }] });
  }
  const startsOn = input.startsOn ?? (await findCurrentPlan(sql, owner, session.id))?.startsOn;
  const { result, events } = await write(sql, owner, session, { ...input, startsOn, rooms, by });
  return { result, events: [...moved, ...events, ...(await settle(sql, owner, session.id, by))] };
}

/**
 * Brings an older version back as a new draft, without the work in rooms that are gone. Call as {@link savePlan}.
 * @throws {Problem} not-found, guard-failed, conflict
 */
export async function restorePlan(
  sql: Sql,
  owner: Owner,
  session: Place,
  version: number,
  by: By,
): Promise<Change<Plan>> {
  const moved = await enterPlan(sql, owner, session, by);
  const older = await getPlan(sql, owner, session.id, version);
  const current = await findCurrentPlan(sql, owner, session.id);
  if (current?.version === version) throw new Problem("conflict", `Plan version ${version} is the current one`);
  if (older.currency !== (session.currency ?? older.currency))
    throw new Problem("conflict", `Plan version ${version} is in ${older.currency}, the budget in ${session.currency}`);
  const rooms = await roomNames(sql, owner, session.id);
  const tasks = withoutTasks(older.tasks, ({ roomId }) => roomId !== null && !rooms.has(roomId));
  const { result, events } = await write(sql, owner, session, { ...older, tasks, rooms, by, basedOn: version });
  return { result, events: [...moved, ...events, ...(await settle(sql, owner, session.id, by))] };
}

/**
 * Takes the work in a room out of the plan by a new version; nothing happens without such work.
 * Call with the session locked, after the room was removed, append the events, and settle the change.
 */
export async function dropRoomFromPlan(
  sql: Sql,
  owner: Owner,
  session: Place,
  roomId: string,
  by: By,
): Promise<NewEvent[]> {
  const current = await findCurrentPlan(sql, owner, session.id);
  if (!current?.tasks.some((task) => task.roomId === roomId)) return [];
  const tasks = withoutTasks(current.tasks, (task) => task.roomId === roomId);
  const rooms = await roomNames(sql, owner, session.id);
  const { events } = await write(
    sql,
    owner,
    { ...session, currency: current.currency },
    { ...current, tasks, rooms, by },
  );
  return events;
}

/**
 * Deletes a draft; the version before it is the plan again. Call with the session locked, and append the events.
 * @throws {Problem} not-found, conflict for an approved version
 */
export async function removePlan(sql: Sql, owner: Owner, session: Place, version: number, by: By): Promise<NewEvent[]> {
  const plan = await getPlan(sql, owner, session.id, version);
  if (plan.status === "approved")
    throw new Problem(
      "conflict",
      `Plan version ${version} is approved and stays; write a new version to change the plan`,
    );
  await deletePlan(sql, owner, session.id, version);
  return [{ type: "plan.changed", version }, ...(await settle(sql, owner, session.id, by))];
}

/** The phases in which a plan is written; from ITERATE the way is back to PLAN. */
async function enterPlan(sql: Sql, owner: Owner, session: Place, by: By): Promise<NewEvent[]> {
  switch (session.phase) {
    case "PLAN":
    case "RENDER":
      return [];
    case "ITERATE":
      return movePhase(sql, owner, session, { ...by, to: "PLAN", reason: "The plan is changed" });
    case "INTAKE":
    case "CHECKLIST":
      throw new Problem("guard-failed", `A plan is written in the phase PLAN, and this is ${session.phase}`);
    default:
      throw new Problem("conflict", `In ${session.phase} the plan is settled: go back to change it`);
  }
}

type Content = Pick<NewPlan, "contingencyPercent"> & {
  tasks: readonly NewTask[];
  startsOn?: string | undefined;
  rooms: ReadonlyMap<string, string>;
  basedOn?: number | null;
  by: By;
};

async function write(sql: Sql, owner: Owner, session: Place, content: Content): Promise<Change<Plan>> {
  const { contingencyPercent, rooms, by, basedOn = null } = content;
  const { tasks, ...dates } = schedule(content.tasks, content.startsOn ?? defaultStart(new Date()));
  const plan = await insertPlan(sql, owner, session.id, {
    ...dates,
    ...totalsOf(tasks, contingencyPercent),
    contingencyPercent,
    currency: session.currency ?? defaultCurrency,
    actor: by.actor,
    basedOn,
    tasks: tasks.map((task) => ({ ...task, roomName: (task.roomId && rooms.get(task.roomId)) ?? null })),
  });
  return { result: plan, events: [{ type: "plan.changed", version: plan.version }] };
}

async function roomNames(sql: Sql, owner: Owner, sessionId: string): Promise<ReadonlyMap<string, string>> {
  return new Map((await listRooms(sql, owner, sessionId)).map(({ id, name }) => [id, name]));
}
