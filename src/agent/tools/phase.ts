import { movePhase } from "../../sessions/phases.ts";
import { phases } from "../../sessions/schema.ts";
import { MoveInput } from "./schema.ts";
import { defineTool } from "./tool.ts";

export const moveToPhase = defineTool({
  name: "move_to_phase",
  description:
    "Move the renovation on to another phase, once the homeowner agrees. Refused with the reason when something is missing.",
  schema: MoveInput,
  phases,
  async use({ to, reason }, { sql, owner, session, turnId }) {
    const events = await movePhase(sql, owner, session, { to, reason, actor: "agent", turnId });
    return { result: { phase: to }, summary: `Moved on to ${to}`, events };
  },
});
