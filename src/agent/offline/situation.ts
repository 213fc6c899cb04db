import type { Asset } from "../../assets/schema.ts";
import type { Room } from "../../rooms/schema.ts";
import type { Project } from "../project.ts";
import { type Course, focusOf, follow, type Line, readCourse } from "./conversation.ts";
import type { Question } from "./questions.ts";
import { type Intake, intakeOf } from "./intake-input.ts";
import { type ProductTalk, readProductTalk } from "./product-talk.ts";
import { startDecision } from "./start.ts";
import { readStartDate } from "./start-date.ts";
import { readText } from "./text.ts";
import { agrees } from "./agreement.ts";
import { type Understanding, understand } from "./understanding.ts";

/** A tool that was used in this turn. */
export type Outcome = { name: string; arguments: unknown; ok: boolean; problem: string; result: unknown };
export type ToolCall = { name: string; arguments: Record<string, unknown> };
/** What the planner does next: say something, use tools, or both. No calls end the turn. */
export type Step = { text: string; calls: ToolCall[] };

/** Everything a step depends on. */
export type Situation = {
  /** As it is in the database now, so after this turn's effects. */
  project: Project;
  /** The conversation before this turn, oldest first. */
  before: readonly Line[];
  message: string;
  /** Files that came with the message. */
  attachments: readonly Asset[];
  /** This turn's tool results so far. */
  outcomes: readonly Outcome[];
  /** Names of the tools that the phase offers. */
  tools: ReadonlySet<string>;
};

/** A situation as the rules of a phase see it. */
export type Reading = Situation & {
  /** The message as it was written; in `message` and in `said` the products and the start that it names are left out. */
  original: string;
  /** Not before the checklist: until then such words are wishes. */
  products: ProductTalk | undefined;
  /** The first day of the work, as an ISO date. */
  startsOn: string | undefined;
  said: Understanding;
  asked: Question | undefined;
  course: Course;
  focus: Room | undefined;
  /** What the message changes, judged by the project as it is now: of use only before it is saved. */
  intake: Intake;
};

export function read(situation: Situation): Reading {
  const { project, before, message: original } = situation;
  const { styles } = project;
  const course = readCourse(before, styles);
  const { asked } = course;
  const { message, products, startsOn, isOver } = setAside(situation, asked);
  const options = { asked: asked?.topic, units: course.units, styles, knowsBathroom: knowsBathroom(project) };
  const said = complete(understand(message, options), message, before, asked);
  follow(course, said);
  const focus = focusOf(project, before, asked);
  const intake = withStart(intakeOf(said, project, focus), { project, startsOn, isOver });
  return { ...situation, original, message, products, startsOn, said, asked, course, focus, intake };
}

const knowsBathroom = ({ rooms }: Project) =>
  rooms.some(({ type }) => type === "bathroom") && !rooms.some(({ name }) => /toilet/i.test(name));

/** Takes out what is no fact about rooms, budget or wishes, however much its words look like one: “an industrial lamp”. */
function setAside({ message: original, project, outcomes }: Situation, asked: Question | undefined) {
  const { session, plan } = project;
  // The session is touched by every event, so this is about now, and the same however often the step runs.
  const today = session.updatedAt.slice(0, 10);
  const start = readStartDate(original, today);
  const message = start?.rest ?? original;
  const isOver = start !== undefined && start.startsOn < today;
  const startsOn = isOver ? undefined : start?.startsOn;
  // What was a wish when the turn began stays one: the first checklist is written in the turn that leaves INTAKE.
  const hasLeftIntake = plan === undefined && outcomes.some(({ name }) => name === "move_to_phase");
  if (session.phase === "INTAKE" || hasLeftIntake) return { message, products: undefined, startsOn, isOver };
  const isOffered = asked?.topic === "product" && !isShortAnswer(message);
  const products = readProductTalk(readText(message), isOffered);
  return { message: products?.rest ?? message, products, startsOn, isOver };
}

type Start = { project: Project; startsOn: string | undefined; isOver: boolean };

/** A start that is named before there is a plan is kept as a decision. */
function withStart(intake: Intake, { project, startsOn, isOver }: Start): Intake {
  if (isOver)
    return { ...intake, doubts: [...intake.doubts, "That day is over already, so I kept the start as it was."] };
  const decision = startsOn && startDecision(startsOn);
  const isKnown = project.plan !== undefined || project.decisions.some(({ text }) => text === decision);
  return decision && !isKnown ? { ...intake, input: { ...intake.input, decisions: [decision] } } : intake;
}

const isShortAnswer = (message: string) => understand(message).talk.acts.size > 0;

/** Reads answers that mean something only with the question or the message before them. */
function complete(
  said: Understanding,
  message: string,
  before: readonly Line[],
  asked: Question | undefined,
): Understanding {
  const { topic, subject = "" } = asked ?? {};
  if (topic === "count" && said.count !== undefined) return understand(`${said.count} ${subject}`);
  if (topic === "amount" && agrees(said.talk) && !said.budget) {
    const { budget } = understand(subject, { asked: "budget" });
    return budget ? { ...said, budget } : said;
  }
  if (!said.loneUnit) return said;
  const earlier = before.findLast(
    ({ from, text }) => from === "user" && text !== message && understand(text).assumedUnits,
  );
  if (!earlier) return said;
  const { rooms, sizes } = understand(earlier.text, { units: said.loneUnit, asked: "size" });
  const sized = rooms.filter(({ removed, sizes: own }) => !removed && own.length > 0);
  return { ...said, sizes, rooms: sized.map((room) => ({ ...room, more: false, indefinite: false, wishes: [] })) };
}
