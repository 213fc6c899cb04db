import { z } from "zod";
import { findStyles, styleNameIn } from "../../catalog/style-search.ts";
import type { Asset } from "../../assets/schema.ts";
import { dayWords } from "../../plan/day-words.ts";
import type { Phase } from "../../sessions/schema.ts";
import type { Project } from "../project.ts";
import { stylesLead } from "./conversation.ts";
import { reportAnswer } from "./report-links.ts";
import type { Reading } from "./situation.ts";
import type { Act } from "./talk-words.ts";
import { fromMinorUnits, moneyWords, sizeWords } from "./wording.ts";

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
    `(“we need a pantry”), ask for “cheaper”, see products (“show me tiles”), choose one (“take the oak worktop”), or change the whole: ${changes}. “Go on” leads to the plan.`,
  PLAN:
    "You can “approve” or “reject” the plan, ask for “cheaper”, see it again (“show me the plan”), go “back to the checklist”, " +
    `set the start (“start on 1 March”), choose products (“show me tiles”), or change the whole: ${changes}. Each change makes a new version for you to decide on.`,
  RENDER:
    "You can “approve” or “reject” each picture, say what should be different about it (“a darker worktop”), ask for “another picture”, " +
    "or say “that is enough” to get the report. " +
    `You can still change the whole (${changes}), ask for “cheaper”, or go “back to the plan”; then there is a new plan to decide on.`,
  PAYMENT: "Payments are off in this version of the service: from the pictures the way leads straight to the report.",
  COMPLETE:
    "You can ask for “the report”, the “cost” or “when do we start?”, tell me what is done (“the painter is done”), or change something: " +
    `${changes}, “show me tiles”, “take the oak worktop”, “start on 1 March”, “another picture of the kitchen”.`,
  ITERATE: `Say what to change: ${changes}, “show me tiles”, “start on 1 March”, “another picture”; or go “back to the plan”. “Nothing” leads back to the report.`,
};

const answers: Partial<Record<Act, string>> = {
  wellbeing: "I am well, thank you: rules do not tire.",
  thanks: "You are welcome!",
  who: "I am the offline planner of this service: a set of fixed rules, no person and no language model.",
  undo: "I take nothing back by myself: say how it should be, such as “make it 20k”, “the kitchen is 3 by 4” or “add the bathroom”.",
  farewell: "See you! Everything is kept, so we can go on whenever you like.",
};

/** Said once in a turn, before its first tool runs: later the project no longer shows what was doubtful. */
export function opening({ course, intake, outcomes, attachments }: Reading): string[] {
  if (outcomes.length > 0) return [];
  const doubts = [...intake.doubts, ...intake.absent].join(" ");
  return [course.isFirst ? introduction : "", filesKept(attachments), doubts].filter((part) => part !== "");
}

/** What becomes of files that the planner cannot see. */
function filesKept(attachments: readonly Asset[]): string {
  if (attachments.length === 0) return "";
  const [photo] = attachments.filter(({ kind }) => kind === "photo");
  const [what, it, is] =
    attachments.length > 1 ? ["files", "them", "they are"] : [photo ? "photo" : "file", "it", "it is"];
  const use = photo ? `, and a photo of a room stands beside its picture as the “before”` : "";
  return `Thank you for the ${what}! Working by rules, I cannot look at ${it} myself, but ${is} kept with your project${use}. Tell me in words what matters in ${it}.`;
}

/** Something happened or was answered already, so that nothing more needs to be said. */
export const isAnswered = ({ outcomes, said, intake, attachments }: Reading) =>
  outcomes.length + said.talk.acts.size + intake.doubts.length + intake.absent.length + attachments.length > 0;

export const notUnderstood =
  "I am afraid I did not understand that: I only go by rules. “What can I do now?” shows what works here.";

/** What the tools refused, in their own words. */
export const failures = ({ outcomes }: Reading) =>
  outcomes.filter(({ ok }) => !ok).map(({ problem }) => `That did not work: ${problem.replace(/\.?$/, ".")}`);

/** The answers to small talk and to questions about the planner itself. */
export function answerTalk({ said, course, project, outcomes }: Reading): string[] {
  const { acts } = said.talk;
  const replies = (Object.keys(answers) as Act[]).flatMap((act) => (acts.has(act) ? (answers[act] ?? []) : []));
  // The introduction has greeted already.
  if (acts.has("greeting") && !course.isFirst) replies.unshift("Hello again!");
  if (acts.has("cost") && project.checklist.length === 0) replies.push(costs);
  if (acts.has("dates")) replies.push(dateWords(project) || "When it starts and ends comes with the plan.");
  if (acts.has("help") && project.session.phase === "INTAKE") replies.push(abilities);
  if (acts.has("status")) replies.push(summary(project));
  if (acts.has("report")) replies.push(reportAnswer({ outcomes, project }));
  return replies;
}

/** Everything that is known, as a short list. */
export function summary({ session, rooms, styles }: Project): string {
  const { budgetMinor, currency, styleSlug, constraints } = session;
  const isOpen = budgetMinor === null || !currency;
  const lines = [
    ...rooms.map((room) => `- **${room.name}**: ${[sizeWords(room) || "size open", ...room.requirements].join("; ")}`),
    `- **Budget**: ${isOpen ? "open" : moneyWords(fromMinorUnits(budgetMinor, currency), currency)}`,
    `- **Style**: ${styleSlug === null ? "open" : styleNameIn(styles, styleSlug)}`,
    ...(constraints.length > 0 ? [`- **To keep in mind**: ${constraints.join("; ")}`] : []),
  ];
  return `${rooms.length === 0 ? "No room yet. So far I have:" : "Here is what I have:"}\n${lines.join("\n")}`;
}

/** When the work starts and ends by the plan; empty while there is none. */
export function dateWords({ plan }: Project): string {
  if (!plan) return "";
  const { startsOn, endsOn, workingDays } = plan;
  return `By the plan the work starts on ${dayWords(startsOn)} and ends on ${dayWords(endsOn)}: ${workingDays} working days, holidays not counted.`;
}

const StyleResult = z.object({ styles: z.array(z.object({ name: z.string(), summary: z.string() })) });
const mostStyles = 4;

/** The styles that the tool found, or the catalogue's own where the phase offers no such tool. `named` limits them to a choice of these. */
export function presentStyles({ outcomes, said, project }: Reading, query: string): string {
  const lookup = outcomes.find(({ name }) => name === "get_style_examples");
  if (lookup && !lookup.ok) return "";
  const found = StyleResult.safeParse(lookup?.result);
  const styles = found.success ? found.data.styles : findStyles(project.styles, query);
  const most = said.styles.undecided ? said.styles.wanted.length : mostStyles;
  const lines = styles.slice(0, most).map((style) => `- **${style.name}**: ${style.summary}`);
  return lines.length > 0 ? `${stylesLead}:\n${lines.join("\n")}` : "I know no style like that.";
}
