import { agrees } from "./agreement.ts";
import { statesFacts } from "./conversation.ts";
import type { Reading } from "./situation.ts";
import type { Act } from "./talk-words.ts";
import { cutTo } from "./text.ts";

const longestQuery = 200;
/** Whatever lies ahead, the checklist comes first. */
const onward: readonly Act[] = ["next", "to-checklist", "to-plan", "to-pictures"];

/** "Go on", or a yes to the question whether to. */
export function wantsChecklist({ said, asked }: Reading): boolean {
  const { acts } = said.talk;
  const isGoingOn = onward.some((act) => acts.has(act));
  const isReady = agrees(said.talk) || acts.has("that-is-all") || acts.has("finish");
  return isGoingOn || (asked?.topic === "checklist" && isReady);
}

/** The words to look styles up by, empty for an overview; nothing when no styles are wanted. */
export function styleQuery({ said, asked, course, message, project }: Reading): string | undefined {
  const { acts } = said.talk;
  const { wanted, rejected, undecided } = said.styles;
  const isAsked = asked?.topic === "style";
  const describes = isAsked && said.unread > 0 && acts.size === 0 && !statesFacts(said);
  if (describes || undecided) return cutTo(message, longestQuery);
  const isLost = isAsked && acts.has("unknown") && !course.passed.has("style");
  const isWithout = wanted.length === 0 && rejected.some((slug) => isAsked || slug === project.session.styleSlug);
  return acts.has("styles") || isLost || isWithout ? "" : undefined;
}

/** "Go on", the place by its name, or a yes to the question whether to go there. */
export function wants({ said, asked }: Reading, topic: "plan" | "pictures"): boolean {
  const { acts } = said.talk;
  // That question also asks for what is still to change.
  if (topic === "plan" && asked?.topic === "plan" && acts.has("that-is-all") && !statesFacts(said)) return true;
  if (acts.has("no") || acts.has("reject") || acts.has("back")) return false;
  const isNamed = acts.has(topic === "plan" ? "to-plan" : "to-pictures");
  const isAgreed = agrees(said.talk) && asked?.topic === topic && !statesFacts(said);
  return isNamed || isAgreed || acts.has("next") || (topic === "plan" && acts.has("to-pictures"));
}

/** Where "back" and "to the checklist" lead from the plan and from what comes after it. */
export function wantsBack({ said }: Reading, from: "PLAN" | "RENDER"): boolean {
  const { acts } = said.talk;
  if (acts.has("to-checklist")) return true;
  return from === "PLAN" ? acts.has("back") && !acts.has("to-plan") : acts.has("back") || acts.has("to-plan");
}
