/** The same items, but it ends with the signal's reason the moment that aborts, whatever the source is doing. */
export async function* untilAborted<T>(source: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T> {
  const iterator = source[Symbol.asyncIterator]();
  let stopWaiting: (reason: unknown) => void = () => {};
  const abort = () => stopWaiting(signal.reason);
  signal.addEventListener("abort", abort, { once: true });
  try {
    for (;;) {
      signal.throwIfAborted();
      // Not a race: what never settles would keep every one of them until the turn is over.
      const next = await new Promise<IteratorResult<T>>((resolve, reject) => {
        stopWaiting = reject;
        iterator.next().then(resolve, reject);
      });
      if (next.done) return;
      yield next.value;
    }
  } finally {
    signal.removeEventListener("abort", abort);
    iterator.return?.().catch(() => {});
  }
}

/**
 * The work's result, but it ends with the signal's reason the moment that aborts; what the work still comes to is then
 * given to `tooLate`.
 */
export async function unlessAborted<T>(
  work: Promise<T>,
  signal: AbortSignal,
  tooLate: (result: T) => void,
): Promise<T> {
  const stopped = Promise.withResolvers<never>();
  const abort = () => stopped.reject(signal.reason);
  signal.addEventListener("abort", abort, { once: true });
  try {
    if (signal.aborted) abort();
    return await Promise.race([work, stopped.promise]);
  } catch (error) {
    work.then(tooLate, () => {});
    throw error;
  } finally {
    signal.removeEventListener("abort", abort);
  }
}
