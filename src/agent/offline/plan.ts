import { acknowledge } from "./acknowledgement.ts";
import { agrees } from "./agreement.ts";
import { fittingCall, hasMoved, hasUsed, isWritten, lookingCalls, move, planCall, savingCall } from "./calls.ts";
import { changesMade } from "./changes.ts";
import { tickCalls, ticked } from "./complete.ts";
import { isKnownAlready } from "./conversation.ts";
import { ask } from "./questions.ts";
import { decisionOf, pendingOf } from "./decisions.ts";
import { leastDear } from "./figures.ts";
import { lookAhead, type Outlook } from "./outlook.ts";
import { productCalls } from "./product-pick.ts";
import { asksForProduct, productQuestion, productWords } from "./product-words.ts";
import { answerTalk, failures, isAnswered, notUnderstood, opening, phaseAbilities } from "./replies.ts";
import type { Reading, Step, ToolCall } from "./situation.ts";
import { approvedPlan, moneyWordsOf, planWords } from "./plan-words.ts";
import { wants, wantsBack } from "./wants.ts";

/** The third phase: writes the plan, says how it lies to the budget, and asks the homeowner to decide. */
export function planPlan(reading: Reading): Step {
  const outlook = lookAhead(reading);
  const calls = nextCalls(reading, outlook).filter(({ name }) => reading.tools.has(name));
  const question = calls.find(({ name }) => name === "request_approval");
  // The question ends the turn, so what is to be said comes with it.
  const paragraphs = calls.length > 0 && !question ? [] : answer(reading, outlook, question);
  return { text: [...opening(reading), ...paragraphs].join("\n\n"), calls };
}

function nextCalls(reading: Reading, outlook: Outlook): ToolCall[] {
  const saving = savingCall(reading, outlook);
  if (saving) return [saving];
  if (reading.outcomes.some(({ ok }) => !ok)) return [];
  const back = leavingFor(reading, outlook);
  if (back) return [back];
  const ticks = tickCalls(reading, outlook);
  if (ticks.length > 0) return ticks;
  const choosing = productCalls(reading, outlook);
  if (choosing.length > 0) return choosing;
  if (outlook.isOpen && !asksForProduct(reading)) {
    const adapting = adapt(reading, outlook);
    if (adapting.length > 0) return adapting;
  }
  const writing = writingCall(reading, outlook);
  return writing ? [writing] : deciding(reading, outlook);
}

/** The checklist is changed in its own phase; the pictures come after the plan. */
function leavingFor(reading: Reading, { edits, resized }: Outlook): ToolCall | undefined {
  const isHere = !hasMoved(reading, "PLAN");
  if (hasMoved(reading, "CHECKLIST")) return undefined;
  if (resized.size > 0) return move("CHECKLIST", "The estimates follow the new sizes");
  if (edits.length > 0) return move("CHECKLIST", "The homeowner changes the checklist");
  if (wantsBack(reading, "PLAN") && (isHere || isOnlyBack(reading)))
    return move("CHECKLIST", "The homeowner wants to go back");
  const isApproved = reading.project.plan?.status === "approved";
  const goesOn = wants(reading, "pictures") || decisionOf(reading) === "approved";
  if (isApproved && isHere && reading.outcomes.length === 0 && goesOn) return move("RENDER", "The plan is approved");
  return undefined;
}

/** From the pictures straight on to the checklist, but not from a checklist that was just agreed to. */
const isOnlyBack = ({ said: { talk } }: Reading) =>
  talk.acts.has("to-checklist") && !talk.acts.has("next") && !agrees(talk);

function adapt(reading: Reading, outlook: Outlook): ToolCall[] {
  const searches = lookingCalls(reading, outlook);
  if (searches.length > 0) return searches;
  const picking = fittingCall(reading, outlook);
  return picking ? [picking] : [];
}

