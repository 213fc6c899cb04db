import { useMemo } from "preact/hooks";
import type { Plan } from "../../../plan/schema.ts";
import { countOf, formatDay, formatRound, formatShortDays, formatSlug } from "../../format.ts";
import { type Gantt, type GanttRow, layOut } from "../../gantt.ts";

/** Tasks over weeks: filled bars may not slip, the thin line behind a lighter one is how far it may. */
export function GanttChart({ plan }: { plan: Plan }) {
  const gantt = useMemo(() => layOut(plan), [plan]);
  const rooms = new Set(plan.tasks.map(({ roomName }) => roomName));
  return (
    <div class="gantt">
      <div class="gantt-weeks" aria-hidden="true">
        {gantt.weeks.map(
          ({ date, left, isNamed }) =>
            isNamed && (
              <span key={date} style={{ left: `${left}%` }}>
                {formatDay(date)}
              </span>
            ),
        )}
      </div>
      <div class="gantt-body">
        <Grid gantt={gantt} />
        <ol>
          {gantt.rows.map((row) => (
            <Row key={row.task.key} row={row} currency={plan.currency} showsRoom={rooms.size > 1} />
          ))}
        </ol>
      </div>
      <p class="gantt-key">
        <span>
          <i class="bar critical" aria-hidden="true" />
          may not slip
        </span>
        <span>
          <i class="bar" aria-hidden="true" />
          <i class="slack" aria-hidden="true" />
          has slack
        </span>
      </p>
    </div>
  );
}

function Grid({ gantt }: { gantt: Gantt }) {
  return (
    <div class="gantt-grid" aria-hidden="true">
      {gantt.weeks.map(({ date, left }) => (
        <i key={date} class="week" style={{ left: `${left}%` }} />
      ))}
      {gantt.weekends.map(({ left, width }) => (
        <i key={left} class="weekend" style={{ left: `${left}%`, width: `${width}%` }} />
      ))}
    </div>
  );
}

function Row({ row, currency, showsRoom }: { row: GanttRow; currency: string; showsRoom: boolean }) {
  const { task, title, bar, slack } = row;
  const facts = [
    formatShortDays(task.startsOn, task.endsOn),
    countOf(task.durationDays, "day"),
    formatRound(task.labourMinor + task.materialMinor, currency),
    formatSlug(task.trade),
    task.critical ? "may not slip" : `${countOf(task.slackDays, "day")} of slack`,
  ];
  return (
    <li class="gantt-row" title={`${title}\n${facts.join(", ")}`}>
      <span class="gantt-title">
        {title}
        {showsRoom && task.roomName && <span class="open"> {task.roomName}</span>}
        <span class="unseen">: {facts.join(", ")}</span>
      </span>
      <span class="gantt-track" aria-hidden="true">
        {slack && <i class="slack" style={{ left: `${slack.left}%`, width: `${slack.width}%` }} />}
        <i class={task.critical ? "bar critical" : "bar"} style={{ left: `${bar.left}%`, width: `${bar.width}%` }} />
      </span>
    </li>
  );
}
