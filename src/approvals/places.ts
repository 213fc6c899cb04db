import type { Phase } from "../sessions/schema.ts";
import type { ApprovalKind } from "./schema.ts";

/** The phases in which each kind of question is asked and answered; on leaving them it is withdrawn. */
export const decidedIn: Record<ApprovalKind, readonly Phase[]> = {
  plan: ["PLAN"],
  over_budget: ["PLAN"],
  render: ["RENDER", "ITERATE"],
};
