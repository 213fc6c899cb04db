import { Problem } from "../problem.ts";
import type { Phase } from "./schema.ts";

/** In these phases the renovation is settled; what one would have to go back to first. */
const settled: Partial<Record<Phase, Phase>> = { PAYMENT: "RENDER", COMPLETE: "ITERATE" };

/** @throws {Problem} conflict with the way out, where rooms, checklist and picks are settled */
export function requireEditable({ phase }: { phase: Phase }): void {
  const wayOut = settled[phase];
  if (wayOut) throw new Problem("conflict", `In ${phase} this is settled: go back to ${wayOut} to change it`);
}

/** Whether rooms, checklist and picks are settled; items are still ticked off then. */
export const isSettled = ({ phase }: { phase: Phase }) => settled[phase] !== undefined;
