import { z } from "zod";
import { findStyles } from "../../catalog/search.ts";
import type { Phase } from "../../sessions/schema.ts";
import type { Project } from "../project.ts";
import { stylesLead } from "./conversation.ts";
import type { Reading } from "./situation.ts";
import type { Act } from "./talk-words.ts";
import { fromMinorUnits, moneyWords, sizeWords, styleName } from "./wording.ts";

const introduction =
  "Hello! I am the offline planner: I work by fixed rules, without a language model, so short and plain sentences suit me best. " +
  "For a free conversation the operator of this service can set `GEMINI_API_KEY`.";

/** What can be said at any time. */
export const abilities =
  "You can tell me about rooms (“a kitchen 3 by 4 m and two bathrooms”), the budget (“about 20k euros”), a style (“Scandinavian”), " +
  "and what you insist on (“keep the window”). Corrections work at any time: “make it 15k”, “the kitchen is 4 by 5”, “drop the bathroom”. " +
  "“Where are we?” shows what I have, “show me styles” gives examples.";

const costs = "What it costs comes with the checklist: there every item gets its estimate.";
const changes = "“make it 15k”, “the kitchen is 4 by 5”, “add a hallway”, “drop the bathroom”, “industrial instead”";

/** What can be said in each phase, besides small talk. */
export const phaseAbilities: Record<Phase, string> = {
  INTAKE: abilities,
  CHECKLIST:
    "You can take something out (“no hood”), weigh it (“make the mirror cabinet optional”, “the hood is a must”), wish for more " +
    `(“we need a pantry”), ask for “cheaper”, or change the whole: ${changes}. “Go on” leads to the plan.`,
  PLAN:
    "You can “approve” or “reject” the plan, ask for “cheaper”, see it again (“show me the plan”), go “back to the checklist”, " +
    `or change the whole: ${changes}. Each change makes a new version for you to decide on.`,
  RENDER: `You can still change the whole (${changes}), ask for “cheaper”, or go “back to the plan”; then there is a new plan to decide on.`,
  PAYMENT: "In this phase nothing can be changed.",
  COMPLETE: "The plan is done. Say what to change, and I go back to where it is changed.",
  ITERATE: `Say what to change: ${changes}; or go “back to the plan”.`,
};

const answers: Partial<Record<Act, string>> = {
  wellbeing: "I am well, thank you: rules do not tire.",
  thanks: "You are welcome!",
  who: "I am the offline planner of this service: a set of fixed rules, no person and no language model.",
  farewell: "See you! Everything is kept, so we can go on whenever you like.",
};

/** Said once in a turn, before its first tool runs: later the project no longer shows what was doubtful. */
export function opening({ course, intake, outcomes }: Reading): string[] {
  if (outcomes.length > 0) return [];
  const doubts = [...intake.doubts, ...intake.absent].join(" ");
  return [course.isFirst ? introduction : "", doubts].filter((part) => part !== "");
}

/** What the tools refused, in their own words. */
export const failures = ({ outcomes }: Reading) =>
  outcomes.filter(({ ok }) => !ok).map(({ problem }) => `That did not work: ${problem.replace(/\.?$/, ".")}`);

/** The answers to small talk and to questions about the planner itself. */
export function answerTalk({ said, course, project }: Reading): string[] {
  const { acts } = said.talk;
  const replies = (Object.keys(answers) as Act[]).flatMap((act) => (acts.has(act) ? (answers[act] ?? []) : []));
  // The introduction has greeted already.
  if (acts.has("greeting") && !course.isFirst) replies.unshift("Hello again!");
  if (acts.has("cost") && project.checklist.length === 0) replies.push(costs);
  if (acts.has("help") && project.session.phase === "INTAKE") replies.push(abilities);
  if (acts.has("status")) replies.push(summary(project));
  return replies;
}

/** Everything that is known, as a short list. */
export function summary({ session, rooms }: Project): string {
  const { budgetMinor, currency, styleSlug, constraints } = session;
  const isOpen = budgetMinor === null || !currency;
  const lines = [
    ...rooms.map((room) => `- **${room.name}**: ${[sizeWords(room) || "size open", ...room.requirements].join("; ")}`),
    `- **Budget**: ${isOpen ? "open" : moneyWords(fromMinorUnits(budgetMinor, currency), currency)}`,
    `- **Style**: ${styleSlug === null ? "open" : styleName(styleSlug)}`,
    ...(constraints.length > 0 ? [`- **To keep in mind**: ${constraints.join("; ")}`] : []),
  ];
  return `${rooms.length === 0 ? "No room yet. So far I have:" : "Here is what I have:"}\n${lines.join("\n")}`;
}

const StyleResult = z.object({ styles: z.array(z.object({ name: z.string(), summary: z.string() })) });
const mostStyles = 4;

/** The styles that the tool found, or the catalogue's own where the phase offers no such tool. `named` limits them to a choice of these. */
export function presentStyles({ outcomes, said }: Reading, query: string): string {
  const lookup = outcomes.find(({ name }) => name === "get_style_examples");
  if (lookup && !lookup.ok) return "";
  const found = StyleResult.safeParse(lookup?.result);
  const styles = found.success ? found.data.styles : findStyles(query);
  const most = said.styles.undecided ? said.styles.wanted.length : mostStyles;
  const lines = styles.slice(0, most).map((style) => `- **${style.name}**: ${style.summary}`);
  return lines.length > 0 ? `${stylesLead}:\n${lines.join("\n")}` : "I know no style like that.";
}
