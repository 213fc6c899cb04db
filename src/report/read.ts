import type { Approval } from "../approvals/schema.ts";
import { listApprovals } from "../approvals/store.ts";
import { listAssets } from "../assets/store.ts";
import { budgetOf } from "../budget/store.ts";
import { findStyle } from "../catalog/store.ts";
import { listItems } from "../checklist/store.ts";
import { type Database, type Sql, snapshot } from "../db/client.ts";
import { listDecisions } from "../decisions/store.ts";
import { listPicks } from "../picks/store.ts";
import { findCurrentPlan } from "../plan/store.ts";
import { listRenders } from "../renders/store.ts";
import { listRooms } from "../rooms/store.ts";
import type { Owner } from "../sessions/owner.ts";
import { getSession } from "../sessions/store.ts";
import { costsOf } from "./costs.ts";
import { methodOf } from "./method.ts";
import { choosePictures } from "./pictures.ts";
import { areaOfAll, toReportRooms } from "./rooms.ts";
import type { Report, ReportApproval } from "./schema.ts";

/**
 * Everything the report shows, of one moment: what is written meanwhile is in it whole or not at all.
 * @throws {Problem} not-found
 */
export async function readReport(database: Database, owner: Owner, sessionId: string): Promise<Report> {
  const read = await snapshot(database, (sql) => readAll(sql, owner, sessionId));
  const { session, style, rooms, items, picks, plan, assets, renders } = read;
  const budget = budgetOf(session, { rooms, items, picks, plan });
  const pictures = choosePictures({ rooms, assets, renders });
  const roomNames = new Map(rooms.map(({ id, name }) => [id, name]));
  const itemNames = new Map(items.map(({ id, description }) => [id, description]));
  return {
    generatedAt: new Date().toISOString(),
    session,
    style: style ?? null,
    areaM2: areaOfAll(rooms),
    rooms: toReportRooms({ rooms, items, budget, pictures }),
    pictures: pictures.others,
    morePictures: pictures.moreOthers,
    shopping: {
      lines: picks.map((pick) => ({
        pick,
        roomName: roomNames.get(pick.roomId) ?? "",
        itemDescription: (pick.itemId && itemNames.get(pick.itemId)) ?? null,
      })),
      totalMinor: budget.pickedMinor,
    },
    plan: plan ?? null,
    budget,
    costs: costsOf(budget, plan),
    approvals: read.approvals.map(toReportApproval),
    decisions: read.decisions,
    estimates: methodOf({ currency: budget.currency, items, plan, roomNames }),
  };
}

async function readAll(sql: Sql, owner: Owner, sessionId: string) {
  // First and alone: whoever asks for another's session hears of nothing else.
  const session = await getSession(sql, owner, sessionId);
  const [style, rooms, items, picks, plan, assets, renders, approvals, decisions] = await Promise.all([
    session.styleSlug === null ? undefined : findStyle(sql, session.styleSlug),
    listRooms(sql, owner, sessionId),
    listItems(sql, owner, sessionId),
    listPicks(sql, owner, sessionId),
    findCurrentPlan(sql, owner, sessionId),
    listAssets(sql, owner, sessionId),
    listRenders(sql, owner, sessionId),
    allPages((cursor) => listApprovals(sql, owner, sessionId, { limit: 100, cursor })),
    allPages((cursor) => listDecisions(sql, owner, sessionId, { limit: 100, cursor })),
  ]);
  return { session, style, rooms, items, picks, plan, assets, renders, approvals, decisions };
}

/** A session has few of each; five pages are more than a report should print. */
async function allPages<T>(page: (cursor?: string) => Promise<{ items: T[]; nextCursor: string | null }>) {
  const items: T[] = [];
  let cursor: string | null | undefined;
  for (let read = 0; read < 5 && cursor !== null; read++) {
    const next = await page(cursor);
    items.push(...next.items);
    cursor = next.nextCursor;
  }
  return items;
}

function toReportApproval(approval: Approval): ReportApproval {
  const { kind, status, note, createdAt: askedAt, answeredAt } = approval;
  const told = { kind, status, note, askedAt, answeredAt };
  if (approval.kind === "render") {
    const { roomName, version } = approval.facts;
    return { ...told, subject: `Picture ${version} of ${roomName}`, totalMinor: null, currency: null };
  }
  const { planVersion, totalMinor, currency } = approval.facts;
  const plan = `plan version ${planVersion}`;
  const subject = approval.kind === "plan" ? `P${plan.slice(1)}` : `Going over the budget with ${plan}`;
  return { ...told, subject, totalMinor, currency };
}
