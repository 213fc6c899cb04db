import type { Approval } from "../approvals/schema.ts";
import type { Asset } from "../assets/schema.ts";
import type { Budget } from "../budget/schema.ts";
import type { Style } from "../catalog/schema.ts";
import type { ChecklistItem } from "../checklist/schema.ts";
import type { RecordedDecision } from "../decisions/schema.ts";
import type { ProductPick } from "../picks/schema.ts";
import type { Plan } from "../plan/schema.ts";
import type { Render } from "../renders/schema.ts";
import type { Room } from "../rooms/schema.ts";
import type { Session } from "../sessions/schema.ts";

/** The renovation as it stands in the database; what prompts and the offline planner know. */
export type Project = {
  session: Session;
  /** Those of the catalogue in force. */
  styles: readonly Style[];
  rooms: Room[];
  checklist: ChecklistItem[];
  picks: ProductPick[];
  /** The newest version; undefined before there is one. */
  plan: Plan | undefined;
  budget: Budget;
  /** The latest, newest first: what waits for the homeowner and what was answered. */
  approvals: Approval[];
  decisions: RecordedDecision[];
  /** Photos, plans and documents of the homeowner, the newest first; without the pictures that were made here. */
  assets: Asset[];
  /** Of each room the newest picture, and the newest that is approved where that is another; the newest first. */
  renders: Render[];
};
