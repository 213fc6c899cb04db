import { type Resource, type ShutdownPhase, shutdownPhases } from "./resource.ts";

/** Whatever ran out of time before them, these still get theirs. */
const reservedPhases: ShutdownPhase[] = ["database", "logs"];

export type Registry = ReturnType<typeof createRegistry>;

/** The resources that wait for their turn to close. */
export function createRegistry(budgetMs: number) {
  let waiting: Resource[] = [];
  const sumMs = (resources: Resource[]) => resources.reduce((sum, { timeoutMs }) => sum + timeoutMs, 0);
  const remove = (resource: Resource) => {
    waiting = waiting.filter((other) => other !== resource);
  };
  return {
    /** @throws {Error} when the resource's time does not fit what the others leave of the budget */
    checkBudget({ name, timeoutMs }: Resource) {
      const leftMs = budgetMs - sumMs(waiting);
      if (!(timeoutMs > 0)) throw new Error(`${name} needs a shutdown timeout above 0 ms`);
      if (timeoutMs > leftMs)
        throw new Error(`${name} may take ${timeoutMs} ms to stop, but the others leave ${leftMs} of ${budgetMs} ms`);
    },
    add(resource: Resource) {
      waiting.push(resource);
    },
    remove,
    /** Takes the last registered resource of the phase, or of an earlier one if it came too late for that. */
    take(phase: ShutdownPhase): Resource | undefined {
      const due = shutdownPhases.slice(0, shutdownPhases.indexOf(phase) + 1);
      const resource = waiting.findLast((candidate) => due.includes(candidate.phase));
      if (resource) remove(resource);
      return resource;
    },
    waitingMs: () => sumMs(waiting),
    /** What must be left for the database and the logs. */
    reservedMs: () => sumMs(waiting.filter(({ phase }) => reservedPhases.includes(phase))),
  };
}
