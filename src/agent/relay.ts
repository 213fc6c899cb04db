/** Carries values from whoever calls `push` to the one who iterates, in order, without ever making the pusher wait. */
export type Relay<T> = AsyncIterable<T> & {
  push: (value: T) => void;
  /** The iteration ends after what was pushed before, with this error if there is one. */
  end: (failure?: { error: unknown }) => void;
};

export function createRelay<T>(): Relay<T> {
  const waiting: T[] = [];
  let wake = Promise.withResolvers<void>();
  let ended: { failure: { error: unknown } | undefined } | undefined;
  return {
    push(value) {
      waiting.push(value);
      wake.resolve();
    },
    end(failure) {
      ended = { failure };
      wake.resolve();
    },
    async *[Symbol.asyncIterator]() {
      for (;;) {
        yield* waiting.splice(0);
        if (waiting.length > 0) continue;
        if (ended?.failure) throw ended.failure.error;
        if (ended) return;
        await wake.promise;
        wake = Promise.withResolvers();
      }
    },
  };
}
