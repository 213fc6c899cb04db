import type { DurableEvent, LiveFrame } from "../chat/protocol.ts";

export type TextFrame = Extract<LiveFrame, { type: "delta" | "snapshot" | "reset" | "retrying" }>;
/** What a session's subscribers hear. `gone`: the session was deleted. */
export type BusFrame = DurableEvent | TextFrame | { type: "gone" };
type Listener = (frame: BusFrame) => void;

type Topic = {
  listeners: Set<Listener>;
  /** The newest event that was published here, or that the first subscriber found in the log. */
  lastSeq: number | undefined;
};

/** Carries a session's news to its subscribers in this process. Publish durable events only after their commit. */
export type Bus = ReturnType<typeof createBus>;

export function createBus() {
  const topics = new Map<string, Topic>();

  function publish(sessionId: string, frames: readonly BusFrame[]) {
    const topic = topics.get(sessionId);
    if (!topic) return;
    for (const frame of frames) {
      if ("seq" in frame && frame.seq > (topic.lastSeq ?? 0)) topic.lastSeq = frame.seq;
      for (const listener of topic.listeners) listener(frame);
    }
  }

  return {
    publish,
    /** @returns a function that ends the subscription. */
    subscribe(sessionId: string, listener: Listener) {
      const topic = topics.get(sessionId) ?? { listeners: new Set(), lastSeq: undefined };
      topics.set(sessionId, topic);
      topic.listeners.add(listener);
      return () => {
        topic.listeners.delete(listener);
        if (topic.listeners.size === 0) topics.delete(sessionId);
      };
    },
    /**
     * A subscriber is going to read the log from here on. It counts for the first of a session only: what a later one finds
     * there may still be news to the earlier ones.
     */
    noteSeq(sessionId: string, seq: number) {
      const topic = topics.get(sessionId);
      if (topic) topic.lastSeq ??= seq;
    },
    /** The sessions that somebody listens to here, with the last event each has heard of. */
    followed(): Map<string, number> {
      const known = new Map<string, number>();
      for (const [sessionId, { lastSeq }] of topics) if (lastSeq !== undefined) known.set(sessionId, lastSeq);
      return known;
    },
  };
}
