import type { Sql } from "../db/client.ts";
import { badCursor, type PageQuery, toPage } from "../paging.ts";
import { notFound, Problem } from "../problem.ts";
import type { Owner } from "../sessions/owner.ts";
import { Plan, PlanSummary } from "./schema.ts";

const summaryColumns = (sql: Sql) => sql`
  version, status, based_on, currency, starts_on, ends_on, working_days,
  (select count(*) from plan_tasks where plan_id = plan_versions.id) as task_count,
  labour_minor, material_minor, contingency_percent, contingency_minor, total_minor, actor, created_at, approved_at`;

const taskColumns = (sql: Sql) => sql`
  key, title, room_id, room_name, trade, duration_days, depends_on, labour_minor, material_minor, notes, starts_on,
  ends_on, slack_days, slack_days = 0 as critical`;

/** The newest version, whatever its status: that is the plan as it stands. */
export async function findCurrentPlan(sql: Sql, owner: Owner, sessionId: string): Promise<Plan | undefined> {
  const [row] = await sql<{ id: string }[]>`
    select id, critical_path, ${summaryColumns(sql)} from plan_versions
    where session_id = ${sessionId} and owner_id = ${owner.id} order by version desc limit 1`;
  return row && withTasks(sql, owner, row);
}

/** @throws {Problem} not-found */
export async function getCurrentPlan(sql: Sql, owner: Owner, sessionId: string): Promise<Plan> {
  const plan = await findCurrentPlan(sql, owner, sessionId);
  if (!plan) throw new Problem("not-found", `session ${sessionId} has no plan yet`);
  return plan;
}

/** @throws {Problem} not-found */
export async function getPlan(sql: Sql, owner: Owner, sessionId: string, version: number): Promise<Plan> {
  const [row] = await sql<{ id: string }[]>`
    select id, critical_path, ${summaryColumns(sql)} from plan_versions
    where session_id = ${sessionId} and owner_id = ${owner.id} and version = ${version}`;
  if (!row) throw notFound("plan version", String(version));
  return withTasks(sql, owner, row);
}

async function withTasks(sql: Sql, owner: Owner, { id, ...row }: { id: string }): Promise<Plan> {
  const tasks = await sql`
    select ${taskColumns(sql)} from plan_tasks where plan_id = ${id} and owner_id = ${owner.id} order by position`;
  return Plan.parse({ ...row, tasks: [...tasks] });
}

/** Newest version first. */
export async function listPlans(sql: Sql, owner: Owner, sessionId: string, { limit, cursor }: PageQuery) {
  if (cursor !== undefined && !/^\d{1,9}$/.test(cursor)) throw new Problem("invalid-input", undefined, badCursor);
  const rows = await sql`
    select ${summaryColumns(sql)} from plan_versions
    where session_id = ${sessionId} and owner_id = ${owner.id} and version < ${cursor ?? 2_147_483_647}
    order by version desc limit ${limit + 1}`;
  const versions = rows.map((row) => PlanSummary.parse(row));
  return toPage(versions, limit, ({ version }) => String(version));
}

/** Writes the next version. Call with the session locked. */
export async function insertPlan(
  sql: Sql,
  owner: Owner,
  sessionId: string,
  plan: Omit<Plan, "version" | "status" | "taskCount" | "createdAt" | "approvedAt">,
): Promise<Plan> {
  const id = Bun.randomUUIDv7();
  const [row] = await sql<{ version: number }[]>`
    with next as (
      update sessions set last_plan_version = last_plan_version + 1
      where id = ${sessionId} and owner_id = ${owner.id} returning last_plan_version
    )
    insert into plan_versions (id, session_id, owner_id, version, based_on, currency, starts_on, ends_on, working_days,
      labour_minor, material_minor, contingency_percent, contingency_minor, total_minor, critical_path, actor)
    select ${id}, ${sessionId}, ${owner.id}, last_plan_version, ${plan.basedOn}::int, ${plan.currency}, ${plan.startsOn}::date,
      ${plan.endsOn}::date, ${plan.workingDays}::int, ${plan.labourMinor}::bigint, ${plan.materialMinor}::bigint,
      ${plan.contingencyPercent}::int, ${plan.contingencyMinor}::bigint, ${plan.totalMinor}::bigint,
      ${plan.criticalPath}::text[], ${plan.actor}
    from next returning version`;
  if (!row) throw notFound("session", sessionId);
  for (const [position, task] of plan.tasks.entries()) {
    await sql`
      insert into plan_tasks (plan_id, key, owner_id, position, title, room_id, room_name, trade, duration_days,
        depends_on, labour_minor, material_minor, notes, starts_on, ends_on, slack_days)
      values (${id}, ${task.key}, ${owner.id}, ${position}, ${task.title}, ${task.roomId}, ${task.roomName},
        ${task.trade}, ${task.durationDays}, ${task.dependsOn}::text[], ${task.labourMinor}, ${task.materialMinor},
        ${task.notes}, ${task.startsOn}, ${task.endsOn}, ${task.slackDays})`;
  }
  return getPlan(sql, owner, sessionId, row.version);
}

/** Call with the session locked. @throws {Problem} not-found */
export async function markApproved(sql: Sql, owner: Owner, sessionId: string, version: number): Promise<void> {
  const { count } = await sql`
    update plan_versions set status = 'approved', approved_at = coalesce(approved_at, clock_timestamp())
    where session_id = ${sessionId} and owner_id = ${owner.id} and version = ${version}`;
  if (count === 0) throw notFound("plan version", String(version));
}

/** Call with the session locked. */
export async function deletePlan(sql: Sql, owner: Owner, sessionId: string, version: number): Promise<void> {
  await sql`
    delete from plan_versions where session_id = ${sessionId} and owner_id = ${owner.id} and version = ${version}`;
}
