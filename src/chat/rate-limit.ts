/** `burst` frames at once, then `perSecond`, for every key. */
type Rate = { burst: number; perSecond: number };

/** Bounds how often something may happen per key, in this process. Keys that were quiet are forgotten. */
export function createRateLimit({ burst, perSecond }: Rate) {
  const intervalMs = 1_000 / perSecond;
  /** When all that a key has used will have been regained; the key used last comes last. */
  const regainedAt = new Map<string, number>();

  return {
    /** @returns whether it may happen; if so, it counts. */
    take(key: string): boolean {
      const now = performance.now();
      for (const [quiet, at] of regainedAt) {
        if (at > now) break;
        regainedAt.delete(quiet);
      }
      const usedUntil = Math.max(now, regainedAt.get(key) ?? 0);
      if (usedUntil + intervalMs > now + burst * intervalMs) return false;
      regainedAt.delete(key);
      regainedAt.set(key, usedUntil + intervalMs);
      return true;
    },
  };
}
