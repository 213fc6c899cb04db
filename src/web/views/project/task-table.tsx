import type { Plan } from "../../../plan/schema.ts";
import { formatShortDays, formatNumber, formatRound, formatSlug } from "../../format.ts";
import { withoutRoom } from "../../gantt.ts";

/** The plan in words and figures, task by task. */
export function TaskTable({ plan }: { plan: Plan }) {
  const money = (minor: number) => formatRound(minor, plan.currency);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section class="table-box" tabIndex={0} aria-label="Tasks of the plan">
      <table class="tasks">
        <thead>
          <tr>
            <th scope="col">Task</th>
            <th scope="col">When</th>
            <th scope="col" class="number">
              Slack
            </th>
            <th scope="col" class="number">
              Cost
            </th>
          </tr>
        </thead>
        <tbody>
          {plan.tasks.map((task) => (
            <tr key={task.key}>
              <th scope="row">
                {withoutRoom(task)}
                <span class="open">
                  {[task.roomName, formatSlug(task.trade)].filter((part) => part !== null).join(", ")}
                </span>
              </th>
              <td class="when">{formatShortDays(task.startsOn, task.endsOn)}</td>
              <td class="number">{task.critical ? "none" : formatNumber(task.slackDays)}</td>
              <td class="number" title={task.notes ?? undefined}>
                {money(task.labourMinor + task.materialMinor)}
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={3}>
              Reserve of {formatNumber(plan.contingencyPercent)}%
            </th>
            <td class="number">{money(plan.contingencyMinor)}</td>
          </tr>
          <tr>
            <th scope="row" colSpan={3}>
              Together, without products
            </th>
            <td class="number">{money(plan.totalMinor)}</td>
          </tr>
        </tfoot>
      </table>
    </section>
  );
}
