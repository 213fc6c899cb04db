import type { Plan, PlanTask } from "../plan/schema.ts";

const dayMs = 86_400_000;
const toDay = (date: string) => Math.round(Date.parse(`${date}T00:00:00Z`) / dayMs);
const toDate = (day: number) => new Date(day * dayMs).toISOString().slice(0, 10);
const isMonday = (day: number) => new Date(day * dayMs).getUTCDay() === 1;

/** Shares of the chart's width, in percent. */
type Span = { left: number; width: number };
export type GanttRow = { task: PlanTask; title: string; bar: Span; slack: Span | undefined };
export type Gantt = {
  rows: GanttRow[];
  /** Where weeks begin; named where there is room for the name. */
  weeks: { date: string; left: number; isNamed: boolean }[];
  weekends: Span[];
};

const mostNames = 5;

/** Where a plan's tasks lie on a chart that shows whole weeks, in calendar days. */
export function layOut(plan: Plan): Gantt {
  const first = mondayOf(toDay(plan.startsOn));
  const last = mondayOf(toDay(plan.endsOn)) + 7;
  const days = last - first;
  const span = (from: number, to: number): Span => ({
    left: (100 * (from - first)) / days,
    width: (100 * (to - from)) / days,
  });
  const weekCount = days / 7;
  const nameEvery = Math.ceil(weekCount / mostNames);
  const starts = Array.from({ length: weekCount }, (_, week) => first + 7 * week);
  return {
    rows: plan.tasks.map((task) => {
      const end = toDay(task.endsOn) + 1;
      const slackEnd = Math.min(last, afterWorkingDays(end, task.slackDays));
      return {
        task,
        title: withoutRoom(task),
        bar: span(toDay(task.startsOn), end),
        slack: task.slackDays > 0 && slackEnd > end ? span(end, slackEnd) : undefined,
      };
    }),
    weeks: starts.map((day, i) => ({ date: toDate(day), left: span(day, day).left, isNamed: i % nameEvery === 0 })),
    weekends: starts.map((day) => span(day + 5, day + 7)),
  };
}

/** The room is named once, beside the title. */
export const withoutRoom = ({ title, roomName }: PlanTask): string =>
  roomName && title.startsWith(`${roomName}: `) ? title.slice(roomName.length + 2) : title;

function mondayOf(day: number): number {
  let monday = day;
  while (!isMonday(monday)) monday -= 1;
  return monday;
}

/** The day after so many working days from `day` on. */
function afterWorkingDays(day: number, count: number): number {
  let end = day;
  for (let left = count; left > 0; end += 1) {
    const weekday = new Date(end * dayMs).getUTCDay();
    if (weekday !== 0 && weekday !== 6) left -= 1;
  }
  return end;
}