/** There is none, or this turn changed what it stands on. The homeowner's own version is left alone otherwise. */
function writingCall(reading: Reading, outlook: Outlook): ToolCall | undefined {
  const { plan } = reading.project;
  const isReason = plan === undefined || plan.tasks.length === 0 || outlook.isStale || hasMoved(reading, "PLAN");
  const call = isReason && !hasUsed(reading, "save_plan") ? planCall(reading, outlook) : undefined;
  // Other products make another total, which is decided on anew.
  const isNew = call && (hasUsed(reading, "pick_product") || !isWritten(reading, call, outlook.currency));
  return isNew ? call : undefined;
}

/** Checks the budget, then asks: for the plan where it fits, else for going over the budget. */
function deciding(reading: Reading, { isStale }: Outlook): ToolCall[] {
  const { project } = reading;
  if (!project.plan || project.plan.status === "approved" || pendingOf(project)) return [];
  if (hasUsed(reading, "request_approval")) return [];
  const isChanged = isStale || hasUsed(reading, "save_plan") || hasMoved(reading, "PLAN");
  const goesOn = wants(reading, "pictures") || reading.said.talk.acts.has("approve");
  if (!isChanged && !goesOn && decisionOf(reading) !== "over-approved") return [];
  if (!hasUsed(reading, "check_budget")) return [{ name: "check_budget", arguments: {} }];
  const kind = project.budget.overMinor > 0 && !isAllowed(reading) ? "over_budget" : "plan";
  return [{ name: "request_approval", arguments: { kind } }];
}

const isAllowed = ({ project: { approvals, plan, budget } }: Reading) =>
  approvals.some(
    ({ kind, status, facts }) =>
      kind === "over_budget" &&
      status === "approved" &&
      facts.planVersion === plan?.version &&
      facts.overMinor >= budget.overMinor,
  );

function answer(reading: Reading, outlook: Outlook, question: ToolCall | undefined): string[] {
  const { said, project, outcomes } = reading;
  const { acts } = said.talk;
  const decision = decisionOf(reading);
  const isNews = hasUsed(reading, "save_plan") || (outlook.isStale && outcomes.length > 0);
  const isShown = isNews || acts.has("to-plan") || acts.has("status");
  // The question about the plan has the figures in it.
  const showsSums = question ? question.arguments["kind"] === "over_budget" : isShown || acts.has("cost");
  const parts = [
    ...failures(reading),
    acknowledge(reading),
    decision ? (decided[decision] ?? "") : "",
    ...ticked(outcomes),
    changesMade(reading),
    acts.has("cheaper") && outcomes.length > 0 && !hasSaved(reading) ? leastDear : "",
    decision === "approved" ? approvedPlan(project.plan?.version ?? 1) : "",
    ...answerTalk(reading),
    ...productWords(reading),
    acts.has("help") ? phaseAbilities.PLAN : "",
    isShown ? planWords(reading, outlook) : "",
    showsSums ? moneyWordsOf(reading) : "",
  ].filter((part) => part !== "");
  if (parts.length === 0 && !isAnswered(reading))
    parts.push(isKnownAlready(said) ? "I have that down already." : notUnderstood);
  return question || acts.has("farewell") ? parts : [...parts, closing(reading)];
}

const hasSaved = (reading: Reading) => hasUsed(reading, "pick_product") || hasUsed(reading, "save_plan");

/** The question that is open now. */
function closing(reading: Reading): string {
  const { project } = reading;
  if (asksForProduct(reading)) return productQuestion();
  if (pendingOf(project)) return ask({ topic: "undecided" });
  const isApproved = project.plan?.status === "approved";
  if (isApproved && !reading.said.talk.acts.has("change")) return ask({ topic: "pictures" });
  return ask({ topic: "change" });
}

const decided: Partial<Record<NonNullable<ReturnType<typeof decisionOf>>, string>> = {
  "over-approved": "Then it may cost that much. What is left is the plan itself.",
  rejected: "The plan is not approved, so nothing is fixed yet.",
  "over-rejected": `It stays within the budget, then. ${leastDear}`,
};
