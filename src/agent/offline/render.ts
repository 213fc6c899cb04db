import { acknowledge } from "./acknowledgement.ts";
import { hasMoved, hasUsed, move, savingCall } from "./calls.ts";
import { tickCalls, ticked } from "./complete.ts";
import { startOf } from "./start.ts";
import { firstWorkingDay } from "../../plan/working-days.ts";
import { decisionOf } from "./decisions.ts";
import { lookAhead, type Outlook } from "./outlook.ts";
import { isReadyToFinish, pictureCalls } from "./picture-calls.ts";
import { isAboutPicture } from "./picture-wishes.ts";
import { pictureDecided, pictureList, pictureQuestion, picturesMade, picturesOpen } from "./picture-words.ts";
import { approvedPlan, moneyWordsOf } from "./plan-words.ts";
import { productCalls, wantsPick } from "./product-pick.ts";
import { asksForProduct, productQuestion, productWords } from "./product-words.ts";
import { answerTalk, failures, isAnswered, notUnderstood, opening, phaseAbilities, presentStyles } from "./replies.ts";
import { progressWords } from "./report-words.ts";
import { readSaved } from "./saved.ts";
import type { Reading, Step, ToolCall } from "./situation.ts";
import { styleQuery, wantsBack } from "./wants.ts";

/** The fourth phase: a picture of every room, decided on by the homeowner, until the report can be handed over. */
export function planRender(reading: Reading): Step {
  const outlook = lookAhead(reading);
  const calls = nextCalls(reading, outlook).filter(({ name }) => reading.tools.has(name));
  const asks = calls.some(({ name }) => name === "request_approval");
  const paragraphs = calls.length > 0 && !asks ? [] : answer(reading, asks);
  return { text: [...opening(reading), ...paragraphs].join("\n\n"), calls };
}

function nextCalls(reading: Reading, outlook: Outlook): ToolCall[] {
  const saving = isAboutPicture(reading) ? undefined : savingCall(reading, outlook);
  if (saving) return [saving];
  if (reading.outcomes.some(({ ok }) => !ok)) return [];
  const looking = productCalls(reading, outlook);
  if (looking.length > 0) return looking;
  if (!hasMoved(reading, "RENDER") && changesPlan(reading, outlook))
    return [move("PLAN", "The homeowner changes what the plan stands on")];
  if (reading.products) return [];
  const ticks = tickCalls(reading, outlook);
  if (ticks.length > 0) return ticks;
  if (hasUsed(reading, "tick_items")) return [];
  const drawing = pictureCalls(reading);
  if (drawing.length > 0) return drawing;
  const isReady = isReadyToFinish(reading) && !hasMoved(reading, "COMPLETE") && !hasUsed(reading, "generate_render");
  return isReady ? [move("COMPLETE", "The homeowner has decided on the pictures")] : [];
}

/** A new budget alone changes nothing as long as the plan stays within it. */
export function changesPlan(reading: Reading, { edits }: Outlook): boolean {
  const { rooms, style } = readSaved(reading.outcomes);
  const { plan } = reading.project;
  const startsOn = startOf(reading);
  const isMoved = startsOn !== undefined && plan !== undefined && firstWorkingDay(startsOn) !== plan.startsOn;
  const wantsOther = reading.said.talk.acts.has("cheaper") || wantsBack(reading, "RENDER") || wantsPick(reading);
  return rooms.length > 0 || style !== undefined || edits.length > 0 || wantsOther || isMoved;
}

function answer(reading: Reading, asks: boolean): string[] {
  const { outcomes, said, project } = reading;
  const { acts } = said.talk;
  const hasArrived = hasMoved(reading, "RENDER");
  const query = styleQuery(reading);
  const made = picturesMade(reading);
  const parts = [
    ...failures(reading),
    hasArrived && decisionOf(reading) === "approved" ? approvedPlan(project.plan?.version ?? 1) : "",
    acknowledge(reading),
    ...ticked(outcomes),
    ticked(outcomes).length > 0 ? progressWords(reading) : "",
    pictureDecided(reading),
    ...made,
    ...(hasArrived ? [] : answerTalk(reading)),
    ...productWords(reading),
    acts.has("status") ? pictureList(reading) : "",
    acts.has("help") ? phaseAbilities.RENDER : "",
    query === undefined || hasArrived ? "" : presentStyles(reading, query),
    outcomes.some(({ name, ok }) => name === "save_intake" && ok) || acts.has("cost") ? moneyWordsOf(reading) : "",
  ].filter((part) => part !== "");
  const open = picturesOpen(reading);
  if (parts.length + open.length === 0 && !isAnswered(reading)) parts.push(notUnderstood);
  if (asks || acts.has("farewell")) return parts;
  return [...parts, ...open, asksForProduct(reading) ? productQuestion() : pictureQuestion(reading)];
}
