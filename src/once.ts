/** Computes a value at the first call and keeps it. */
export function once<T>(compute: () => T): () => T {
  let kept: { value: T } | undefined;
  return () => {
    kept ??= { value: compute() };
    return kept.value;
  };
}

/** Computes a value at the first call with a key and keeps it: for few keys, such as currencies. */
export function onceFor<T>(compute: (key: string) => T): (key: string) => T {
  const kept = new Map<string, { value: T }>();
  return (key) => {
    const known = kept.get(key) ?? { value: compute(key) };
    kept.set(key, known);
    return known.value;
  };
}
