import { z } from "zod";
import type { Outcome, Reading } from "./situation.ts";
import { list } from "./wording.ts";

const Saved = z.object({ changed: z.array(z.string()), removed: z.array(z.string()) });
const Picked = z.object({ picked: z.array(z.string()), takenBack: z.array(z.string()) });
const mostNamed = 8;

/** What this turn did to the checklist and the picks, in a few sentences; new items are shown by the list itself. */
export function changesMade({ outcomes }: Reading): string {
  const saved = resultOf(outcomes, "save_checklist", Saved);
  const picked = resultOf(outcomes, "pick_product", Picked);
  // New sizes change the estimate of every item, which is no news about any of them.
  const isEdited = outcomes.every(({ name }) => name !== "save_intake");
  return [
    sentence("Off the list", saved?.removed ?? []),
    sentence("Changed", isEdited ? (saved?.changed ?? []) : []),
    sentence("Picked", picked?.picked ?? []),
    sentence("Taken back", picked?.takenBack ?? []),
  ]
    .filter((part) => part !== "")
    .join(" ");
}

function resultOf<T>(outcomes: readonly Outcome[], name: string, shape: z.ZodType<T>): T | undefined {
  return shape.safeParse(outcomes.find((outcome) => outcome.ok && outcome.name === name)?.result).data;
}

function sentence(lead: string, names: readonly string[]): string {
  const rest = names.length - mostNamed;
  const shown = rest > 0 ? [...names.slice(0, mostNamed), `${rest} more`] : names;
  return names.length > 0 ? `${lead}: ${list(shown)}.` : "";
}
