import type { Sql } from "../db/client.ts";
import { planStanding, type Standing } from "../plan/standing.ts";
import type { Render } from "../renders/schema.ts";
import { findRender } from "../renders/store.ts";
import type { Owner } from "../sessions/owner.ts";
import type { Approval, PlanFacts, RenderFacts } from "./schema.ts";

/** What is decided on, as the plan and the budget stand. */
export function planFactsOf(standing: Standing): PlanFacts {
  const { version: planVersion, taskCount, startsOn, endsOn, currency, budgetMinor } = standing;
  const { labourMinor, materialMinor, contingencyMinor, productsMinor, totalMinor, overMinor } = standing;
  const amounts = { labourMinor, materialMinor, contingencyMinor, productsMinor, totalMinor, budgetMinor, overMinor };
  return { planVersion, taskCount, startsOn, endsOn, ...amounts, currency };
}

/** What is decided on with a picture; undefined while it has none. */
export function renderFactsOf(render: Render): RenderFacts | undefined {
  const { id: renderId, assetId, roomId, roomName, version, renderer, styleSlug } = render;
  return assetId === null ? undefined : { renderId, assetId, roomId, roomName, version, renderer, styleSlug };
}

/** Whether a question is still about what is there: the same figures, or the same undecided picture. */
export async function stillHolds(sql: Sql, owner: Owner, sessionId: string, asked: Approval): Promise<boolean> {
  if (asked.kind === "render") {
    const render = await findRender(sql, owner, sessionId, asked.facts.renderId);
    return render?.decision === "open" && render.assetId === asked.facts.assetId;
  }
  const standing = await planStanding(sql, owner, sessionId);
  return standing?.isComparable === true && Bun.deepEquals(planFactsOf(standing), asked.facts);
}
