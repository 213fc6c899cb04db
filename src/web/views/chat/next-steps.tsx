import type { NextStep } from "../../next-steps.ts";

/** Chips with what could be said or decided next. */
export function NextSteps({ steps, onStep }: { steps: NextStep[]; onStep: (step: NextStep) => void }) {
  if (steps.length === 0) return null;
  return (
    <ul class="next-steps" aria-label="Suggestions">
      {steps.map((step) => (
        <li key={step.label}>
          <button type="button" class={step.type === "approve" ? "step approve" : "step"} onClick={() => onStep(step)}>
            {step.label}
          </button>
        </li>
      ))}
    </ul>
  );
}
