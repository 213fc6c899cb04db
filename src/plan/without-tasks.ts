type Linked = { key: string; dependsOn: readonly string[] };

/** Leaves tasks out; what waited for one of them waits for what that one waited for, so that the order stays. */
export function withoutTasks<T extends Linked>(tasks: readonly T[], isGone: (task: T) => boolean): T[] {
  const gone = new Map(tasks.filter(isGone).map(({ key, dependsOn }) => [key, dependsOn]));

  function remaining(keys: readonly string[]): string[] {
    const seen = new Set(keys);
    // The set grows while it is walked: what is gone leads on to what it waited for.
    for (const key of seen) for (const before of gone.get(key) ?? []) seen.add(before);
    return [...seen].filter((key) => !gone.has(key));
  }

  return tasks.filter(({ key }) => !gone.has(key)).map((task) => ({ ...task, dependsOn: remaining(task.dependsOn) }));
}
