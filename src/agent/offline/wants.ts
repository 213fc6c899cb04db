import { statesFacts } from "./conversation.ts";
import type { Reading } from "./situation.ts";

const longestQuery = 200;

/** "Go on", or a yes to the question whether to. */
export function wantsChecklist({ said, asked }: Reading): boolean {
  const { acts } = said.talk;
  return acts.has("next") || (asked?.topic === "checklist" && acts.has("yes"));
}

/** The words to look styles up by, empty for an overview; nothing when no styles are wanted. */
export function styleQuery({ said, asked, course, message, project }: Reading): string | undefined {
  const { acts } = said.talk;
  const { wanted, rejected, undecided } = said.styles;
  const isAsked = asked?.topic === "style";
  const describes = isAsked && said.unread > 0 && acts.size === 0 && !statesFacts(said);
  if (describes || undecided) return message.slice(0, longestQuery);
  const isLost = isAsked && acts.has("unknown") && !course.passed.has("style");
  const isWithout = wanted.length === 0 && rejected.some((slug) => isAsked || slug === project.session.styleSlug);
  return acts.has("styles") || isLost || isWithout ? "" : undefined;
}
