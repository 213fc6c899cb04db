import { useState } from "preact/hooks";
import type { Plan } from "../../../plan/schema.ts";
import { countOf, formatDays, formatRound } from "../../format.ts";
import type { ProjectView } from "./context.ts";
import { GanttChart } from "./gantt-chart.tsx";
import { TaskTable } from "./task-table.tsx";

const shapes = { chart: "Timeline", table: "Table" } as const;

/** The plan's newest version, as a timeline or as a table. */
export function PlanTab({ view }: { view: ProjectView }) {
  const [shape, setShape] = useState<keyof typeof shapes>("chart");
  const { plan } = view.project;
  if (plan === undefined) return <p class="open">Reading the plan…</p>;
  if (plan === null) {
    return (
      <p class="open empty-tab">
        There is no plan yet. When the checklist is right, the agent turns it into tasks with dates and costs.
      </p>
    );
  }
  return (
    <>
      <PlanHead plan={plan} />
      <fieldset class="segmented">
        <legend class="unseen">Show the plan as</legend>
        {(Object.keys(shapes) as (keyof typeof shapes)[]).map((key) => (
          <button key={key} type="button" aria-pressed={shape === key} onClick={() => setShape(key)}>
            {shapes[key]}
          </button>
        ))}
      </fieldset>
      {shape === "chart" ? <GanttChart plan={plan} /> : <TaskTable plan={plan} />}
    </>
  );
}

function PlanHead({ plan }: { plan: Plan }) {
  const { version, status, startsOn, endsOn, workingDays, taskCount, totalMinor, currency } = plan;
  const isApproved = status === "approved";
  return (
    <div class="plan-head">
      <h3>
        Plan version {version}
        <span class={isApproved ? "status good" : "status"}>{isApproved ? "Approved" : "Draft"}</span>
      </h3>
      <p>
        {formatDays(startsOn, endsOn)}
        <span class="open">
          {" "}
          · {countOf(workingDays, "working day")} · {countOf(taskCount, "task")} · {formatRound(totalMinor, currency)}{" "}
          without products
        </span>
      </p>
    </div>
  );
}
