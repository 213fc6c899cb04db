import { Problem } from "../problem.ts";
import { MinorUnits } from "../sessions/schema.ts";

type Cost = { labourMinor: number; materialMinor: number };

/**
 * What a plan costs, in minor units. The contingency is a whole percentage of labour and material, rounded half up.
 * @throws {Problem} invalid-input when it is more than one amount may be
 */
export function totalsOf(tasks: readonly Cost[], contingencyPercent: number) {
  const labourMinor = tasks.reduce((sum, task) => sum + task.labourMinor, 0);
  const materialMinor = tasks.reduce((sum, task) => sum + task.materialMinor, 0);
  const contingencyMinor = Math.floor(((labourMinor + materialMinor) * contingencyPercent + 50) / 100);
  const totalMinor = labourMinor + materialMinor + contingencyMinor;
  if (!MinorUnits.safeParse(totalMinor).success)
    throw new Problem("invalid-input", "The tasks together cost more than a plan may");
  return { labourMinor, materialMinor, contingencyMinor, totalMinor };
}
