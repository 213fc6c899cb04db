import { z } from "zod";
import { hasMoved, hasUsed, move } from "./calls.ts";
import { ask } from "./questions.ts";
import { lookAhead, type Outlook } from "./outlook.ts";
import { pictureWish } from "./picture-wishes.ts";
import { picturesOf } from "./pictures.ts";
import { moneyWordsOf, planWords } from "./plan-words.ts";
import { answerTalk, dateWords, failures, isAnswered, notUnderstood, opening, phaseAbilities } from "./replies.ts";
import { handover, progressWords, reportCall } from "./report-words.ts";
import type { Outcome, Reading, Step, ToolCall } from "./situation.ts";
import { readTicks } from "./ticks.ts";
import { list } from "./wording.ts";

/** The end: hands over the report, answers questions, ticks off what is done; a change leads on to ITERATE. */
export function planComplete(reading: Reading): Step {
  const outlook = lookAhead(reading);
  const calls = nextCalls(reading, outlook).filter(({ name }) => reading.tools.has(name));
  const paragraphs = calls.length > 0 ? opening(reading) : [...opening(reading), ...answer(reading, outlook)];
  return { text: paragraphs.join("\n\n"), calls };
}

function nextCalls(reading: Reading, outlook: Outlook): ToolCall[] {
  if (reading.outcomes.some(({ ok }) => !ok)) return [];
  const hasArrived = hasMoved(reading, "COMPLETE");
  const ticks = tickCalls(reading, outlook);
  if (ticks.length > 0) return ticks;
  const isTicked = hasUsed(reading, "tick_items");
  if (!hasArrived && !isTicked && wantsChange(reading, outlook))
    return [move("ITERATE", "The homeowner wants to change something")];
  return hasArrived && !hasUsed(reading, reportCall.name) ? [reportCall] : [];
}

/** What is done, and what is not done after all: once in a turn. */
export function tickCalls(reading: Reading, { known }: Outlook): ToolCall[] {
  if (hasUsed(reading, "tick_items")) return [];
  const ticks = readTicks(reading.original, known);
  return [true, false].flatMap((done) => {
    const itemIds = ticks.filter((tick) => tick.done === done).flatMap(({ item }) => item.id ?? []);
    return itemIds.length > 0 ? [{ name: "tick_items", arguments: { itemIds, done } }] : [];
  });
}

/** Anything that the plan, the products or the pictures would have to follow. */
function wantsChange(reading: Reading, { edits }: Outlook): boolean {
  const { said, intake, products, startsOn, project } = reading;
  const { acts } = said.talk;
  if (pictureWish(reading, picturesOf(project))) return true;
  const isSaid = (["change", "cheaper", "back", "redraw", "to-checklist", "to-pictures", "reject"] as const).some(
    (act) => acts.has(act),
  );
  return isSaid || intake.input !== undefined || edits.length > 0 || products !== undefined || startsOn !== undefined;
}

const Ticked = z.object({ done: z.boolean(), items: z.array(z.string()) });
const mostNamed = 8;

/** What was ticked off in this turn. */
export function ticked(outcomes: readonly Outcome[]): string[] {
  return outcomes.flatMap(({ name, ok, result }) => {
    const data = name === "tick_items" && ok ? Ticked.safeParse(result).data : undefined;
    if (!data) return [];
    const { items, done } = data;
    const more = items.length > mostNamed ? [`${items.length - mostNamed} more`] : [];
    return [`${done ? "Ticked off" : "Open again"}: ${list([...items.slice(0, mostNamed), ...more])}.`];
  });
}

function answer(reading: Reading, outlook: Outlook): string[] {
  const { outcomes, said } = reading;
  const { acts } = said.talk;
  const hasArrived = hasMoved(reading, "COMPLETE");
  const done = ticked(outcomes);
  const parts = [
    ...failures(reading),
    ...done,
    ...(hasArrived ? handover(reading) : answerTalk(reading)),
    acts.has("help") ? phaseAbilities.COMPLETE : "",
    acts.has("to-plan") ? planWords(reading, outlook) : "",
    !hasArrived && acts.has("status") ? dateWords(reading.project) : "",
    !hasArrived && (acts.has("cost") || acts.has("to-plan") || acts.has("status")) ? moneyWordsOf(reading) : "",
    done.length > 0 || acts.has("status") || acts.has("cost") ? progressWords(reading) : "",
  ].filter((part) => part !== "");
  if (parts.length === 0 && (acts.has("no") || acts.has("skip")))
    parts.push("Fine. Everything is kept, and I am here when you need me.");
  const isContent = acts.has("content") && parts.length === 0;
  if (isContent) parts.push("I am glad to hear it. Everything is kept, and I am here when you need me.");
  if (parts.length === 0 && acts.has("yes")) return [ask({ topic: "change" })];
  if (parts.length === 0 && !isAnswered(reading)) parts.push(notUnderstood);
  return acts.has("farewell") || acts.has("no") || isContent ? parts : [...parts, ask({ topic: "more" })];
}
