import type { PlanApproval } from "../../approvals/schema.ts";
import type { Project } from "../project.ts";
import { hasMoved } from "./calls.ts";
import type { Reading } from "./situation.ts";

/** What waits for the homeowner about the plan, if anything does. */
export const pendingOf = ({ approvals }: Project): PlanApproval | undefined =>
  approvals.find((asked): asked is PlanApproval => asked.kind !== "render" && asked.status === "pending");

type Decision = "approved" | "over-approved" | "rejected" | "over-rejected";

/** What this message decided about the plan. The decision itself was applied before the turn began; here it is only told apart from other talk. */
export function decisionOf(reading: Reading): Decision | undefined {
  // A yes that leads to the plan is about going there: what was decided before is no news.
  if (hasMoved(reading, "PLAN")) return undefined;
  const { project, said, asked } = reading;
  const { acts } = said.talk;
  const answers = asked?.topic === "decision" || asked?.topic === "undecided";
  // A change that withdraws a question decides nothing, whatever was decided before it.
  const latest = project.approvals.find(({ kind, status }) => kind !== "render" && status !== "pending");
  if (latest?.status !== "approved" && latest?.status !== "rejected") return undefined;
  const isPlan = latest.kind === "plan";
  if (latest.status === "rejected") {
    const isNo = acts.has("reject") || (answers && acts.has("no"));
    return isNo ? (isPlan ? "rejected" : "over-rejected") : undefined;
  }
  const isYes = acts.has("approve") || (answers && acts.has("yes"));
  if (!isYes || acts.has("reject")) return undefined;
  return isPlan ? "approved" : "over-approved";
}
