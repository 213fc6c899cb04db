import { acknowledge } from "./acknowledgement.ts";
import { hasMoved, move, savingCall } from "./calls.ts";
import { moneyWordsOf } from "./plan-words.ts";
import { lookAhead, type Outlook } from "./outlook.ts";
import { answerTalk, failures, opening, phaseAbilities, presentStyles } from "./replies.ts";
import { readSaved } from "./saved.ts";
import type { Reading, Step, ToolCall } from "./situation.ts";
import { styleQuery, wantsBack } from "./wants.ts";

/** The phases after the plan, whose own work the planner does not do yet: it takes corrections and leads back to the plan. */
export function planLaterPhase(reading: Reading): Step {
  const outlook = lookAhead(reading);
  const calls = nextCalls(reading, outlook).filter(({ name }) => reading.tools.has(name));
  const paragraphs = calls.length > 0 ? opening(reading) : [...opening(reading), ...answer(reading)];
  return { text: paragraphs.join("\n\n"), calls };
}

function nextCalls(reading: Reading, outlook: Outlook): ToolCall[] {
  const saving = savingCall(reading, outlook);
  if (saving) return [saving];
  if (reading.outcomes.some(({ ok }) => !ok)) return [];
  const { phase } = reading.project.session;
  const leadsBack = phase === "RENDER" || phase === "ITERATE";
  if (leadsBack && !hasMoved(reading, "RENDER") && changesPlan(reading, outlook))
    return [move("PLAN", "The homeowner changes what the plan stands on")];
  return [];
}

/** A new budget alone changes nothing as long as the plan stays within it. */
function changesPlan(reading: Reading, { edits }: Outlook): boolean {
  const { rooms, style } = readSaved(reading.outcomes);
  const wantsOther = reading.said.talk.acts.has("cheaper") || wantsBack(reading, "RENDER");
  return rooms.length > 0 || style !== undefined || edits.length > 0 || wantsOther;
}

function answer(reading: Reading): string[] {
  const { outcomes, project, intake, tools, said } = reading;
  const { acts } = said.talk;
  const { phase } = project.session;
  const hasArrived = hasMoved(reading, "RENDER");
  const isLocked = intake.input !== undefined && outcomes.length === 0 && !tools.has("save_intake");
  const query = styleQuery(reading);
  const parts = [
    ...failures(reading),
    acknowledge(reading),
    ...(hasArrived ? [] : answerTalk(reading)),
    acts.has("help") ? phaseAbilities[phase] : "",
    query === undefined || hasArrived ? "" : presentStyles(reading, query),
    outcomes.some(({ name, ok }) => name === "save_intake" && ok) || acts.has("cost") ? moneyWordsOf(reading) : "",
    isLocked ? `Nothing can be changed while the project is in the phase ${phase}.` : "",
  ].filter((part) => part !== "");
  if (parts.length > 0 || intake.doubts.length + intake.absent.length > 0) return parts;
  return [resting(phase)];
}

const resting = (phase: Reading["project"]["session"]["phase"]) =>
  phase === "RENDER"
    ? `Your plan is approved and kept. Next come pictures of the rooms, which this version of the planner cannot make yet. ${phaseAbilities.RENDER}`
    : `Your project is in the phase ${phase}, and this version of the offline planner does not do that phase's work yet.`;
