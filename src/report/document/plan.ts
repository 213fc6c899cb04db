import { ganttCharts } from "../charts/gantt.ts";
import { count, day, dayRange, money, shortRange, words } from "../format.ts";
import type { Plan, PlanTask } from "../../plan/schema.ts";
import type { Report } from "../schema.ts";
import type { Block, Row, Section, Table } from "./blocks.ts";

/** The schedule as a chart and as a table with costs; without a plan, that there is none. */
export function planSection(report: Report): Section {
  const { plan, rooms } = report;
  const anchor = "plan";
  if (!plan) {
    const text = "No plan yet. Once every room has a checklist, the plan puts the work in order, with dates and costs.";
    return { title: "Plan", anchor, blocks: [{ type: "notice", text }] };
  }
  const known = new Set(rooms.map(({ room }) => room.id));
  return {
    title: "Plan",
    anchor,
    blocks: [
      { type: "text", text: summaryOf(plan) },
      ...draftNotice(plan),
      { type: "heading", text: "Schedule" },
      ...ganttCharts(plan).map((drawing): Block => ({ type: "drawing", drawing })),
      { type: "heading", text: "Tasks and what they cost" },
      taskTable(plan, known),
    ],
  };
}

function summaryOf({ version, taskCount, workingDays, startsOn, endsOn, criticalPath, tasks }: Plan): string {
  const titles = new Map(tasks.map(({ key, title }) => [key, title]));
  const path = criticalPath.map((key) => titles.get(key) ?? key);
  const chain = path.length > 6 ? [...path.slice(0, 3), "…", ...path.slice(-2)] : path;
  return (
    `Version ${version}: ${count(taskCount, "task")} in ${count(workingDays, "working day")}, ${dayRange(startsOn, endsOn)}. ` +
    `The longest chain, on which the end depends: ${chain.join(" → ")}.`
  );
}

function draftNotice({ status, version, approvedAt }: Plan): Block[] {
  if (status === "draft")
    return [{ type: "notice", text: `Plan version ${version} is a draft: the homeowner has not approved it.` }];
  return approvedAt ? [{ type: "text", text: `Approved by the homeowner on ${day(approvedAt)}.`, tone: "good" }] : [];
}

function taskTable(plan: Plan, known: ReadonlySet<string>): Table {
  const amount = (minor: number) => money(minor, plan.currency);
  const places = new Map(plan.tasks.map(({ key }, index) => [key, index + 1]));
  const items = plan.tasks.map((task, index): Row => {
    const what = { text: `${index + 1}. ${task.title}`, note: noteOf(task, places, known) };
    const dates = { text: shortRange(task.startsOn, task.endsOn), note: slackOf(task) };
    const cost = [amount(task.labourMinor), amount(task.materialMinor)];
    return { type: "item", cells: [what, words(task.trade), dates, ...cost] };
  });
  const { labourMinor, materialMinor, contingencyMinor, contingencyPercent, totalMinor } = plan;
  return {
    type: "table",
    label: "Tasks",
    columns: [
      { label: "Task", share: 39 },
      { label: "Trade", share: 14 },
      { label: "Dates", share: 17 },
      { label: "Labour", share: 15, align: "end" },
      { label: "Material", share: 15, align: "end" },
    ],
    rows: [
      ...items,
      { type: "total", label: "Labour", amount: amount(labourMinor) },
      { type: "total", label: "Material", amount: amount(materialMinor) },
      {
        type: "total",
        label: `Contingency, ${contingencyPercent} % of labour and material`,
        amount: amount(contingencyMinor),
      },
      { type: "total", label: "Plan in all, without the products picked", amount: amount(totalMinor), strong: true },
    ],
  };
}

function noteOf(
  { roomId, roomName, dependsOn }: PlanTask,
  places: ReadonlyMap<string, number>,
  known: ReadonlySet<string>,
) {
  const gone = roomId !== null && !known.has(roomId);
  const room = roomName === null ? "Whole project" : gone ? `${roomName} (no longer in the project)` : roomName;
  if (dependsOn.length === 0) return room;
  return `${room} · after ${dependsOn.map((key) => places.get(key) ?? key).join(", ")}`;
}

const slackOf = ({ durationDays, critical, slackDays }: PlanTask) =>
  `${count(durationDays, "day")}, ${critical ? "critical" : `may slip ${slackDays}`}`;
