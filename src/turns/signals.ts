import { z } from "zod";
import type { Sql } from "../db/client.ts";
import { Uuid } from "../sessions/schema.ts";

/** What replicas tell each other, by NOTIFY. Only wake-ups: what they are about is read from the tables. */
export const Wake = z.object({
  /** The replica that says it; one's own are ignored. */
  from: Uuid,
  /** Sessions with new events. */
  events: z.array(Uuid),
  /** Sessions with new text. */
  text: z.array(Uuid),
  /** Turns that somebody asked to stop. */
  cancel: z.array(Uuid),
  /** Sessions that were deleted. */
  gone: z.array(Uuid),
  /** A turn waits for whoever has room. */
  queued: z.boolean(),
  /** A sign of life, sent now and then whatever happens; every other wake-up is one too. */
  hello: z.boolean(),
});
export type Wake = z.infer<typeof Wake>;
export const wakeChannel = "renovation_agent_wake";

/** A NOTIFY payload must stay below 8000 bytes; an id takes 39 of them, and there are four kinds. */
const idsPerKind = 45;
/** Long enough to gather a burst, short enough not to be felt. */
const gatherMs = 8;
const helloEveryMs = 10_000;
/** A replica that was not heard for so long is gone. */
const peerGoneMs = 3 * helloEveryMs;

type Kind = "events" | "text" | "cancel" | "gone";
type SignalsOptions = { sql: Sql; replica: string; failed: (error: unknown) => void };

/**
 * Gathers wake-ups and sends them in batches, after the commits they tell of: a NOTIFY inside those transactions would
 * make every commit wait for every other. One that is lost is made up by the poll. Without peers nothing is sent.
 */
export function createSignals({ sql, replica, failed }: SignalsOptions) {
  const gathered: Record<Kind, Set<string>> = {
    events: new Set(),
    text: new Set(),
    cancel: new Set(),
    gone: new Set(),
  };
  const peers = new Map<string, number>();
  let queued = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let sending = Promise.resolve();

  const send = (wake: Partial<Wake>) => {
    const whole: Wake = {
      from: replica,
      events: [],
      text: [],
      cancel: [],
      gone: [],
      queued: false,
      hello: false,
      ...wake,
    };
    return sql`select pg_notify(${wakeChannel}, ${JSON.stringify(whole)})`;
  };

  async function sendGathered() {
    try {
      while (queued || Object.values(gathered).some(({ size }) => size > 0)) {
        const wake = { events: take("events"), text: take("text"), cancel: take("cancel"), gone: take("gone"), queued };
        queued = false;
        await send(wake);
      }
    } catch (error) {
      failed(error);
    }
  }

  function take(kind: Kind): string[] {
    const ids = [...gathered[kind]].slice(0, idsPerKind);
    for (const id of ids) gathered[kind].delete(id);
    return ids;
  }

  function flush() {
    timer = undefined;
    sending = sending.then(sendGathered);
    return sending;
  }

  const hasPeers = () => {
    const oldest = performance.now() - peerGoneMs;
    for (const [peer, heardAt] of peers) if (heardAt < oldest) peers.delete(peer);
    return peers.size > 0;
  };

  const arm = () => {
    timer ??= setTimeout(flush, gatherMs);
  };
  const greet = () => void send({ hello: true }).catch(failed);
  let greeting: ReturnType<typeof setInterval> | undefined;

  return {
    /** Says that we are there, again and again; call it whenever the connection that hears the others was (re)made. */
    greet() {
      clearInterval(greeting);
      greeting = setInterval(greet, helloEveryMs);
      greet();
    },
    /** A peer was heard; a new one is answered, so that it knows of us at once. */
    notePeer(peer: string) {
      const isNew = !peers.has(peer);
      peers.set(peer, performance.now());
      if (isNew) greet();
    },
    add(kind: Kind, id: string) {
      if (!hasPeers()) return;
      gathered[kind].add(id);
      arm();
    },
    addQueued() {
      if (!hasPeers()) return;
      queued = true;
      arm();
    },
    /** Sends what is left. */
    async close() {
      clearInterval(greeting);
      clearTimeout(timer);
      await flush();
    },
  };
}
export type Signals = ReturnType<typeof createSignals>;
