import type { Phase, Session } from "../sessions/schema.ts";
import type { AskedApproval } from "./asked-approvals.ts";
import { formatRound, minorPerUnit } from "./format.ts";
import type { Project } from "./project-store.ts";

/** Something that could be done next: said, or decided. */
export type NextStep =
  { type: "say"; label: string; text: string } | { type: "approve"; label: string; approvalId: string };

type Known = Pick<Project, "session" | "rooms" | "checklist" | "budget" | "renders"> & {
  phase: Phase;
  approvals: readonly AskedApproval[];
};

const mostSteps = 3;
const say = (label: string, text = label): NextStep => ({ type: "say", label, text });

/** The likeliest next steps, by the phase and by what is missing or waiting in it. */
export function nextSteps(known: Known): NextStep[] {
  const pending = known.approvals.filter(({ status }) => status === "pending");
  const [only, ...others] = pending;
  // Which one of several is meant is said by their cards.
  const decisions = only && others.length === 0 ? [approve(only)] : [];
  const said = steps[known.phase](known);
  const isFirst = (step: NextStep, i: number) => said.findIndex(({ label }) => label === step.label) === i;
  return [...decisions, ...said.filter(isFirst)].slice(0, mostSteps);
}

const approve = ({ kind, approvalId }: AskedApproval): NextStep => ({
  type: "approve",
  approvalId,
  label: { plan: "Approve the plan", over_budget: "Going over the budget is fine", render: "Approve the picture" }[
    kind
  ],
});

const steps: Record<Phase, (known: Known) => NextStep[]> = {
  INTAKE: ({ session, rooms = [] }) => {
    const unsized = rooms.find((room) => room.areaM2 === null && room.widthCm === null);
    const budgets = ["My budget is 10,000 euros", "My budget is 25,000 euros"];
    return [
      ...(rooms.length === 0 ? [say("A kitchen, 3 by 4 metres"), say("A bathroom, 2 by 2.5 metres")] : []),
      ...(unsized ? [say(`${unsized.name}: 3 by 4 metres`, `The ${unsized.name.toLowerCase()} is 3 by 4 metres`)] : []),
      ...(session && session.budgetMinor === null ? budgets.map((text) => say(text)) : []),
      ...(session && session.styleSlug === null ? [say("Show me styles"), say("Something Scandinavian")] : []),
      ...(rooms.length > 0 ? [say("Go on"), say("Add a hallway, 1.5 by 4 metres"), say("Show me styles")] : []),
    ];
  },
  CHECKLIST: ({ session, budget, checklist = [] }) => [
    say(checklist.length > 0 ? "Write the plan" : "Go on", "go on"),
    ...(budget && budget.overMinor > 0 ? [say("Find something cheaper", "cheaper")] : otherBudget(session)),
    say("Show me cheaper flooring"),
  ],
  PLAN: ({ session, budget }) => [
    ...(budget && budget.overMinor > 0 ? [say("Find something cheaper", "cheaper")] : otherBudget(session)),
    say("Back to the checklist"),
  ],
  RENDER: ({ rooms = [], renders }) => {
    const [bare] = rooms.filter(
      ({ id }) => !renders?.some(({ roomId, decision }) => roomId === id && decision !== "rejected"),
    );
    return [
      ...(bare ? [say(`Draw the ${bare.name.toLowerCase()}`)] : []),
      ...(renders?.some(({ decision }) => decision === "approved") ? [say("Finish", "go on")] : []),
      say("Back to the plan"),
    ];
  },
  PAYMENT: () => [],
  COMPLETE: ({ session }) => [say("Give me the report"), ...otherBudget(session), say("Change something")],
  ITERATE: ({ session }) => [
    ...otherBudget(session),
    say("Back to the plan"),
    say("Find something cheaper", "cheaper"),
  ],
};

/** A quarter less, as a round figure. */
function otherBudget(session: Session | undefined): NextStep[] {
  const { budgetMinor, currency } = session ?? {};
  if (!budgetMinor || !currency) return [];
  const units = (0.75 * budgetMinor) / minorPerUnit(currency);
  const step = 10 ** Math.max(0, Math.floor(Math.log10(units)) - 1) * 5;
  const rounded = Math.max(1, Math.round(units / step)) * step;
  return [
    say(`Make it ${formatRound(rounded * minorPerUnit(currency), currency)}`, `My budget is ${rounded} ${currency}`),
  ];
}
