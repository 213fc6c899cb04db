import { z } from "zod";
import type { Outcome, Reading } from "./situation.ts";
import { list } from "./wording.ts";

const Saved = z.object({ changed: z.array(z.string()), removed: z.array(z.string()) });
const Picked = z.object({ picked: z.array(z.string()), takenBack: z.array(z.string()) });
const mostNamed = 8;

/** What this turn did to the checklist and the picks, in a few sentences; new items are shown by the list itself. */
export function changesMade({ outcomes }: Reading): string {
  // New sizes change the estimate of every item, which is no news about any of them.
  const isEdited = outcomes.every(({ name }) => name !== "save_intake");
  return [
    sentence("Off the list", namesOf(outcomes, "save_checklist", Saved, "removed")),
    sentence("Changed", isEdited ? namesOf(outcomes, "save_checklist", Saved, "changed") : []),
    sentence("Picked", namesOf(outcomes, "pick_product", Picked, "picked")),
    sentence("Taken back", namesOf(outcomes, "pick_product", Picked, "takenBack")),
  ]
    .filter((part) => part !== "")
    .join(" ");
}

/** What every use of a tool in this turn brought: products may be picked as chosen, then to fit the rest to them. */
function namesOf<K extends string>(
  outcomes: readonly Outcome[],
  name: string,
  shape: z.ZodType<Record<K, string[]>>,
  key: K,
): string[] {
  return outcomes
    .filter((outcome) => outcome.ok && outcome.name === name)
    .flatMap(({ result }) => shape.safeParse(result).data?.[key] ?? []);
}

function sentence(lead: string, names: readonly string[]): string {
  const rest = names.length - mostNamed;
  const shown = rest > 0 ? [...names.slice(0, mostNamed), `${rest} more`] : names;
  return names.length > 0 ? `${lead}: ${list(shown)}.` : "";
}
