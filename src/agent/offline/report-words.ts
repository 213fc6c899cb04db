import { exactly } from "./figures.ts";
import { hasUsed } from "./calls.ts";
import { moneyWordsOf } from "./plan-words.ts";
import { dateWords, opening } from "./replies.ts";
import { reportLinks } from "./report-links.ts";
import type { Reading, Step } from "./situation.ts";
import { capitalised, list, theRoom } from "./wording.ts";

export const reportCall = { name: "get_report_link", arguments: {} };

/** A step that looks the report's links up too, where they are asked for; before the answer that is to hold them. */
export function withReport(reading: Reading, step: Step): Step {
  const isAsked = reading.outcomes.length === 0 && reading.said.talk.acts.has("report");
  const isOver = step.calls.some(({ name }) => name === reportCall.name || name === "request_approval");
  if (!isAsked || isOver || !reading.tools.has(reportCall.name)) return step;
  const text = step.calls.length > 0 ? step.text : opening(reading).join("\n\n");
  return { text, calls: [...step.calls, reportCall] };
}

/** The closing words: what there is, what it costs, and when. */
export function handover(reading: Reading): string[] {
  const { rooms, renders } = reading.project;
  const isShown = (roomId: string) =>
    renders.some((render) => render.roomId === roomId && render.decision === "approved");
  const shown = rooms.filter(({ id }) => isShown(id));
  const pictures =
    shown.length === 0
      ? ""
      : ` with ${shown.length > 1 ? "pictures" : "a picture"} of ${list(shown.map(({ name }) => theRoom(name)))}`;
  const what = capitalised(list(rooms.map(({ name }) => theRoom(name))));
  return [
    `**Your renovation is planned.** ${what}: checklist, products and an approved plan${pictures}.`,
    dateWords(reading.project),
    moneyWordsOf(reading),
    hasUsed(reading, "get_report_link") ? reportLinks(reading) : "",
    nextSteps,
  ].filter((part) => part !== "");
}

/** What is done of the work and what it leaves. */
export function progressWords({ project: { checklist, session } }: Reading): string {
  const counted = checklist.filter(({ priority }) => priority !== "optional");
  const done = counted.filter((item) => item.done);
  if (done.length === 0) return "";
  const left = counted.filter((item) => !item.done).reduce((sum, { estimateMinor }) => sum + (estimateMinor ?? 0), 0);
  const rest =
    done.length === counted.length
      ? " That is all of it: congratulations!"
      : ` Work for ${exactly(left, session.currency ?? "EUR")} is left by the estimates.`;
  return `${done.length} of ${counted.length} items of the checklist ${done.length === 1 ? "is" : "are"} done.${rest}`;
}

const nextSteps =
  "The next steps are yours: let two or three contractors quote by the report, order what takes long first, and tell me what is done (“the painter is done”), so that the checklist keeps up.";
