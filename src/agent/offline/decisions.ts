import type { Approval } from "../../approvals/schema.ts";
import type { Project } from "../project.ts";
import type { Reading } from "./situation.ts";

/** What waits for the homeowner, if anything does. */
export const pendingOf = ({ approvals }: Project): Approval | undefined =>
  approvals.find(({ status }) => status === "pending");

type Decision = "approved" | "over-approved" | "rejected" | "over-rejected";

/** What this message decided. The decision itself was applied before the turn began; here it is only told apart from other talk. */
export function decisionOf({ project, said, asked }: Reading): Decision | undefined {
  const { acts } = said.talk;
  const answers = asked?.topic === "decision";
  // A change that withdraws a question decides nothing, whatever was decided before it.
  const latest = project.approvals.find(({ status }) => status !== "pending");
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
