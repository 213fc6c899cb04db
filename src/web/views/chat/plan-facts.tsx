import type { PlanFacts } from "../../../approvals/schema.ts";
import { countOf, formatDays, formatRound } from "../../format.ts";

/** What a plan takes, in time and money. */
export function PlanFactsView({ facts, isOpen }: { facts: PlanFacts; isOpen: boolean }) {
  const { planVersion, taskCount, startsOn, endsOn, totalMinor, budgetMinor, overMinor, currency } = facts;
  const money = (minor: number) => formatRound(minor, currency);
  const summary = `Version ${planVersion} · ${formatDays(startsOn, endsOn)} · ${countOf(taskCount, "task")}`;
  const rows: [string, number][] = [
    ["Labour", facts.labourMinor],
    ["Material", facts.materialMinor],
    ["Products", facts.productsMinor],
    ["Reserve", facts.contingencyMinor],
  ];
  return (
    <div class="plan-facts">
      <p class="plan-facts-head">
        <span class="figure">{money(totalMinor)}</span>
        {budgetMinor !== null && (
          <span class={overMinor > 0 ? "bad" : "good"}>
            {overMinor > 0
              ? `${money(overMinor)} over the budget of ${money(budgetMinor)}`
              : `${money(budgetMinor - totalMinor)} below the budget of ${money(budgetMinor)}`}
          </span>
        )}
      </p>
      <p class="open">{summary}</p>
      {isOpen && (
        <dl class="amounts">
          {rows.map(([name, minor]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{money(minor)}</dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}
