import type { Style } from "../../catalog/schema.ts";
import type { Room } from "../../rooms/schema.ts";
import type { Project } from "../project.ts";
import { readProductTalk } from "./product-talk.ts";
import { type Question, questionIn } from "./questions.ts";
import { isSized } from "./rooms-to-save.ts";
import { readText } from "./text.ts";
import { type Topic, type Understanding, type UnitSystem, understand } from "./understanding.ts";
import { agrees } from "./agreement.ts";
import { theRoom } from "./wording.ts";

export type Line = { from: "user" | "planner"; text: string };

/** What the conversation adds to the project: what was asked last, what the homeowner passed over, in which units they think. */
export type Course = {
  asked: Question | undefined;
  /** Topics not to ask about again, and rooms' sizes as `size:the kitchen`. */
  passed: Set<string>;
  units: UnitSystem | undefined;
  /** The planner has shown styles in its last answer. */
  shownStyles: boolean;
  isFirst: boolean;
  /** The question was put twice in a row. */
  isRepeated: boolean;
  /** Money was spoken of before this message, so its currency is settled. */
  spokeOfMoney: boolean;
  /** How often it had to become cheaper since a budget was named. */
  thrift: number;
};

export function readCourse(before: readonly Line[], styles?: readonly Style[]): Course {
  const course: Course = {
    asked: undefined,
    passed: new Set(),
    units: undefined,
    shownStyles: false,
    isFirst: true,
    isRepeated: false,
    spokeOfMoney: false,
    thrift: 0,
  };
  for (const { from, text } of before) {
    if (from === "planner") {
      const asked = questionIn(text);
      course.isRepeated = asked !== undefined && Bun.deepEquals(asked, course.asked);
      course.asked = asked;
      course.shownStyles = text.includes(stylesLead);
      course.isFirst = false;
    } else {
      const options = { asked: course.asked?.topic, units: course.units, styles };
      const said = understand(text, options);
      // “Cheaper tiles” asks for tiles, not for everything to be cheaper.
      const rest = readProductTalk(readText(text, styles), false)?.rest;
      follow(course, said, rest === undefined ? said : understand(rest, options));
      course.spokeOfMoney ||= said.budget !== undefined;
    }
  }
  return course;
}

/** The words over a list of styles. */
export const stylesLead = "Some styles to choose from";

/** Takes one message into account: what it passes over, and the units it uses. `beside` is what it says besides products. */
export function follow(course: Course, said: Understanding, beside = said) {
  const { asked, passed } = course;
  for (const topic of said.talk.passed) passed.add(topic === "size" ? "size" : topic);
  if (asked && passesOver(said, asked.topic, course)) {
    passed.add(asked.topic === "size" ? `size:${asked.subject}` : asked.topic);
  }
  // Asked for once, whatever the answer; "yes" alone announces one, and a question is none.
  const isOpen = announcesWish(said) || said.isQuestion;
  if (asked?.topic === "wish" || (asked?.topic === "wishes" && !isOpen)) passed.add("wishes");
  if (said.budget) course.thrift = 0;
  else if (beside.talk.acts.has("cheaper")) course.thrift++;
  if (said.loneUnit) course.units = said.loneUnit;
  else if (said.units && !said.assumedUnits) course.units = said.units;
}

/**
 * "skip", "no", "no idea": an answer, though not a fact. The first "no idea" about styles is a wish to see some, and
 * whoever says "ok" again to the same question has nothing to say about it.
 */
function passesOver(said: Understanding, topic: Topic, { shownStyles, isRepeated }: Course): boolean {
  const { acts } = said.talk;
  // "No, the kitchen is 4 by 5" answers nothing about the budget.
  if (statesFacts(said)) return false;
  if (acts.has("skip") || acts.has("no") || (isRepeated && agrees(said.talk))) return true;
  return acts.has("unknown") && (topic !== "style" || shownStyles);
}

/** "Yes" to whether there is anything to insist on; "go ahead" says that there is nothing. */
export const announcesWish = (said: Understanding) => {
  const { acts } = said.talk;
  return acts.has("yes") && !acts.has("content") && !acts.has("next") && !acts.has("no") && !statesFacts(said);
};

export const statesFacts = ({ rooms, sizes, budget, styles, wishes }: Understanding) =>
  rooms.length + sizes.length + styles.wanted.length + styles.rejected.length + wishes.length > 0 ||
  budget !== undefined;

/** Where a message that was read whole changes nothing. */
export const isKnownAlready = (said: Understanding) => statesFacts(said) && said.unread + said.unreadNumbers === 0;

/** The first thing that is neither known nor passed over. */
export function nextQuestion({ rooms, session }: Project, passed: ReadonlySet<string>): Question {
  if (rooms.length === 0) return { topic: "room" };
  const unsized = rooms.find((room) => !isSized(room) && !passed.has(`size:${theRoom(room.name)}`));
  if (unsized && !passed.has("size")) return { topic: "size", subject: theRoom(unsized.name) };
  if (session.budgetMinor === null && !passed.has("budget")) return { topic: "budget" };
  if (session.styleSlug === null && !passed.has("style")) return { topic: "style" };
  return passed.has("wishes") ? { topic: "checklist" } : { topic: "wishes" };
}

/** The room that was asked about, else the one named last in the planner's last answer. */
export function focusOf({ rooms }: Project, before: readonly Line[], asked: Question | undefined): Room | undefined {
  const asking = rooms.find(({ name }) => asked?.topic === "size" && theRoom(name) === asked.subject);
  if (asking || rooms.length < 2) return asking ?? rooms[0];
  const answer = before.findLast(({ from }) => from === "planner")?.text.toLowerCase() ?? "";
  // A summary names every room, so it points at none.
  const text = answer
    .split("\n")
    .filter((line) => !line.startsWith("- "))
    .join("\n");
  const positions = rooms.map((room) => ({ room, at: text.lastIndexOf(room.name.toLowerCase()) }));
  return positions.filter(({ at }) => at >= 0).sort((a, b) => b.at - a.at)[0]?.room;
}
