import type { Phase } from "../../sessions/schema.ts";
import { saveIntake } from "./intake.ts";
import { moveToPhase } from "./phase.ts";
import { getStyleExamples } from "./styles.ts";
import type { Tool } from "./tool.ts";

/** Everything the agent can do, in any phase. */
export const allTools: readonly Tool[] = [getStyleExamples, saveIntake, moveToPhase];

/** What the agent can do in a phase. */
export const toolsFor = (phase: Phase): Tool[] => allTools.filter((tool) => tool.phases.includes(phase));
