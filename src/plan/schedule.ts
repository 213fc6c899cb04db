import { Problem } from "../problem.ts";
import { addWorkingDays, firstWorkingDay } from "./working-days.ts";

type Work = { key: string; durationDays: number; dependsOn: readonly string[] };
type Dates = { startsOn: string; endsOn: string; slackDays: number; critical: boolean };

export type Schedule<T extends Work> = {
  /** In an order in which they can be done: by start, else as they were given. */
  tasks: (T & Dates)[];
  startsOn: string;
  endsOn: string;
  workingDays: number;
  /** A longest chain of tasks, first to last. */
  criticalPath: string[];
};

/**
 * Puts tasks in the calendar by the critical path method: each starts on the first working day after all it depends on.
 * Durations are whole working days; tasks that do not wait for each other run side by side.
 * @throws {Problem} invalid-input for a key used twice, an unknown dependency, and a cycle, which it names
 */
export function schedule<T extends Work>(tasks: readonly T[], startsOn: string): Schedule<T> {
  const ordered = inOrder(tasks);
  const begin = new Map<string, number>();
  const end = new Map<string, number>();
  for (const { key, durationDays, dependsOn } of ordered) {
    const from = Math.max(0, ...dependsOn.map((other) => end.get(other) ?? 0));
    begin.set(key, from);
    end.set(key, from + durationDays);
  }
  const workingDays = Math.max(0, ...end.values());

  const latestEnd = new Map<string, number>();
  for (const { key, durationDays, dependsOn } of ordered.toReversed()) {
    const until = latestEnd.get(key) ?? workingDays;
    latestEnd.set(key, until);
    for (const other of dependsOn)
      latestEnd.set(other, Math.min(latestEnd.get(other) ?? workingDays, until - durationDays));
  }

  const first = firstWorkingDay(startsOn);
  const dated = ordered.map((task) => {
    const from = begin.get(task.key) ?? 0;
    const until = from + task.durationDays;
    const slackDays = (latestEnd.get(task.key) ?? until) - until;
    return {
      ...task,
      startsOn: addWorkingDays(first, from),
      endsOn: addWorkingDays(first, until - 1),
      slackDays,
      critical: slackDays === 0,
    };
  });
  return {
    tasks: dated.toSorted((a, b) => (begin.get(a.key) ?? 0) - (begin.get(b.key) ?? 0)),
    startsOn: first,
    endsOn: addWorkingDays(first, Math.max(0, workingDays - 1)),
    workingDays,
    criticalPath: longestChain(ordered, end),
  };
}

/** Dependencies first, otherwise as given. */
function inOrder<T extends Work>(tasks: readonly T[]): T[] {
  const byKey = new Map<string, T>();
  for (const [index, task] of tasks.entries()) {
    if (byKey.has(task.key)) throw refused(`/tasks/${index}/key`, `${task.key} is the key of another task too`);
    byKey.set(task.key, task);
  }
  for (const [index, { key, dependsOn }] of tasks.entries()) {
    const unknown = dependsOn.find((other) => !byKey.has(other));
    if (unknown)
      throw refused(`/tasks/${index}/dependsOn`, `${key} depends on ${unknown}, which is no task of the plan`);
  }
  const ordered = new Set<T>();
  const path: string[] = [];
  const visit = (task: T) => {
    if (ordered.has(task)) return;
    if (path.includes(task.key)) {
      const cycle = [...path.slice(path.indexOf(task.key)), task.key];
      throw refused("/tasks", `These tasks wait for each other: ${cycle.join(" after ")}`);
    }
    path.push(task.key);
    for (const other of task.dependsOn) {
      const before = byKey.get(other);
      if (before) visit(before);
    }
    path.pop();
    ordered.add(task);
  };
  for (const task of tasks) visit(task);
  return [...ordered];
}

/** Back from a task that ends last, each time to the dependency that it had to wait for. */
function longestChain(ordered: readonly Work[], end: ReadonlyMap<string, number>): string[] {
  const endOf = (key: string) => end.get(key) ?? 0;
  const byKey = new Map(ordered.map((task) => [task.key, task]));
  const latest = (keys: readonly string[]) =>
    keys.reduce<string | undefined>((best, key) => (best && endOf(best) >= endOf(key) ? best : key), undefined);
  const chain: string[] = [];
  for (let key = latest([...byKey.keys()]); key; key = latest(byKey.get(key)?.dependsOn ?? [])) chain.unshift(key);
  return chain;
}

const refused = (pointer: string, detail: string) =>
  new Problem("invalid-input", detail, { errors: [{ pointer, detail }] });
