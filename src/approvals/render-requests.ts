import type { Change } from "../chat/store.ts";
import type { Sql } from "../db/client.ts";
import { Problem } from "../problem.ts";
import type { Render } from "../renders/schema.ts";
import { getRender, listRenders } from "../renders/store.ts";
import type { Owner } from "../sessions/owner.ts";
import type { By } from "../sessions/phases.ts";
import type { Session } from "../sessions/schema.ts";
import { renderFactsOf } from "./facts.ts";
import { decidedIn } from "./places.ts";
import { type Approval, toPending } from "./schema.ts";
import { expireApprovals, insertApproval, listPending, withdrawApprovals } from "./store.ts";

/**
 * Asks the homeowner to decide on a picture; without an id on the newest that is undecided. An older question about the
 * same room is withdrawn. Call with the session locked, and append the events.
 * @throws {Problem} not-found, guard-failed when there is nothing to decide on, conflict when it is decided or asked already
 */
export async function requestRenderApproval(
  sql: Sql,
  owner: Owner,
  session: Pick<Session, "id" | "phase">,
  renderId: string | undefined,
  { turnId }: Pick<By, "turnId">,
): Promise<Change<Approval>> {
  const { id: sessionId, phase } = session;
  if (!decidedIn.render.includes(phase))
    throw new Problem(
      "guard-failed",
      `Pictures are decided on in ${decidedIn.render.join(" and ")}, and this is ${phase}`,
    );
  const render = renderId
    ? await getRender(sql, owner, sessionId, renderId)
    : await newestUndecided(sql, owner, sessionId);
  const facts = render && renderFactsOf(render);
  if (!render || !facts) throw new Problem("guard-failed", "There is no picture to decide on yet");
  if (render.decision !== "open")
    throw new Problem("conflict", `Picture ${render.version} of ${render.roomName} is ${render.decision} already`);
  const expired = await expireApprovals(sql, owner, sessionId);
  const pending = await listPending(sql, owner, sessionId);
  if (pending.some((other) => other.kind === "render" && other.facts.renderId === render.id)) throw askedAlready();
  const overtaken = await withdrawApprovals(
    sql,
    owner,
    sessionId,
    (other) => other.kind === "render" && other.facts.roomId === render.roomId,
  );
  const approval = await insertApproval(sql, owner, sessionId, { kind: "render", facts, turnId });
  return {
    result: approval,
    events: [...expired, ...overtaken, { type: "approval.requested", ...toPending(approval) }],
  };
}

async function newestUndecided(sql: Sql, owner: Owner, sessionId: string): Promise<Render | undefined> {
  const renders = await listRenders(sql, owner, sessionId);
  return renders.find(({ assetId, decision }) => assetId !== null && decision === "open");
}

export const askedAlready = () =>
  new Problem("conflict", "This was asked already and waits for the homeowner's answer");
