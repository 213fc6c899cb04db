import type { Phase } from "../../sessions/schema.ts";
import { phaseLabels } from "../labels.ts";

/** How far the renovation has come. Refining goes on after completion, so everything before it counts as done. */
export function PhaseBar({ phase }: { phase: Phase }) {
  // Payments are rare; their step is shown only to who is in it.
  const phases = (Object.keys(phaseLabels) as Phase[]).filter((name) => name !== "PAYMENT" || phase === "PAYMENT");
  const current = phases.indexOf(phase);
  return (
    <div class="phase-bar">
      <ol aria-label="Progress of the renovation">
        {phases.map((name, i) => {
          const state = i < current ? "done" : i === current ? "current" : "ahead";
          return (
            <li key={name} class={state} aria-current={i === current ? "step" : undefined}>
              <span class="phase-dot" aria-hidden="true" />
              <span class="phase-name">
                {phaseLabels[name].name}
                {state === "done" && <span class="unseen">, done</span>}
              </span>
            </li>
          );
        })}
      </ol>
      <p class="phase-about">
        <span class="phase-step">
          {phaseLabels[phase].name}, step {current + 1} of {phases.length}:{" "}
        </span>
        {phaseLabels[phase].about}
      </p>
    </div>
  );
}
