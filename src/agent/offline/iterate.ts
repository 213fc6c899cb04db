import { acknowledge } from "./acknowledgement.ts";
import { hasMoved, move, savingCall } from "./calls.ts";
import { changesMade } from "./changes.ts";
import { tickCalls, ticked } from "./complete.ts";
import { ask } from "./questions.ts";
import { lookAhead, type Outlook } from "./outlook.ts";
import { wantsToFinish } from "./picture-calls.ts";
import { hasApproved, picturesOf } from "./pictures.ts";
import { isAboutPicture, pictureWish } from "./picture-wishes.ts";
import { moneyWordsOf } from "./plan-words.ts";
import { hasPicked, productCalls } from "./product-pick.ts";
import { asksForProduct, productQuestion, productWords } from "./product-words.ts";
import { changesPlan } from "./render.ts";
import { answerTalk, failures, isAnswered, notUnderstood, opening, phaseAbilities } from "./replies.ts";
import type { Reading, Step, ToolCall } from "./situation.ts";
import { wants } from "./wants.ts";

/** The last phase: finds out what is to change, and goes back to where it is changed; or to the end, where nothing is. */
export function planIterate(reading: Reading): Step {
  const outlook = lookAhead(reading);
  const calls = nextCalls(reading, outlook).filter(({ name }) => reading.tools.has(name));
  const paragraphs = calls.length > 0 ? opening(reading) : [...opening(reading), ...answer(reading)];
  return { text: paragraphs.join("\n\n"), calls };
}

function nextCalls(reading: Reading, outlook: Outlook): ToolCall[] {
  const saving = isAboutPicture(reading) ? undefined : savingCall(reading, outlook);
  if (saving) return [saving];
  if (reading.outcomes.some(({ ok }) => !ok)) return [];
  const choosing = productCalls(reading, outlook);
  if (choosing.length > 0) return choosing;
  const ticks = tickCalls(reading, outlook);
  if (ticks.length > 0) return ticks;
  const { acts } = reading.said.talk;
  const isApproved = reading.project.plan?.status === "approved";
  // The checklist's own changes are made there, and it leads on to the plan.
  if (outlook.edits.length > 0 || outlook.resized.size > 0 || acts.has("to-checklist"))
    return [move("PLAN", "The plan follows the checklist"), move("CHECKLIST", "The homeowner changes the checklist")];
  if (changesPlan(reading, outlook) || hasPicked(reading))
    return [move("PLAN", "The homeowner changes what the plan stands on")];
  if (reading.products) return [];
  const wantsPicture =
    acts.has("redraw") || acts.has("to-pictures") || pictureWish(reading, picturesOf(reading.project));
  if (wantsPicture) return [move(isApproved ? "RENDER" : "PLAN", "The homeowner wants another picture")];
  return leaving(reading);
}

/** Nothing is to change after all: back to the end, or to the plan where that is no longer approved. */
function leaving(reading: Reading): ToolCall[] {
  const { asked, said, project } = reading;
  const { acts } = said.talk;
  const isNothing =
    (acts.has("no") || acts.has("skip") || acts.has("content") || acts.has("approve")) && !hasMoved(reading, "ITERATE");
  const goesOn = wants(reading, "pictures") || wantsToFinish(reading) || (asked?.topic === "change" && isNothing);
  if (!goesOn && !(asked?.topic === "product" && isNothing)) return [];
  if (project.plan?.status !== "approved") return [move("PLAN", "The plan is to be decided on")];
  const back = move("RENDER", "Nothing is to be changed");
  const isDone = hasApproved(project) && picturesOf(project).every(({ state }) => state !== "outdated");
  return isDone ? [back, move("COMPLETE", "Nothing is to be changed")] : [back];
}

function answer(reading: Reading): string[] {
  const { outcomes, said } = reading;
  const { acts } = said.talk;
  const hasSaved = outcomes.some(({ name, ok }) => name === "save_intake" && ok);
  const parts = [
    ...failures(reading),
    acknowledge(reading),
    ...ticked(outcomes),
    changesMade(reading),
    ...answerTalk(reading),
    ...productWords(reading),
    acts.has("help") ? phaseAbilities.ITERATE : "",
    hasSaved || acts.has("cost") ? moneyWordsOf(reading) : "",
  ].filter((part) => part !== "");
  if (parts.length === 0 && !isAnswered(reading)) parts.push(notUnderstood);
  if (acts.has("farewell")) return parts;
  return [...parts, asksForProduct(reading) ? productQuestion() : ask({ topic: "change" })];
}
