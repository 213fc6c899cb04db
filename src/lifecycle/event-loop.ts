const sampleEveryMs = 100;
const sampleCount = 100; // the last 10 s

/** Measures how late the event loop runs its timers, as overload shows it. */
export function watchEventLoop() {
  const lags: number[] = [];
  let dueAt = performance.now() + sampleEveryMs;
  const timer = setInterval(() => {
    const now = performance.now();
    lags.push(Math.max(0, now - dueAt));
    if (lags.length > sampleCount) lags.shift();
    dueAt = now + sampleEveryMs;
  }, sampleEveryMs);
  timer.unref();
  return {
    /** Over the last 10 s. A high median is overload, a high maximum alone is one slow handler. */
    lag() {
      const sorted = lags.toSorted((a, b) => a - b);
      const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
      return { medianMs: Math.round(median), maxMs: Math.round(sorted.at(-1) ?? 0) };
    },
    stop: () => clearInterval(timer),
  };
}
