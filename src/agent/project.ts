import type { Room } from "../rooms/schema.ts";
import type { Session } from "../sessions/schema.ts";

/** The renovation as it stands in the database; what prompts and the offline planner know. */
export type Project = {
  session: Session;
  rooms: Room[];
  /** Things the homeowner insists on, in their words. */
  constraints: string[];
};
