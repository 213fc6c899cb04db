import type { Reading } from "./situation.ts";

const lead = "The work starts on ";

/** How a start that was named before there is a plan is kept until there is one. */
export const startDecision = (startsOn: string) => `${lead}${startsOn}`;

/** The start that a recorded decision is about, if it is about one. */
export const startIn = (decision: string): string | undefined =>
  decision.startsWith(lead) ? decision.slice(lead.length) : undefined;

/** The first day of the work where the homeowner named one; a plan that stands keeps its own. */
export function startOf({ startsOn, project }: Pick<Reading, "startsOn" | "project">): string | undefined {
  if (startsOn || project.plan) return startsOn;
  return project.decisions.flatMap(({ text }) => startIn(text) ?? [])[0];
}
