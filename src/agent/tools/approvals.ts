import { requestApproval } from "../../approvals/requests.ts";
import { NewApproval } from "../../approvals/schema.ts";
import { parseInput } from "../../problem.ts";
import { formatMinor } from "../../sessions/money.ts";
import { ApprovalInput } from "./schema.ts";
import { byAgent, defineTool } from "./tool.ts";

export const askForApproval = defineTool({
  name: "request_approval",
  description:
    "Ask the homeowner to decide on the plan as it stands, on going over the budget, or again on a picture. The turn ends with " +
    "the question and its figures, which are written for you; the decision comes as the next message. Nobody but the homeowner " +
    "can decide. About a new picture they are asked by themselves as soon as it is ready.",
  schema: ApprovalInput,
  phases: ["PLAN", "RENDER"],
  async use({ kind, renderId }, context) {
    const { sql, owner, session } = context;
    const question = parseInput(NewApproval, { kind, ...(renderId && { renderId }) });
    const { result: approval, events } = await requestApproval(sql, owner, session, question, byAgent(context));
    const { id: approvalId } = approval;
    if (approval.kind === "render") {
      const { version, roomName } = approval.facts;
      return { result: { approvalId }, summary: `Asked for a decision on picture ${version} of ${roomName}`, events };
    }
    const { planVersion, totalMinor, currency } = approval.facts;
    const subject = approval.kind === "plan" ? `plan version ${planVersion}` : "going over the budget";
    const total = formatMinor(totalMinor, currency);
    return { result: { approvalId, total }, summary: `Asked for a decision on ${subject}: ${total}`, events };
  },
});
