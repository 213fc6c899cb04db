import type { Room } from "../../rooms/schema.ts";
import type { Project } from "../project.ts";
import { type Course, focusOf, follow, type Line, type Question, readCourse } from "./conversation.ts";
import { type Intake, intakeOf } from "./intake-input.ts";
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
  /** This turn's tool results so far. */
  outcomes: readonly Outcome[];
  /** Names of the tools that the phase offers. */
  tools: ReadonlySet<string>;
};

/** A situation as the rules of a phase see it. */
export type Reading = Situation & {
  said: Understanding;
  asked: Question | undefined;
  course: Course;
  focus: Room | undefined;
  /** What the message changes, judged by the project as it is now: of use only before it is saved. */
  intake: Intake;
};

export function read(situation: Situation): Reading {
  const { project, before, message } = situation;
  const course = readCourse(before);
  const { asked } = course;
  const said = complete(understand(message, { asked: asked?.topic, units: course.units }), message, before, asked);
  follow(course, said);
  const focus = focusOf(project, before, asked);
  return { ...situation, said, asked, course, focus, intake: intakeOf(said, project, focus) };
}

/** Reads answers that mean something only with the question or the message before them. */
function complete(
  said: Understanding,
  message: string,
  before: readonly Line[],
  asked: Question | undefined,
): Understanding {
  const { topic, subject = "" } = asked ?? {};
  if (topic === "count" && said.count !== undefined) return understand(`${said.count} ${subject}`);
  if (topic === "amount" && said.talk.acts.has("yes") && !said.budget) {
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
