import { fromToWords, spanWords } from "../../plan/day-words.ts";
import type { PlanTask } from "../../plan/schema.ts";
import { exactly } from "./figures.ts";
import type { Outlook } from "./outlook.ts";
import type { Reading } from "./situation.ts";
import { list } from "./wording.ts";

const mostTasks = 16;

/** The plan as a list: each task with its days and its price, or each room where there are too many. */
export function planWords({ project }: Reading, { currency, isStale, fit }: Outlook): string {
  const { plan, rooms } = project;
  if (!plan) return "";
  const money = (minor: number) => exactly(minor, plan.currency);
  const lines =
    plan.tasks.length <= mostTasks
      ? plan.tasks.map((task) => `- ${spanWords(task)}: ${task.title}, ${money(task.labourMinor + task.materialMinor)}`)
      : rooms.map(({ id, name }) =>
          roomLine(
            name,
            plan.tasks.filter(({ roomId }) => roomId === id),
            money,
          ),
        );
  const left = isStale ? fit().leftOut.map(({ description }) => `“${description}”`) : [];
  return [
    `**Plan version ${plan.version}**: ${plan.workingDays} working days ${fromToWords(plan)}, holidays not counted.`,
    lines.join("\n"),
    `Nothing on the longest chain may slip: ${chainOf(plan.criticalPath, plan.tasks)}.`,
    ...(left.length > 0 && currency === plan.currency ? [`Left out to save money: ${list(left)}.`] : []),
  ].join("\n");
}

function roomLine(name: string, tasks: readonly PlanTask[], money: (minor: number) => string): string {
  const cost = tasks.reduce((sum, { labourMinor, materialMinor }) => sum + labourMinor + materialMinor, 0);
  const starts = tasks.map(({ startsOn }) => startsOn).sort();
  const ends = tasks.map(({ endsOn }) => endsOn).sort();
  const span = spanWords({ startsOn: starts[0] ?? "", endsOn: ends.at(-1) ?? "" });
  return `- **${name}**: ${tasks.length} tasks, ${span}, ${money(cost)}`;
}

/** The trades in their order; one that comes again right after itself is named once. */
const chainOf = (keys: readonly string[], tasks: readonly PlanTask[]) =>
  keys
    .map((key) => tasks.find((task) => task.key === key)?.trade.replaceAll("_", " ") ?? key)
    .filter((trade, at, trades) => trade !== trades[at - 1])
    .join(", ");

/** What an approval means. */
export const approvedPlan = (version: number) =>
  `Plan version ${version} is approved and kept as it is. A later change makes a new version, which you decide on again.`;

/** How the plan and the products lie to the budget, by the figures of the database. */
export function moneyWordsOf({ project }: Reading): string {
  const { budget } = project;
  const money = (minor: number) => exactly(minor, budget.currency);
  const parts = [
    `work ${money(budget.plannedMinor ?? 0)}`,
    `reserve ${money(budget.contingencyMinor)}`,
    `products ${money(budget.pickedMinor)}`,
  ];
  const total = `Together: ${parts.join(", ")}, **${money(budget.allocatedMinor)}** in all`;
  if (budget.totalMinor === null) return `${total}. No budget is set.`;
  if (budget.overMinor === 0)
    return `${total}, ${money(budget.remainingMinor ?? 0)} below your budget of ${money(budget.totalMinor)}.`;
  return (
    `${total}, **${money(budget.overMinor)} over** your budget of ${money(budget.totalMinor)}. ` +
    "I can look for savings (“cheaper”), you can drop something or raise the budget, or decide to go over it."
  );
}
