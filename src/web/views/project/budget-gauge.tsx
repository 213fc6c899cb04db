import type { Budget } from "../../../budget/schema.ts";
import type { Plan } from "../../../plan/schema.ts";
import { formatRound } from "../../format.ts";
import { Icon } from "../icons.tsx";

type Share = { key: string; name: string; minor: number };

/** Where the money goes: the plan's own figures, or the estimates before there is one. */
function sharesOf(budget: Budget, plan: Plan | null | undefined): Share[] {
  const products = { key: "products", name: "Products", minor: budget.pickedMinor };
  const shares = plan
    ? [
        { key: "labour", name: "Labour", minor: plan.labourMinor },
        { key: "material", name: "Material", minor: plan.materialMinor },
        products,
        { key: "reserve", name: "Reserve", minor: plan.contingencyMinor },
      ]
    : [{ key: "labour", name: "Work", minor: Math.max(0, budget.allocatedMinor - budget.pickedMinor) }, products];
  return shares.filter(({ minor }) => minor > 0);
}

/** What the renovation takes, beside what it may take. */
export function BudgetGauge({ budget, plan }: { budget: Budget; plan: Plan | null | undefined }) {
  const { allocatedMinor, totalMinor, overMinor, remainingMinor, currency } = budget;
  const scale = Math.max(allocatedMinor, totalMinor ?? 0, 1);
  const percent = (minor: number) => `${(100 * minor) / scale}%`;
  const money = (minor: number) => formatRound(minor, currency);
  const isOver = overMinor > 0;
  const shares = sharesOf(budget, plan);

  if (allocatedMinor === 0 && totalMinor !== null) {
    return (
      <section class="gauge" aria-label="Budget">
        <p>
          <span class="figure">{money(totalMinor)}</span> <span class="gauge-of">to spend</span>
        </p>
      </section>
    );
  }
  return (
    <section class={isOver ? "gauge over" : "gauge"} aria-label="Budget">
      <p class="gauge-figures">
        <span>
          <span class="figure">{money(allocatedMinor)}</span>
          {totalMinor !== null && <span class="gauge-of"> of {money(totalMinor)}</span>}
        </span>
        {totalMinor !== null && (
          <span class={isOver ? "gauge-state bad" : "gauge-state"}>
            <Icon name={isOver ? "warning" : "check"} />
            {isOver ? `${money(overMinor)} over budget` : `${money(remainingMinor ?? 0)} left`}
          </span>
        )}
      </p>
      <div class="gauge-bar" aria-hidden="true">
        {shares.map(({ key, minor }) => (
          <span key={key} class={`share ${key}`} style={{ width: percent(minor) }} />
        ))}
        {isOver && <span class="gauge-limit" style={{ left: percent(totalMinor ?? 0) }} />}
      </div>
      {shares.length > 0 && (
        <dl class="legend">
          {shares.map(({ key, name, minor }) => (
            <div key={key}>
              <dt>
                <i class={`share ${key}`} aria-hidden="true" />
                {name}
              </dt>
              <dd>{money(minor)}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}
