import { requestApproval } from "../../approvals/requests.ts";
import { formatMinor } from "../../sessions/money.ts";
import { ApprovalInput } from "./schema.ts";
import { byAgent, defineTool } from "./tool.ts";

export const askForApproval = defineTool({
  name: "request_approval",
  description:
    "Ask the homeowner to decide on the plan as it stands, or on going over the budget. The turn ends with the question and " +
    "its figures, which are written for you; the decision comes as the next message. Nobody but the homeowner can decide.",
  schema: ApprovalInput,
  phases: ["PLAN"],
  async use({ kind }, context) {
    const { sql, owner, session } = context;
    const { result, events } = await requestApproval(sql, owner, session, kind, byAgent(context));
    const { id, facts } = result;
    const subject = kind === "plan" ? `plan version ${facts.planVersion}` : "going over the budget";
    const total = formatMinor(facts.totalMinor, facts.currency);
    return { result: { approvalId: id, total }, summary: `Asked for a decision on ${subject}: ${total}`, events };
  },
});
