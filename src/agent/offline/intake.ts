import { acknowledge } from "./acknowledgement.ts";
import { agrees } from "./agreement.ts";
import { announcesWish, isKnownAlready, nextQuestion, statesFacts } from "./conversation.ts";
import { ask } from "./questions.ts";
import { pluralOf } from "./lexicon.ts";
import { abilities, answerTalk, failures, opening, presentStyles, summary } from "./replies.ts";
import type { Reading, Step, ToolCall } from "./situation.ts";
import { styleQuery, wantsChecklist } from "./wants.ts";
import { moneyWords } from "./wording.ts";

/** The first phase: learns rooms, sizes, budget, style and wishes, then offers to go on to the checklist. */
export function planIntake(reading: Reading): Step {
  const calls = callsOf(reading);
  const paragraphs = calls.length > 0 ? opening(reading) : [...opening(reading), ...answer(reading)];
  return { text: paragraphs.join("\n\n"), calls };
}

/** Saving and looking up styles side by side, moving on after both. Each at most once in a turn. */
function callsOf(reading: Reading): ToolCall[] {
  const { intake, tools, outcomes, project } = reading;
  const calls: ToolCall[] = [];
  if (outcomes.length === 0) {
    const query = styleQuery(reading);
    if (intake.input) calls.push({ name: "save_intake", arguments: intake.input });
    if (query !== undefined) calls.push({ name: "get_style_examples", arguments: query === "" ? {} : { query } });
  }
  const hasMoved = outcomes.some(({ name }) => name === "move_to_phase");
  const isReady = project.rooms.length > 0 && outcomes.every(({ ok }) => ok) && !hasMoved;
  if (calls.length === 0 && isReady && wantsChecklist(reading)) {
    const reason = "The homeowner is ready for the checklist";
    calls.push({ name: "move_to_phase", arguments: { to: "CHECKLIST", reason } });
  }
  return calls.filter(({ name }) => tools.has(name));
}

/** The end of the turn: what happened, what was asked, and the next question. */
function answer(reading: Reading): string[] {
  const { said, project, outcomes } = reading;
  const query = styleQuery(reading);
  const isRoomless = project.rooms.length === 0;
  const parts = [
    ...failures(reading),
    acknowledge(reading),
    passedOver(reading),
    ...answerTalk(reading),
    said.wholeHome && isRoomless ? "A whole home, that is a project! I plan it room by room." : "",
    query === undefined ? "" : presentStyles(reading, query),
    wantsChecklist(reading) && isRoomless ? "The checklist needs at least one room to start from." : "",
  ].filter((part) => part !== "");
  if (parts.length + outcomes.length === 0) parts.push(...withoutEffect(reading));
  return [...parts, ...closing(reading)];
}

/** What to say to a message that changed nothing and was no small talk either. */
function withoutEffect({ said, asked, intake, message, attachments }: Reading): string[] {
  const isAnswered = attachments.length + intake.doubts.length + intake.absent.length + said.talk.acts.size > 0;
  if (isAnswered || said.smallBudget || intake.uncounted || message.trim() === "") return [];
  if (isKnownAlready(said)) return ["I have that down already."];
  const apology = "I am afraid I did not understand that: I only go by rules.";
  return [`${apology} ${asked ? "“What can I do?” shows what I can take in." : abilities}`];
}

/** "Fine, we leave the budget open for now." */
function passedOver({ said, asked, course }: Reading): string {
  const { acts, passed } = said.talk;
  const open = new Set([...passed].map((topic) => (topic === "size" ? "the sizes" : `the ${topic}`)));
  const isAnswer =
    acts.has("skip") || acts.has("unknown") || acts.has("no") || (course.isRepeated && agrees(said.talk));
  if (isAnswer && !statesFacts(said) && open.size === 0) {
    if (asked?.topic === "size") open.add(`the size of ${asked.subject}`);
    else if (asked && course.passed.has(asked.topic) && ["budget", "style"].includes(asked.topic)) {
      open.add(`the ${asked.topic}`);
    }
  }
  return open.size > 0 ? `Fine, we leave ${[...open].join(" and ")} open for now.` : "";
}

function closing({ project, said, asked, course, intake }: Reading): string[] {
  const { acts } = said.talk;
  if (acts.has("farewell")) return [];
  if (intake.uncounted) return [ask({ topic: "count", subject: pluralOf(intake.uncounted) })];
  if (said.smallBudget) {
    const { amount, currency } = said.smallBudget;
    return [ask({ topic: "amount", subject: moneyWords(amount * 1_000, currency ?? project.session.currency) })];
  }
  const question = nextQuestion(project, course.passed);
  if (asked?.topic === "wishes" && question.topic === "wishes" && announcesWish(said)) return [ask({ topic: "wish" })];
  if (question.topic !== "checklist") return [ask(question)];
  if (asked?.topic === "checklist" && acts.has("no") && !statesFacts(said)) {
    return ["No hurry. Tell me what you would like to change or add, and say “checklist” when you are ready."];
  }
  const isNews = asked?.topic !== "checklist" && !acts.has("status");
  return [...(isNews ? [summary(project)] : []), ask(question)];
}
