import { acknowledge } from "./acknowledgement.ts";
import { checklistCall, fittingCall, hasMoved, hasUsed, lookingCalls, move, savingCall } from "./calls.ts";
import { changesMade } from "./changes.ts";
import { ask } from "./questions.ts";
import { leastDear, listOf, moneyLine } from "./figures.ts";
import { lookAhead, type Outlook } from "./outlook.ts";
import { productCalls } from "./product-pick.ts";
import { asksForProduct, productQuestion, productWords } from "./product-words.ts";
import { answerTalk, failures, isAnswered, notUnderstood, opening, phaseAbilities, presentStyles } from "./replies.ts";
import type { Reading, Step, ToolCall } from "./situation.ts";
import { styleQuery, wants } from "./wants.ts";

/** The second phase: each room gets its list of work and products within the budget, and the homeowner weighs it. */
export function planChecklist(reading: Reading): Step {
  const outlook = lookAhead(reading);
  const calls = nextCalls(reading, outlook).filter(({ name }) => reading.tools.has(name));
  const paragraphs = calls.length > 0 ? opening(reading) : [...opening(reading), ...answer(reading, outlook)];
  return { text: paragraphs.join("\n\n"), calls };
}

function nextCalls(reading: Reading, outlook: Outlook): ToolCall[] {
  const saving = savingCall(reading, outlook);
  if (saving) return [saving];
  if (reading.outcomes.some(({ ok }) => !ok)) return [];
  const choosing = productCalls(reading, outlook);
  if (choosing.length > 0) return choosing;
  if (outlook.isOpen) {
    const call = adapting(reading, outlook);
    if (call.length > 0) return call;
  }
  const query = styleQuery(reading);
  if (query !== undefined && reading.outcomes.length === 0)
    return [{ name: "get_style_examples", arguments: query === "" ? {} : { query } }];
  if (isOnlyRemeasured(reading, outlook)) return [move("PLAN", "The plan follows the new sizes")];
  return isReadyForPlan(reading) ? [move("PLAN", "The homeowner is content with the checklist")] : [];
}

/** Looks for products, then saves the checklist, then picks: each once. */
function adapting(reading: Reading, outlook: Outlook): ToolCall[] {
  const searches = lookingCalls(reading, outlook);
  if (searches.length > 0) return searches;
  const saving = hasUsed(reading, "save_checklist") ? undefined : checklistCall(outlook);
  if (saving) return [saving];
  const picking = fittingCall(reading, outlook);
  return picking ? [picking] : [];
}

/** A yes counts once the list has been shown, so not in the turn that came here. */
function isReadyForPlan(reading: Reading): boolean {
  const hasArrived = hasMoved(reading, "CHECKLIST") || hasMoved(reading, "PLAN");
  return !hasArrived && wants(reading, "plan") && reading.project.checklist.length > 0;
}

/** From the plan, for the sizes alone: there is nothing to ask before it is written anew. */
const isOnlyRemeasured = (reading: Reading, { resized }: Outlook) =>
  resized.size > 0 && hasMoved(reading, "CHECKLIST") && reading.project.plan !== undefined;

function answer(reading: Reading, outlook: Outlook): string[] {
  const { said, outcomes } = reading;
  const { acts } = said.talk;
  const query = styleQuery(reading);
  const hasArrived = hasMoved(reading, "CHECKLIST");
  const isShown = hasArrived || hasNewItems(reading) || acts.has("to-checklist") || acts.has("status");
  const hasNews = outcomes.length > 0 && outlook.isStale;
  const parts = [
    ...failures(reading),
    acknowledge(reading),
    hasArrived ? arrival : "",
    ...answerTalk(reading),
    acts.has("help") ? phaseAbilities.CHECKLIST : "",
    acts.has("back") && !hasArrived ? "Rooms, sizes, budget and style can be changed right here." : "",
    query === undefined ? "" : presentStyles(reading, query),
    ...productWords(reading),
    isShown ? listOf(reading, outlook) : changesMade(reading),
    acts.has("cheaper") && outcomes.length > 0 && changesMade(reading) === "" ? leastDear : "",
    isShown || hasNews || acts.has("cost") ? moneyLine(reading, outlook) : "",
  ].filter((part) => part !== "");
  if (parts.length === 0 && !isAnswered(reading)) parts.push(notUnderstood);
  if (acts.has("farewell")) return parts;
  return [...parts, asksForProduct(reading) ? productQuestion() : ask({ topic: "plan" })];
}

/** The rooms whose list was written in this turn are shown whole. */
const hasNewItems = ({ outcomes }: Reading) =>
  outcomes.some(({ name, ok, result }) => name === "save_checklist" && ok && Object(result).added?.length > 0);

const arrival = "Here is the checklist: work by the price table, products from the catalogue.";
