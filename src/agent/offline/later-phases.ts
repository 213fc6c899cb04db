import { acknowledge } from "./acknowledgement.ts";
import { answerTalk, failures, opening, presentStyles } from "./replies.ts";
import type { Reading, Step } from "./situation.ts";
import { styleQuery } from "./wants.ts";

const arrival =
  "We are in the checklist phase now. This is where each room gets its list of what must, should and could be done; " +
  "this version of the planner does not write that list yet, so your project rests here, safely kept. " +
  "I still take corrections: “make it 15k”, “the kitchen is 4 by 5”, “add a hallway”, “drop the bathroom”.";

/** Phases whose own work the planner does not do yet: it takes corrections and says honestly where things stand. */
export function planLaterPhase(reading: Reading): Step {
  const { outcomes, intake, tools } = reading;
  if (outcomes.length === 0 && intake.input && tools.has("save_intake")) {
    const call = { name: "save_intake", arguments: intake.input };
    return { text: opening(reading).join("\n\n"), calls: [call] };
  }
  return { text: [...opening(reading), ...answer(reading)].join("\n\n"), calls: [] };
}

function answer(reading: Reading): string[] {
  const { outcomes, project, intake, tools } = reading;
  const { phase } = project.session;
  const hasArrived = outcomes.some(({ name, ok }) => name === "move_to_phase" && ok);
  const isLocked = intake.input !== undefined && outcomes.length === 0 && !tools.has("save_intake");
  const query = styleQuery(reading);
  const parts = [
    ...failures(reading),
    acknowledge(reading),
    ...(hasArrived ? [arrival] : answerTalk(reading)),
    query === undefined || hasArrived ? "" : presentStyles(reading, query),
    isLocked ? `Nothing can be changed while the project is in the phase ${phase}.` : "",
  ].filter((part) => part !== "");
  if (parts.length > 0 || intake.doubts.length + intake.absent.length > 0) return parts;
  return [
    `Your project is in the phase ${phase}, and this version of the offline planner does not do that phase's work yet. ` +
      "I can take corrections to rooms, sizes, budget and style, and “where are we?” shows what is kept.",
  ];
}
