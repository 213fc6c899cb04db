import { IntakeInput } from "../tools/schema.ts";
import type { Outcome } from "./situation.ts";

/** What `save_intake` saved in this turn. */
export function readSaved(outcomes: readonly Outcome[]): IntakeInput & { rooms: NonNullable<IntakeInput["rooms"]> } {
  const save = outcomes.find(({ name, ok }) => name === "save_intake" && ok);
  const input = save && IntakeInput.safeParse(save.arguments);
  return input?.success ? { ...input.data, rooms: input.data.rooms ?? [] } : { rooms: [] };
}
